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
  [['a.yaml'], "required option '--to <target>' not specified"],
  [['--to', 'v1', 'a.yaml'], `Allowed choices are ${NEW}, ${OLD}, typescript.`],
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

describe('to TypeScript', () => {
  const PROGRAM_LINES =
    "import { App, Chart } from 'cdk8s';\nimport { SpinApp, SpinAppExecutor } from 'cdk8s-spinkube';\n";

  test('writes one program for all files, of either API group', () => {
    write('a/app.yaml', old(app('replicas: 1')));
    write('a/kustomization.yaml', 'resources: [app.yaml]\n');
    write('a/values.yaml', 'replicas: 1\n');
    const { code, errors, out } = command('convert', '--to', 'typescript', 'a');
    expect({ code, errors }).toEqual({
      code: 0,
      errors: `a/kustomization.yaml is a kustomization, and left out
a/values.yaml contains no Kubernetes objects, and left out
1 object converted
`,
    });
    expect(out.startsWith(PROGRAM_LINES)).toBe(true);
    expect(out).toContain("const chart = new Chart(app, 'shop', { namespace: 'shop' });\n");
  });

  test('writes it to a file, new or not', () => {
    write('app.yaml', app('replicas: 1'));
    const text = command('convert', '--to', 'typescript', 'app.yaml').out;
    for (const file of ['main.ts', 'main.ts']) {
      expect(command('convert', '--to', 'typescript', '--output', file, 'app.yaml')).toEqual({
        code: 0,
        out: '',
        errors: '1 object converted\n',
      });
      expect(fs.readFileSync(file, 'utf8')).toBe(text);
      fs.writeFileSync(file, 'other');
    }
    expect(fs.readdirSync('.').sort()).toEqual(['app.yaml', 'main.ts']);
  });

  test('names losses and objects that a construct rejects', () => {
    write(
      'app.yaml',
      `${app('replicas: 0')}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: ${OLD}}\n`,
    );
    const { code, errors, out } = command('convert', '--to', 'typescript', 'app.yaml');
    expect({ code, errors }).toEqual({
      code: 1,
      errors: `app.yaml:9:11 loss: '${OLD}' is not converted here; change it if it refers to the API group
app.yaml:2:1 SpinApp.core.spinkube.dev/shop/hello stays an ApiObject, because SpinApp rejects it: 'spec.replicas' (0) must be at least 1 unless autoscaling is enabled; delete the app to stop it
2 objects converted
`,
    });
    const { notes, text } = JSON.parse(command('convert', '--to', 'typescript', '--json', 'app.yaml').out) as {
      notes: object[];
      text: string;
    };
    expect(text).toBe(out);
    expect(notes[0]).toEqual({
      file: 'app.yaml',
      line: 9,
      column: 11,
      text: `loss: '${OLD}' is not converted here; change it if it refers to the API group`,
    });
  });

  test.each([
    [['--write', 'app.yaml'], "'--write' cannot be used with '--to typescript'; use '--output' with a file"],
    [['template.yaml'], "'template.yaml' has no objects to convert; use other files"],
    [['values.yaml'], "'values.yaml' has no objects to convert; use other files"],
    [
      ['broken.yaml'],
      "'broken.yaml' (1:6) is not indented enough, or a bracket or quote before it is not closed; fix the YAML",
    ],
    [['named.yaml'], "'named.yaml' has an object whose metadata.name is not a string; fix it"],
    [['--output', 'missing/main.ts', 'app.yaml'], "'missing/main.ts' cannot be written (ENOENT); nothing was changed"],
  ])('rejects %j', (args, message) => {
    write('app.yaml', app('replicas: 1'));
    write('template.yaml', 'kind: {{ .Values.kind }}\n');
    write('values.yaml', 'a: 1\n');
    write('broken.yaml', 'a: [b\n');
    write('named.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 1}\n');
    expect(command('convert', '--to', 'typescript', ...args)).toEqual({
      code: 2,
      out: '',
      errors: `cdk8s-spinkube convert: ${message}\n`,
    });
  });

  test('rejects --output with an API group', () => {
    expect(command('convert', '--to', NEW, '--output', 'a.yaml', 'a').errors).toBe(
      "cdk8s-spinkube convert: '--output' is only for '--to typescript'; use '--write' to replace the files\n",
    );
  });
});
