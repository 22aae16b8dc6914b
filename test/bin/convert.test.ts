import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { compiledPrograms } from '../compiled';
import { app, command, EXECUTOR, inEmptyFolder, write } from './command';

const PROGRAM = path.join(compiledPrograms(), 'bin', 'cdk8s-spinkube.js');

const OLD = 'core.spinoperator.dev';
const NEW = 'core.spinkube.dev';

const old = (text: string) => text.replaceAll(NEW, OLD);

inEmptyFolder();

test('writes files as one stream of documents', () => {
  write('a/app.yaml', old(app('replicas: 1')));
  write('a/executor.yaml', `---\n${old(EXECUTOR).trimEnd()}`);
  write('a/values.yaml', 'replicas: 1');
  expect(command('convert', '--to', NEW, 'a')).toEqual({
    code: 0,
    out: `${app('replicas: 1')}---\n${EXECUTOR}---\nreplicas: 1\n`,
    errors: '2 of 3 files converted, 0 losses\n',
  });
  expect(fs.readFileSync('a/app.yaml', 'utf8')).toBe(old(app('replicas: 1')));
});

test('writes texts and losses as JSON', () => {
  write('app.yaml', app("replicas: 1, components: ['a']"));
  write('values.yaml', 'replicas: 1\n');
  const { code, errors, out } = command('convert', '--to', OLD, '--json', 'app.yaml', 'values.yaml');
  expect({ code, errors }).toEqual({ code: 1, errors: '' });
  expect(JSON.parse(out)).toEqual({
    files: [
      {
        file: 'app.yaml',
        changed: true,
        losses: [{ line: 4, column: 51, text: expect.stringContaining('components') as string }],
        text: old(app("replicas: 1, components: ['a']")),
      },
      { file: 'values.yaml', changed: false, losses: [], text: 'replicas: 1\n' },
    ],
  });
});

test('reads the standard input', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [PROGRAM, 'convert', '--to', NEW, '-'], {
    input: old(EXECUTOR),
    encoding: 'utf8',
  });
  expect({ status, stderr, stdout }).toEqual({
    status: 0,
    stderr: '1 of 1 files converted, 0 losses\n',
    stdout: EXECUTOR,
  });
});

test('replaces the files that change with --write, and keeps their modes and links', () => {
  write('a/app.yaml', old(app('replicas: 1')));
  write('a/other.yaml', 'apiVersion: v1\n');
  fs.chmodSync('a/app.yaml', 0o640);
  fs.symlinkSync('a/app.yaml', 'link.yaml');
  const { ino } = fs.statSync('a/other.yaml');
  expect(command('convert', '--to', NEW, '--write', 'link.yaml', 'a/other.yaml')).toEqual({
    code: 0,
    out: '',
    errors: '1 of 2 files converted, 0 losses\n',
  });
  expect(fs.readFileSync('a/app.yaml', 'utf8')).toBe(app('replicas: 1'));
  expect(fs.statSync('a/app.yaml').mode & 0o777).toBe(0o640);
  expect(fs.lstatSync('link.yaml').isSymbolicLink()).toBe(true);
  expect(fs.statSync('a/other.yaml').ino).toBe(ino);
  expect(fs.readdirSync('a')).toEqual(['app.yaml', 'other.yaml']);
});

test('fails with the lines of losses', () => {
  write('app.yaml', app('replicas: 1, components: [a]'));
  expect(command('convert', '--to', OLD, 'app.yaml')).toEqual({
    code: 1,
    out: old(app('replicas: 1, components: [a]')),
    errors: `app.yaml:4:51 loss: 'spec.components' (["a"]) is not a field of SpinApp in ${OLD}/v1alpha1: the API server would drop it; remove it
1 of 1 files converted, 1 loss
`,
  });
});

test('changes no file if one of them is not YAML', () => {
  write('a.yaml', old(EXECUTOR));
  write('b.yaml', 'kind: [a\n');
  const { code, errors } = command('convert', '--to', NEW, '--write', 'a.yaml', 'b.yaml');
  expect(code).toBe(2);
  expect(errors).toBe(
    "cdk8s-spinkube convert: 'b.yaml' (1:9) is not indented enough, or a bracket or quote before it is not closed; fix the YAML\n",
  );
  expect(fs.readFileSync('a.yaml', 'utf8')).toBe(old(EXECUTOR));
});

test('names the group in templates, and converts the other files', () => {
  const template = `${old(EXECUTOR)}  a: {{ .Values.a }}\n`;
  write('a.yaml', old(EXECUTOR));
  write('templates/b.yaml', template);
  const { code, errors } = command('convert', '--to', NEW, '--write', '.');
  expect(code).toBe(1);
  expect(errors).toBe(
    `templates/b.yaml:1:13 loss: '${OLD}' is in a template that is not valid YAML, and is not converted; change it, and render it to check
1 of 2 files converted, 1 loss
`,
  );
  expect(fs.readFileSync('a.yaml', 'utf8')).toBe(EXECUTOR);
  expect(fs.readFileSync('templates/b.yaml', 'utf8')).toBe(template);
});

test('skips the files of --exclude', () => {
  write('a.yaml', old(EXECUTOR));
  write('templates/b.yaml', '{{ a }}: [\n');
  expect(command('convert', '--to', NEW, '--exclude', 'templates', '.')).toMatchObject({ code: 0, out: EXECUTOR });
});

test.each([
  [['a.yaml'], "required option '--to <group>' not specified"],
  [['--to', 'v1', 'a.yaml'], `Allowed choices are ${NEW}, ${OLD}.`],
  [['--to', NEW], "missing required argument 'paths'"],
  [['--to', NEW, 'missing.yaml'], "'missing.yaml' cannot be read"],
  [['--to', NEW, '--write', '-'], "'--write' cannot be used with standard input; omit it"],
])('rejects %p', (args, message) => {
  write('a.yaml', EXECUTOR);
  const { code, errors, out } = command('convert', ...args);
  expect(errors).toContain(message);
  expect({ code, out }).toEqual({ code: 2, out: '' });
});

test('explains losses and exit codes in its help', () => {
  const { code, out } = command('convert', '--help');
  expect(code).toBe(0);
  expect(out).toContain('Exit codes: 0 converted, 1 converted with losses, 2 wrong usage');
});
