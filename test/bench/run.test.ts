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

test('every case has a name of its own', () => {
  const names = CASES.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

test('a chosen case is one line of JSON, and the machine is named beside it', () => {
  const { code, errors, out } = bench(['emitter-config-map', '--json']);
  expect(errors).toContain(`Node ${process.version}`);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    case: 'emitter-config-map',
    ours_ms: expect.any(Number) as number,
    peer: 'Yaml of cdk8s',
    peer_ms: expect.any(Number) as number,
    ratio: expect.any(Number) as number,
  });
});

test('the table has the machine, a head and a foot', () => {
  const { code, out } = bench(['helm'], { PATH: __dirname });
  const [machine, output, skipped, , head, , ...foot] = out.trimEnd().split('\n');
  expect([machine, output, skipped, head]).toEqual([
    expect.stringContaining(`Node ${process.version}`),
    expect.stringMatching(/^output on /),
    'skipped, since there is no Go: helm',
    expect.stringMatching(/^case +what +ours +peer +ratio +goal +rounds$/),
  ]);
  expect(foot.join('\n')).toContain('Bundle checks every object');
  expect(code).toBe(0);
});

test('a case that there is not is refused, with those that there are', () => {
  const { code, errors } = bench(['charts']);
  expect(errors).toContain(`'charts' is invalid`);
  expect(errors).toContain(CASES.map(({ name }) => name).join(', '));
  expect(code).toBe(2);
});

test('what needs Go is skipped without it, in one line', () => {
  const { code, errors, out } = bench(['helm', 'kustomize', '--json'], { PATH: __dirname });
  expect(errors).toContain('skipped, since there is no Go: helm, kustomize\n');
  expect({ code, out }).toEqual({ code: 0, out: '' });
});
