import { Duration } from 'cdk8s';
import { Problems } from '../../validation/problems';
import { checkWholeSeconds, inSeconds } from '../workload/workload';

/** Reports a period that Prometheus cannot be given. */
export function checkPeriod(problems: Problems, period: Duration): void {
  if (inSeconds(period) === 0) {
    problems.refuse('0s', 'must be 1 second or more', 'remove it to use the default');
  } else {
    checkWholeSeconds(problems, period);
  }
}
