import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { load } from 'js-yaml';
import { inEmptyFolder, write } from './command';

const ACTION = path.join(__dirname, '..', '..', 'action.yml');

interface Action {
  readonly inputs: { readonly [name: string]: { readonly default: string } };
  readonly runs: {
    readonly steps: readonly { readonly env: { readonly [name: string]: string }; readonly run: string }[];
  };
}

const ACTION_TEXT = fs.readFileSync(ACTION, 'utf8');
const { inputs, runs } = load(ACTION_TEXT) as Action;

inEmptyFolder();

/** Runs the script of the Action as GitHub does, with `npm` and `node` that print their arguments, one per line. */
function run(given: { readonly [input: string]: string }) {
  write('bin/npm', '#!/bin/sh\necho "npm $*"\n');
  write('bin/node', '#!/bin/sh\nprintf "%s\\n" "$@"\nexit 7\n');
  ['bin/npm', 'bin/node'].forEach((program) => {
    fs.chmodSync(program, 0o755);
  });
  const [{ env, run: script }] = runs.steps;
  const valueOf = (expression: string) => {
    const name = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(expression)?.[1] ?? '';
    return expression === PLACE ? '.' : (given[name] ?? inputs[name].default);
  };
  const values = Object.fromEntries(Object.entries(env).map(([name, expression]) => [name, valueOf(expression)]));
  return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    env: { ...values, PATH: `${path.resolve('bin')}:${process.env.PATH ?? ''}` },
    encoding: 'utf8',
  });
}

const PLACE = '${{ github.action_path }}';
const COMMAND = ['./build/bin/cdk8s-spinkube.js', 'validate'];

test('builds the command, and checks the repository by default', () => {
  const { status, stderr, stdout } = run({});
  expect({ status, stderr }).toEqual({
    status: 7,
    stderr: 'npm ci --silent --no-audit --no-fund\nnpm run --silent build\n',
  });
  expect(stdout.trimEnd().split('\n')).toEqual([...COMMAND, '--format=github', '--', '.']);
});

test('passes paths and options line by line, whatever they contain', () => {
  const { stdout } = run({
    paths: 'my apps/\n\n$(touch evil)\n-x.yaml\n',
    options: '--release=2026.11\n--exclude=*.json\n',
  });
  expect(stdout.trimEnd().split('\n')).toEqual([
    ...COMMAND,
    '--format=github',
    '--release=2026.11',
    '--exclude=*.json',
    '--',
    'my apps/',
    '$(touch evil)',
    '-x.yaml',
  ]);
  expect(fs.existsSync('evil')).toBe(false);
});

test('writes the output to a file, with the exit code of the command', () => {
  expect(run({ format: 'sarif', output: 'results.sarif' })).toMatchObject({ status: 7, stdout: '' });
  expect(fs.readFileSync('results.sarif', 'utf8').trimEnd().split('\n')).toEqual([
    ...COMMAND,
    '--format=sarif',
    '--',
    '.',
  ]);
});

test('reads every input from the environment, never within the script', () => {
  expect(runs.steps[0].run).not.toContain('${{');
  expect(Object.values(runs.steps[0].env).sort()).toEqual(
    [PLACE, ...Object.keys(inputs).map((name) => `\${{ inputs.${name} }}`)].sort(),
  );
});
