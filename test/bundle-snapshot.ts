import { createHash } from 'crypto';
import { createRequire } from 'module';
import * as path from 'path';
import { filesBelow, inTemporaryFolder } from './gitops/stages';
import { inventory } from './inventory';
import { manifestsIn } from './testing';

const ROOT = path.join(__dirname, '..');

/** CRDs are generated, and their text is in `crds/`: name and checksum are enough to see a change. */
function brief(text: string): string {
  return text
    .split(/^---\n/m)
    .map((document) => {
      const crd = /^kind: CustomResourceDefinition\n[^]*?^ {2}name: (.*)$/m.exec(document);
      const sha256 = createHash('sha256').update(document).digest('hex');
      return crd ? `# CustomResourceDefinition ${crd[1]} sha256:${sha256}\n` : document;
    })
    .join('---\n');
}

/** The files of a tree, by path. */
interface Files {
  readonly [file: string]: string;
}

/** The files of programs that have run, because several tests ask for the same. */
const WRITTEN = new Map<string, Files>();

/** Files that a program writes, by path. */
export function filesOf(program: string, ...args: string[]): Files {
  const call = [program, ...args].join(' ');
  const files = WRITTEN.get(call) ?? run(program, args);
  WRITTEN.set(call, files);
  return files;
}

/** Runs a program within this process, which has loaded the library already. CI also runs each as its users do. */
function run(program: string, args: string[]): Files {
  const load = createRequire(__filename);
  const script = path.join(ROOT, program);
  const { argv, env } = process;
  return inTemporaryFolder((folder) => {
    process.argv = [argv[0], script, ...args];
    process.env = { ...env, CDK8S_OUTDIR: folder };
    try {
      load(script);
      return filesBelow(folder);
    } finally {
      Reflect.deleteProperty(load.cache, script); // it runs again with other arguments
      Object.assign(process, { argv, env });
    }
  });
}

/** How much of the files of a program its snapshot holds. */
export interface SnapshotOptions {
  /** Arguments of the program. */
  readonly args?: readonly string[];

  /** The folders with bundles or clusters, each ending in a slash; by default the whole output is one. */
  readonly folders?: readonly string[];

  /** Selects the files whose full text is kept; all files by default. */
  readonly keeps?: (file: string) => boolean;
}

/** Tests what a program writes: against its snapshot, and byte for byte against what is committed in its `dist/`. */
export function testProgram(program: string, options: SnapshotOptions = {}): void {
  const files = testSnapshot(program, options);

  test('writes exactly what is committed in dist/', () => {
    expect(filesBelow(path.join(ROOT, path.dirname(program), 'dist'))).toEqual(files);
  });
}

/**
 * Tests what a program writes against its snapshot: the list of files, the inventory of each bundle, and the text of the
 * files that reviewers read.
 */
export function testSnapshot(
  program: string,
  { args = [], folders = [''], keeps = () => true }: SnapshotOptions = {},
): Files {
  const files = filesOf(program, ...args);

  // Snapshots are read by people: as plain text, not as a string with escapes.
  expect.addSnapshotSerializer({
    test: (value: unknown) => typeof value === 'string',
    serialize: (value: string) => value.trimEnd(),
  });

  test('writes these files', () => {
    expect(Object.keys(files)).toMatchSnapshot();
  });

  test.each(folders)('has this inventory: %s', (folder) => {
    expect(inventory(files, folder)).toMatchSnapshot();
  });

  test.each(Object.keys(files).filter(keeps))('%s', (file) => {
    expect(brief(files[file])).toMatchSnapshot();
  });

  test.each(Object.keys(files).filter((file) => file.endsWith('.yaml')))('writes valid YAML: %s', (file) => {
    expect(() => manifestsIn(files[file])).not.toThrow();
  });

  return files;
}
