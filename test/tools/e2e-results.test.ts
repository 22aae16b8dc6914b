import { failedSuites, Results, withSecondRun } from '../../e2e/src/results';

const suite = (name: string, ...statuses: string[]): Results['testResults'][number] => ({
  name,
  startTime: 0,
  endTime: 1,
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status, i) => ({ status, fullName: `${name} ${i}` })),
});
const FIRST: Results = {
  numPassedTests: 3,
  numFailedTests: 2,
  numPendingTests: 1,
  testResults: [
    suite('good', 'passed', 'pending'),
    suite('flaky', 'passed', 'failed'),
    suite('wrong', 'passed', 'failed'),
  ],
};

test('suites that failed are run again', () => {
  expect(failedSuites(FIRST)).toEqual(['flaky', 'wrong']);
});

test('a second run counts instead of the first, and what failed at first is named', () => {
  const second = {
    ...FIRST,
    testResults: [suite('flaky', 'passed', 'passed'), { ...suite('wrong'), status: 'failed' }],
  };
  expect(withSecondRun(FIRST, second)).toEqual({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 1,
    testResults: [
      FIRST.testResults[0],
      { ...second.testResults[0], failedAtFirst: ['flaky 1'] },
      { ...second.testResults[1], failedAtFirst: ['wrong 1'] },
    ],
  });
});
