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

/** Runs the script of the Action as GitHub does, with an `npx` that prints its arguments, one per line. */
function run(given: { readonly [input: string]: string }) {
  write('bin/npx', '#!/bin/sh\nprintf "%s\\n" "$@"\nexit 7\n');
  fs.chmodSync('bin/npx', 0o755);
  const [{ env, run: script }] = runs.steps;
  const valueOf = (expression: string) => {
    const name = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(expression)?.[1] ?? '';
    return given[name] ?? inputs[name].default;
  };
  const values = Object.fromEntries(Object.entries(env).map(([name, expression]) => [name, valueOf(expression)]));
  return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    env: { ...values, PATH: `${path.resolve('bin')}:${process.env.PATH ?? ''}` },
    encoding: 'utf8',
  });
}

const NPX = ['--yes', '--package=cdk8s-spinkube@0.1.0', 'cdk8s-spinkube', 'validate'];

test('checks the repository with the version of the package by default', () => {
  const { version } = JSON.parse(fs.readFileSync(path.join(ACTION, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(inputs.version.default).toBe(version);
  const { status, stderr, stdout } = run({});
  expect({ status, stderr }).toEqual({ status: 7, stderr: '' });
  expect(stdout.trimEnd().split('\n')).toEqual([...NPX, '--format=github', '--', '.']);
});

test('passes paths and options line by line, whatever they contain', () => {
  const { stdout } = run({
    paths: 'my apps/\n\n$(touch evil)\n-x.yaml\n',
    options: '--release=2026.11\n--exclude=*.json\n',
    version: '1.2.3',
  });
  expect(stdout.trimEnd().split('\n')).toEqual([
    '--yes',
    '--package=cdk8s-spinkube@1.2.3',
    'cdk8s-spinkube',
    'validate',
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
  expect(run({ format: 'sarif', output: 'results.sarif' })).toMatchObject({ status: 7, stdout: '', stderr: '' });
  expect(fs.readFileSync('results.sarif', 'utf8').trimEnd().split('\n')).toEqual([...NPX, '--format=sarif', '--', '.']);
});

test('reads every input from the environment, never within the script', () => {
  expect(runs.steps[0].run).not.toContain('${{');
  expect(Object.values(runs.steps[0].env).sort()).toEqual(
    Object.keys(inputs)
      .map((name) => `\${{ inputs.${name} }}`)
      .sort(),
  );
});
