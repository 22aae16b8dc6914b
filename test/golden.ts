import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { Manifest } from './testing';

/** What Helm and the release files of the operators render; kept beside the repository, not in it. */
export const GOLDEN = path.join(__dirname, '..', '..', 'shared', 'golden');

/** The objects of a golden file, for example `current/spin-operator.yaml`. */
export function goldenObjects(file: string): Manifest[] {
  return parseAllDocuments(fs.readFileSync(path.join(GOLDEN, file), 'utf8'))
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}

/** A test that needs the golden files; where they are absent it is reported as skipped, by name. */
export function testWithGolden(name: string, fn: () => void): void {
  (fs.existsSync(GOLDEN) ? test : test.skip)(name, fn);
}
