import { spawnSync } from 'child_process';
import * as path from 'path';
import { CASES } from '../../bench/cases';
import { compiledPrograms } from '../compiled';

const PROGRAM = path.join(compiledPrograms(), 'bench', 'run.js');

/** Runs the benchmark: exit code, standard output, standard error. */
function bench(args: string[], env = process.env): { code: number | null; out: string; errors: string } {
  const { status, stderr, stdout } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8', env });
  return { code: status, out: stdout, errors: stderr };
}

test('gives every case a unique name', () => {
  const names = CASES.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

test('prints a selected case as one line of JSON, and the machine to standard error', () => {
  const { code, errors, out } = bench(['emitter-config-map', '--json']);
  expect(errors).toContain(`Node ${process.version}`);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    case: 'emitter-config-map',
    ours_ms: expect.any(Number) as number,
    peer: 'cdk8s.Yaml',
    peer_ms: expect.any(Number) as number,
    ratio: expect.any(Number) as number,
  });
});

test('prints the machine, a header and a footer with the table', () => {
  const { code, out } = bench(['helm'], { PATH: __dirname });
  const [machine, output, skipped, , header, , ...footer] = out.trimEnd().split('\n');
  expect([machine, output, skipped, header]).toEqual([
    expect.stringContaining(`Node ${process.version}`),
    expect.stringMatching(/^output in /),
    'skipped because Go is not installed: helm',
    expect.stringMatching(/^case +description +ours +peer +ratio +goal +rounds$/),
  ]);
  expect(footer.join('\n')).toContain('Bundle and validate check every object');
  expect(code).toBe(0);
});

test('rejects an unknown case and lists the known ones', () => {
  const { code, errors } = bench(['charts']);
  expect(errors).toContain(`'charts' is invalid`);
  expect(errors).toContain(CASES.map(({ name }) => name).join(', '));
  expect(code).toBe(2);
});

test('skips the cases that need Go when it is not installed, and lists them in one line', () => {
  const { code, errors, out } = bench(['helm', 'kustomize', '--json'], { PATH: __dirname });
  expect(errors).toContain('skipped because Go is not installed: helm, kustomize\n');
  expect({ code, out }).toEqual({ code: 0, out: '' });
});
