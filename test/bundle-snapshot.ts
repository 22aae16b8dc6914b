import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { filesBelow, inTemporaryFolder } from './gitops/stages';

const ROOT = path.join(__dirname, '..');

/** Snapshots are read by people: as plain text, not as a string with escapes. */
expect.addSnapshotSerializer({
  test: (value: unknown) => typeof value === 'string',
  serialize: (value: string) => value.trimEnd(),
});

/** A CRD is generated and stands in `crds/`: its name and checksum are enough to see a change. */
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

/** What a program writes, by path. */
export function filesOf(program: string, ...args: string[]): { [file: string]: string } {
  return inTemporaryFolder((folder) => {
    const env = { ...process.env, CDK8S_OUTDIR: folder };
    execFileSync(process.execPath, ['--import', 'tsx', program, ...args], { cwd: ROOT, env, stdio: 'inherit' });
    return filesBelow(folder);
  });
}

/** Tests what a program writes: against its snapshot, file by file, and against what is committed in its `dist/`. */
export function testProgram(program: string): void {
  const files = testSnapshot(program);

  test('what is committed in dist/ is what the program writes', () => {
    expect(filesBelow(path.join(ROOT, path.dirname(program), 'dist'))).toEqual(files);
  });
}

/** Tests what a program writes with some arguments against its snapshot, file by file. */
export function testSnapshot(program: string, ...args: string[]): { [file: string]: string } {
  const files = filesOf(program, ...args);

  test('the bundle has these files', () => {
    expect(Object.keys(files)).toMatchSnapshot();
  });

  test.each(Object.keys(files))('%s', (file) => {
    expect(brief(files[file])).toMatchSnapshot();
  });

  test('every file is valid YAML', () => {
    for (const [file, text] of Object.entries(files).filter(([name]) => name.endsWith('.yaml'))) {
      const errors = parseAllDocuments(text, { uniqueKeys: true }).flatMap((document) => document.errors);
      expect([file, errors]).toEqual([file, []]);
    }
  });

  return files;
}
