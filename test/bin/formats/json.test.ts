import { command, inEmptyFolder, MESSAGES, writeSamples } from '../command';

inEmptyFolder();

test('prints a line for each object and each file with a note', () => {
  writeSamples();
  const { code, errors, out } = command('validate', '--format', 'json', 'apps');
  expect({ code, errors }).toEqual({ code: 1, errors: '' });
  const lines = out.trimEnd().split('\n');
  const nobody = { index: 0, kind: '', namespace: '', name: '' };
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    {
      ...nobody,
      file: 'apps/broken.yaml',
      valid: false,
      errors: [{ rule: 'yaml', path: '', message: MESSAGES.yaml, line: 2, column: 9 }],
      warnings: [],
      notes: [],
    },
    {
      file: 'apps/hello.yaml',
      index: 0,
      kind: 'SpinApp',
      namespace: 'shop',
      name: 'hello',
      valid: false,
      errors: [{ rule: 'spin-app-replicas', path: 'spec.replicas', message: MESSAGES.replicas, line: 6, column: 1 }],
      warnings: [{ rule: 'unknown-field', path: 'spec.replica', message: MESSAGES.unknownField, line: 9, column: 3 }],
      notes: [],
    },
    {
      file: 'apps/widget.yaml',
      index: 0,
      kind: 'Widget',
      namespace: '',
      name: 'a',
      valid: true,
      errors: [],
      warnings: [],
      notes: [],
    },
    {
      ...nobody,
      file: 'apps/values.yaml',
      valid: true,
      errors: [],
      warnings: [],
      notes: ['contains no Kubernetes objects'],
    },
  ]);
});

test('is also named --json', () => {
  writeSamples();
  expect(command('validate', '--json', 'apps')).toEqual(command('validate', '--format', 'json', 'apps'));
});
