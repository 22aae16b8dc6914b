import { OperatorRelease } from '../validation/object-check';
import { SpinKubeRelease } from './releases';

const RELEASES = [SpinKubeRelease.V2024_05, SpinKubeRelease.V2026_11];

/** The names of the releases that objects can be judged by. */
export const RELEASE_NAMES: readonly string[] = RELEASES.map(({ name }) => name);

/** What the operator of a release defines, by the name of the release; undefined for no release. */
export function operatorOf(release: string): OperatorRelease | undefined {
  const found = RELEASES.find(({ name }) => name === release);
  return found && { version: found.spinOperator, group: found.api.group };
}
