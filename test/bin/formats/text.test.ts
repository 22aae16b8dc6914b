import { command, inEmptyFolder, MESSAGES, writeSamples } from '../command';

inEmptyFolder();

test('lists the findings of each object with line and column, notes and a summary', () => {
  writeSamples();
  expect(command('validate', 'apps')).toEqual({
    code: 1,
    out: `apps/broken.yaml
  2:9 error yaml: ${MESSAGES.yaml}
apps/hello.yaml SpinApp/shop/hello
  9:3 warning unknown-field: ${MESSAGES.unknownField}
  6:1 error spin-app-replicas: ${MESSAGES.replicas}
apps/values.yaml
  note: contains no Kubernetes objects
2 checked, 1 skipped, 2 errors, 1 warning
`,
    errors: '',
  });
});
