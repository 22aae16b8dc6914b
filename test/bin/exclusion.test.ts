import { excludedBy } from '../../bin/exclusion';
import { app, command, inEmptyFolder, write } from './command';

inEmptyFolder();

test.each<[glob: string, excluded: string[]]>([
  ['values.yaml', ['values.yaml', 'charts/a/values.yaml']],
  ['*.json', ['a.json', 'apps/.b.json']],
  ['charts', ['charts/a/values.yaml', 'charts/a/templates/app.yaml', 'apps/charts/a.yaml']],
  ['charts/', ['charts/a/values.yaml', 'charts/a/templates/app.yaml', 'apps/charts/a.yaml']],
  ['./charts/*/templates', ['charts/a/templates/app.yaml']],
  ['**/templates/**', ['charts/a/templates/app.yaml']],
  ['apps/*.{yaml,json}', ['apps/a.yaml', 'apps/.b.json']],
  ['apps', ['apps/a.yaml', 'apps/.b.json', 'apps/charts/a.yaml']],
  ['app', []],
])('--exclude %s', (glob, excluded) => {
  const files = [
    ...['values.yaml', 'charts/a/values.yaml', 'a.json', 'apps/.b.json', 'charts/a/templates/app.yaml'],
    ...['apps/charts/a.yaml', 'apps/a.yaml'],
  ];
  expect(files.filter(excludedBy([glob])).sort()).toEqual([...excluded].sort());
  expect(files.filter((file) => excludedBy(['nothing', glob])(`./${file}`)).sort()).toEqual([...excluded].sort());
});

test('leaves out files of directories and files that are named', () => {
  write('apps/hello.yaml', app('replicas: 0'));
  write('apps/values.yaml', 'a: [1');
  write('charts/templates/a.yaml', '{{');
  expect(command('validate', '--exclude', 'values.yaml', '--exclude', 'apps/h*', '--exclude', 'charts', '.')).toEqual({
    code: 0,
    out: '0 checked, 0 skipped, 0 errors, 0 warnings\n',
    errors: '',
  });
  expect(command('validate', '--exclude', 'apps', 'apps/values.yaml', 'apps/hello.yaml').out).toBe(
    '0 checked, 0 skipped, 0 errors, 0 warnings\n',
  );
});
