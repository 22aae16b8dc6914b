import { filesOf, testProgram } from '../../test/bundle-snapshot';

const PROGRAM = 'examples/gardener-tutorial/main.ts';

testProgram(PROGRAM);

test('in the versions of today it is the bundle of this repository', () => {
  expect(filesOf(PROGRAM, '--current')).toEqual(filesOf('main.ts'));
});
