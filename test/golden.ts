import * as fs from 'fs';
import * as path from 'path';
import { Manifest, manifestsIn } from './testing';

/** Output of Helm, and the release files of the operators; kept next to the repository, not in it. */
export const GOLDEN = path.join(__dirname, '..', '..', 'shared', 'golden');

/** The objects of a golden file, for example `current/spin-operator.yaml`. */
export function goldenObjects(file: string): Manifest[] {
  return manifestsIn(fs.readFileSync(path.join(GOLDEN, file), 'utf8'));
}

/** A test that needs the golden files; where they are absent it is reported as skipped, by name. */
export function testWithGolden(name: string, fn: () => void): void {
  (fs.existsSync(GOLDEN) ? test : test.skip)(name, fn);
}
