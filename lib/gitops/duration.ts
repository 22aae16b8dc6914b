import { Duration } from 'cdk8s';
import { Problems } from '../validation/problems';

/** Reports a duration that deployers cannot be given: they know whole seconds only. */
export function requireWholeSeconds(duration: Duration | undefined, problems: Problems): void {
  if (duration !== undefined && !(Number.isInteger(seconds(duration)) && seconds(duration) >= 1)) {
    problems.refuse(`${seconds(duration)}s`, 'must be a whole number of seconds, at least 1', 'round it');
  }
}

export function seconds(duration: Duration): number {
  return duration.toMilliseconds() / 1000;
}
