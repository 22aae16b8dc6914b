import { filesOf, testProgram } from '../../test/bundle-snapshot';

const PROGRAM = 'examples/gardener-tutorial/main.ts';

testProgram(PROGRAM);

/** The manifests; what deployers need differs with where the bundle is kept. */
const manifests = (files: { [file: string]: string }) =>
  Object.fromEntries(Object.entries(files).filter(([file]) => file.startsWith('manifests/')));

test('in the versions of today its manifests are those of this repository', () => {
  expect(manifests(filesOf(PROGRAM, '--current'))).toEqual(manifests(filesOf('main.ts')));
});
