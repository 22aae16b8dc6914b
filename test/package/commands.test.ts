// Commands of the packed package, as they run outside of the repository.
import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { packInto } from './packed';

const ROOT = path.join(__dirname, '..', '..');

let folder: string;
let program: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'commands-'));
  const modules = path.join(folder, 'node_modules');
  const installed = path.join(modules, 'cdk8s-spinkube');
  fs.mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['--extract', '--file', packInto(folder), '--strip-components=1', '--directory', installed]);
  for (const peer of ['cdk8s', 'cdk8s-plus-28', 'constructs']) {
    fs.symlinkSync(path.join(ROOT, 'node_modules', peer), path.join(modules, peer));
  }
  const { bin } = JSON.parse(fs.readFileSync(path.join(installed, 'package.json'), 'utf8')) as {
    bin: { [name: string]: string };
  };
  program = path.join(installed, bin['cdk8s-spinkube']);
  fs.writeFileSync(
    path.join(folder, 'app.yaml'),
    `apiVersion: core.spinkube.dev/v1alpha1
kind: SpinApp
metadata: {name: hello, namespace: shop}
spec: {image: "ghcr.io/shop/hello:v1", executor: shim, replicas: 1}
`,
  );
  fs.mkdirSync(path.join(folder, 'bundle'));
  fs.copyFileSync(path.join(folder, 'app.yaml'), path.join(folder, 'bundle', 'app.yaml'));
  fs.mkdirSync(path.join(folder, 'dump'));
  const about = { time: '2026-12-01T12:00:00Z', unread: [] };
  fs.writeFileSync(path.join(folder, 'dump', 'snapshot.json'), JSON.stringify(about));
  fs.writeFileSync(path.join(folder, 'broken.yaml'), 'apiVersion: v1\nkind: [a\n');
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

function run(...args: string[]): Outcome {
  const { status, stderr, stdout } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' });
  return { code: status, out: stdout, errors: stderr };
}

/** Runs a command on a pseudo-terminal, and returns what a person sees. */
function onTerminal(environment: { [name: string]: string }, ...args: string[]): { code: number | null; seen: string } {
  const script = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
  const { status, stdout } = spawnSync('python3', ['-c', script, process.execPath, program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: undefined, ...environment },
    input: '',
  });
  return { code: status, seen: stdout.replaceAll('\r', '') };
}

/** It writes files and asks questions. */
const TESTED_ELSEWHERE = ['init'];

/** The other commands, each with arguments that work. `doctor` finds that SpinKube is missing in an empty cluster. */
const COMMANDS: readonly (readonly [name: string, ...args: string[]])[] = [
  ['scaffold', '--from', 'ghcr.io/shop/hello:v1'],
  ['validate', 'app.yaml'],
  ['diff', 'app.yaml', 'app.yaml'],
  ['upgrade-plan', '--from-release', '2026.11', '--to-release', '2026.12'],
  ['images', 'app.yaml'],
  ['package', 'bundle', '--output', 'oci'],
  ['graph', 'app.yaml'],
  ['convert', '--to', 'core.spinoperator.dev', 'app.yaml'],
  ['doctor', '--dump', 'dump'],
  ['completion', 'bash'],
];

test('are these', () => {
  const listed = [...run('--help').out.matchAll(/^ {2}([a-z-]+) \[/gm)].map(([, name]) => name);
  expect([...COMMANDS.map(([name]) => name), ...TESTED_ELSEWHERE, 'help'].sort()).toEqual(listed.sort());
});

describe.each(COMMANDS)('%s', (name, ...args) => {
  test('runs, and writes the same to a pipe and to a terminal without colors', () => {
    const { code, errors, out } = run(name, ...args);
    expect([code, out]).not.toEqual([0, '']);
    expect(code).toBe(name === 'doctor' ? 1 : 0);
    const lines = (text: string) => text.split('\n').sort().join('\n');
    expect(lines(onTerminal({ NO_COLOR: '1' }, name, ...args).seen)).toBe(lines(out + errors));
  });

  test('has help', () => {
    const { code, errors, out } = run(name, '--help');
    expect([code, errors]).toEqual([0, '']);
    expect(out).toContain(`Usage: cdk8s-spinkube ${name} [options]`);
  });

  test('rejects wrong usage and files that do not exist without a stack trace', () => {
    for (const wrong of [['--colour'], ['missing.yaml', 'missing.yaml']]) {
      const { code, errors, out } = run(name, ...args.filter((arg) => arg.startsWith('--to')), ...wrong);
      expect([code, out]).toEqual([2, '']);
      expect(errors).toMatch(/^(error|cdk8s-spinkube [a-z-]+): \S.*\n/);
      expect(errors).not.toMatch(/^ {4}at /m);
    }
  });
});

test('convert and scaffold write programs', () => {
  for (const command of [
    ['convert', '--to', 'typescript', 'app.yaml'],
    ['scaffold', '--typescript', '--from', 'shop'],
  ]) {
    const { code, out } = run(...command);
    expect(code).toBe(0);
    expect(out).toContain("} from 'cdk8s-spinkube';\n");
  }
});

test('diff is colored on a terminal only', () => {
  fs.writeFileSync(
    path.join(folder, 'changed.yaml'),
    fs.readFileSync(path.join(folder, 'app.yaml'), 'utf8').replace('v1"', 'v2"'),
  );
  const args = ['diff', 'app.yaml', 'changed.yaml'];
  expect(onTerminal({}, ...args).seen).toContain('\x1b[');
  expect(run(...args).out).not.toContain('\x1b[');
});

test.each([['validate'], ['images'], ['graph'], ['convert', '--to', 'core.spinkube.dev']])(
  '%s names the place of YAML that cannot be read',
  (...command) => {
    const { code, errors, out } = run(...command, 'broken.yaml');
    expect(code).toBe(command[0] === 'validate' ? 1 : 2);
    expect(out + errors).toMatch(/broken\.yaml[^]*is not indented enough/);
  },
);
