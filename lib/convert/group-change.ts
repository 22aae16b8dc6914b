import { SpinOperatorApi } from '../releases/spin-operator/spin-operator-api';

/** A change of the API group of SpinApps and SpinAppExecutors. */
export interface GroupChange {
  readonly from: SpinOperatorApi;
  readonly to: SpinOperatorApi;
}

const CHANGES: readonly GroupChange[] = [
  { from: SpinOperatorApi.V0_1_0, to: SpinOperatorApi.V0_6_1 },
  { from: SpinOperatorApi.V0_6_1, to: SpinOperatorApi.V0_1_0 },
];

/** API groups that objects can be converted to. */
export const TARGET_GROUPS: readonly string[] = CHANGES.map(({ to }) => to.group);

/** API group of the current release of spin-operator. */
export const CURRENT_GROUP = SpinOperatorApi.V0_6_1.group;

/** The change to an API group, from the other one. */
export function changeTo(group: string): GroupChange {
  const change = CHANGES.find(({ to }) => to.group === group);
  if (!change) {
    throw new Error(`'${group}' is not a known API group: use ${TARGET_GROUPS.join(' or ')}`);
  }
  return change;
}
