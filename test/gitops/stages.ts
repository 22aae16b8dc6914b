import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App } from 'cdk8s';

/** `stages` of `stages.json`. */
export type Stages = {
  readonly name: string;
  readonly level: number;
  readonly dependsOn: string[];
  readonly path: string;
  readonly objects: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
  }[];
}[];

/** Runs `use` with a temporary folder. */
export function inTemporaryFolder<T>(use: (folder: string) => T): T {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bundle-'));
  try {
    return use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Contents of all files below a folder, by relative path. */
export function filesBelow(folder: string): { [file: string]: string } {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    files
      .filter((file) => fs.statSync(path.join(folder, file)).isFile())
      .map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]),
  );
}

/** Synthesizes an app into a temporary folder and returns its files. */
export function synthFiles(app: App): { [file: string]: string } {
  return inTemporaryFolder((folder) => {
    // An app fixes its directory when it is created, but the tests need a new one for each synth.
    Object.defineProperty(app, 'outdir', { value: folder, configurable: true });
    errorOutputOf(() => {
      app.synth();
    });
    return filesBelow(folder);
  });
}

/** Returns the standard error output of a function instead of printing it. */
export function errorOutputOf(run: () => void): string {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    run();
    return write.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    write.mockRestore();
  }
}

/** Synthesizes a bundle and returns its stages. */
export function stagesOf(bundle: App): Stages {
  return (JSON.parse(synthFiles(bundle)['stages.json']) as { stages: Stages }).stages;
}
