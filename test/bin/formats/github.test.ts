import { asGitHub } from '../../../bin/formats/github';
import { command, inEmptyFolder, MESSAGES, writeSamples } from '../command';

inEmptyFolder();

test('prints workflow commands and a summary', () => {
  writeSamples();
  expect(command('validate', '--format', 'github', 'apps')).toEqual({
    code: 1,
    out: `::error file=apps/broken.yaml,line=2,col=9,title=yaml::${MESSAGES.yaml}
::warning file=apps/hello.yaml,line=9,col=3,title=unknown-field::SpinApp/shop/hello: ${MESSAGES.unknownField}
::error file=apps/hello.yaml,line=6,col=1,title=spin-app-replicas::SpinApp/shop/hello: ${MESSAGES.replicas}
::notice file=apps/values.yaml::contains no Kubernetes objects
2 checked, 1 skipped, 2 errors, 1 warning
`,
    errors: '',
  });
});

test('names files from the root of the repository', () => {
  writeSamples();
  process.env.GITHUB_WORKSPACE = process.cwd();
  process.chdir('apps');
  expect(command('validate', '--format', 'github', 'values.yaml', 'broken.yaml').out).toContain(
    '::error file=apps/broken.yaml,line=2,col=9,title=yaml::',
  );
});

test('escapes what would end a command, and names no file for the standard input', () => {
  const finding = { level: 'error', rule: 'a:b,c', path: '', message: '100 %\r\nof: a, b' } as const;
  const object = { index: 0, kind: '', namespace: '', name: '', isChecked: true, findings: [finding] };
  const objects = ['50%,a:b.yaml', '-'].map((file) => ({ ...object, file }));
  expect(asGitHub({ objects, notes: [], failOn: 'error' })).toBe(
    `::error file=50%25%2Ca%3Ab.yaml,title=a%3Ab%2Cc::100 %25%0D%0Aof: a, b
::error title=a%3Ab%2Cc::100 %25%0D%0Aof: a, b
2 checked, 0 skipped, 2 errors, 0 warnings
`,
  );
});
