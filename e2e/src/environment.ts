import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';

/** Test environment that records whether a test of the file has failed, so that the logs of the cluster are printed. */
export default class Environment extends TestEnvironment {
  public handleTestEvent(event: Circus.Event): void {
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') {
      this.global.hasFailed = true;
    }
  }
}
