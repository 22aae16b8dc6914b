// The bill of materials of `cdk8s-spinkube package`, checked by the reference library of SPDX.
import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { run } from '../../bin/program';

const ROOT = path.join(__dirname, '..', '..');

let folder: string;
let modules: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spdx-'));
  const install = `
    import { installPythonPackages } from './tools/pip.mjs';
    console.log(installPythonPackages('spdx', 'test/long/spdx-requirements.txt'));`;
  const command = ['--input-type=module', '--eval', install];
  modules = execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' }).trim();
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Everything that the library finds wrong with a document. */
function validate(document: string): { readonly code: number | null; readonly errors: string } {
  const file = path.join(folder, 'bill.spdx.json');
  fs.writeFileSync(file, document);
  const command = ['-m', 'spdx_tools.spdx.clitools.pyspdxtools', '--infile', file, '--version', 'SPDX-2.3'];
  const { status, stderr } = spawnSync('python3', command, {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: modules },
  });
  return { code: status, errors: stderr };
}

/** The bill of materials of a bundle. */
function billOf(bundle: string): string {
  const layout = path.join(folder, 'oci');
  const output = { write: () => true };
  expect(run(['package', bundle, '--output', layout], { stdout: output, stderr: output })).toBe(0);
  const blobs = path.join(layout, 'blobs', 'sha256');
  const texts = fs.readdirSync(blobs).map((name) => fs.readFileSync(path.join(blobs, name), 'utf8'));
  return texts.find((text) => text.startsWith('{"spdxVersion"')) ?? '';
}

test.each(['dist', 'examples/air-gapped/dist', 'examples/fleet/dist'])('of %s is valid', (bundle) => {
  expect(validate(billOf(path.join(ROOT, bundle)))).toEqual({ code: 0, errors: '' });
});

test('that is not valid is found', () => {
  const { code, errors } = validate(billOf(path.join(ROOT, 'dist')).replaceAll('DEPENDS_ON', 'NEEDS'));
  expect(code).toBe(1);
  expect(errors).toContain('NEEDS');
});
