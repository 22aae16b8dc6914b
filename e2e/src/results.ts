import * as fs from 'fs';

/** Results of jest, with the fields that are read here. */
export interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: SuiteResults[];
}

interface SuiteResults {
  /** The file of the suite. */
  readonly name: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly status: string;
  readonly assertionResults: { readonly status: string; readonly fullName: string }[];

  /** Names of the tests that failed in the first run; only of a suite that ran twice. */
  readonly failedAtFirst?: string[];
}

export function readResults(file: string): Results {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Results;
}

/** The files of the suites that failed. */
export function failedSuites({ testResults }: Results): string[] {
  return testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
}

/** The results of the first run, with the suites of the second run in their place. */
export function withSecondRun(first: Results, second: Results): Results {
  const testResults = first.testResults.map((suite) => {
    const again = second.testResults.find(({ name }) => name === suite.name);
    return again === undefined ? suite : { ...again, failedAtFirst: namesOfFailed(suite) };
  });
  const count = (wanted: string): number =>
    testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === wanted).length;
  return {
    ...first,
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('pending'),
    testResults,
  };
}

function namesOfFailed({ assertionResults }: SuiteResults): string[] {
  const failed = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  return failed.length > 0 ? failed : ['the suite could not run'];
}
