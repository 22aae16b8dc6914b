import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';

/** Tells the tests of a file whether one of them has failed: then the logs of the cluster are worth reading. */
export default class Environment extends TestEnvironment {
  public handleTestEvent(event: Circus.Event): void {
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') {
      this.global.hasFailed = true;
    }
  }
}
