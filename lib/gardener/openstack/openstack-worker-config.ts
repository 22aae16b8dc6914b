import { listUnlessEmpty } from '../../private/empty';
import { violation } from '../../private/errors';
import { ask } from '../ask';
import { NodeTemplate, renderNodeTemplate, validateNodeTemplate } from '../node-template';
import { WorkerPoolSettings } from '../worker-pool-settings';
import { OPENSTACK_API } from './openstack-api';
import { OPENSTACK_NAME } from './openstack-names';

/** How the machines of a pool are distributed to hosts. The CloudProfile says which of them may be used. */
export enum OpenStackServerGroupPolicy {
  /** All on one host; in a single zone only. */
  AFFINITY = 'affinity',

  /** Each on a host of its own. */
  ANTI_AFFINITY = 'anti-affinity',

  /** On one host, as far as there is place. */
  SOFT_AFFINITY = 'soft-affinity',

  /** On different hosts, as far as there are any. */
  SOFT_ANTI_AFFINITY = 'soft-anti-affinity',
}

/** A label of machines in OpenStack, which the nodes do not get. */
export interface OpenStackMachineLabel {
  /** Its name. */
  readonly name: string;

  /** Its value. */
  readonly value: string;

  /**
   * Whether the machines are replaced when the value changes.
   *
   * @default false
   */
  readonly triggerRollingOnUpdate?: boolean;
}

/** Options of `OpenStack.workerConfig()`. */
export interface OpenStackWorkerConfigOptions {
  /**
   * How the machines are distributed to hosts. A change replaces all machines.
   *
   * @default - as OpenStack does it
   */
  readonly serverGroupPolicy?: OpenStackServerGroupPolicy;

  /**
   * Labels of the machines.
   *
   * @default - none
   */
  readonly machineLabels?: OpenStackMachineLabel[];

  /**
   * What the autoscaler takes a node to have.
   *
   * @default - what the CloudProfile says of the machine type
   */
  readonly nodeTemplate?: NodeTemplate;
}

/** Renders a WorkerConfig. */
export function renderOpenStackWorkerConfig(options: OpenStackWorkerConfigOptions): { [field: string]: unknown } {
  const { machineLabels = [], nodeTemplate, serverGroupPolicy } = options;
  return {
    apiVersion: OPENSTACK_API,
    kind: 'WorkerConfig',
    nodeTemplate: nodeTemplate && renderNodeTemplate(nodeTemplate),
    serverGroup: serverGroupPolicy && { policy: serverGroupPolicy },
    machineLabels: listUnlessEmpty(
      machineLabels.map(({ name, triggerRollingOnUpdate, value }) => ({ name, value, triggerRollingOnUpdate })),
    ),
  };
}

export function validateOpenStackWorkerConfig(
  { machineLabels = [], nodeTemplate, serverGroupPolicy: policy }: OpenStackWorkerConfigOptions,
  pool: WorkerPoolSettings,
): string[] {
  return [
    ...(policy === OpenStackServerGroupPolicy.AFFINITY && pool.zones.length > 1
      ? [
          violation(
            'providerConfig.serverGroupPolicy',
            policy,
            `is for a single zone, and the pool has ${pool.zones.length}`,
            'choose another policy, or one zone',
          ),
        ]
      : []),
    ...(nodeTemplate ? validateNodeTemplate(nodeTemplate) : []),
    ...machineLabels.flatMap((label, index) => validateMachineLabel(machineLabels, label, index, pool)),
  ];
}

function validateMachineLabel(
  machineLabels: readonly OpenStackMachineLabel[],
  { name, value }: OpenStackMachineLabel,
  index: number,
  { labels }: WorkerPoolSettings,
): string[] {
  const property = `providerConfig.machineLabels[${index}]`;
  const isRepeated = machineLabels.slice(0, index).some((earlier) => earlier.name === name);
  return [
    ...ask(`${property}.name`, name, OPENSTACK_NAME),
    ...ask(`${property}.value`, value, OPENSTACK_NAME),
    ...(isRepeated ? [violation(`${property}.name`, name, 'is there already', 'remove one of them')] : []),
    ...(Object.hasOwn(labels, name)
      ? [violation(`${property}.name`, name, 'is a label of the pool as well', 'choose another name')]
      : []),
  ];
}
