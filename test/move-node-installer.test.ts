import { Guide } from './guide';
import { manifestsIn, only } from './testing';

const FILES = new Guide('move-node-installer').written();

const ALL = Object.keys(FILES)
  .filter((file) => file.startsWith('manifests/'))
  .flatMap((file) => manifestsIn(FILES[file]));

test.each([
  ['cart', 'containerd-shim-spin-v2', 'wasmtime-spin-v2-rcm', 'spin-v2'],
  ['shop', 'containerd-shim-spin', 'wasmtime-spin-v2', 'spin'],
])('gives %s its node installer', (app, executor, runtimeClassName, handler) => {
  expect(only(ALL, 'SpinApp', app).spec).toMatchObject({ executor });
  expect(only(ALL, 'SpinAppExecutor', executor).spec).toMatchObject({ deploymentConfig: { runtimeClassName } });
  expect(only(ALL, 'RuntimeClass', runtimeClassName).handler).toBe(handler);
});

test('keeps both node installers in the stages in which they are alone', () => {
  const { stages } = JSON.parse(FILES['stages.json']) as { stages: { name: string }[] };
  const names = stages.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['kwasm-operator', 'runtime-class-manager', 'runtime-class', 'executors']),
  );
  expect(names.filter((name) => name.includes('previous'))).toEqual([]);
});
