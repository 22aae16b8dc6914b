import { listUnlessEmpty } from '../../private/empty';
import { NodeTemplate, renderNodeTemplate } from '../node-template';
import { OPENSTACK_API } from './openstack-api';

/** Server group policy: distribution of the VMs to compute hosts. The CloudProfile lists the allowed policies. */
export enum OpenStackServerGroupPolicy {
  /** All VMs on the same host. Allowed for a worker pool in a single zone only. */
  AFFINITY = 'affinity',

  /** Each VM on a host of its own; otherwise it is not scheduled. */
  ANTI_AFFINITY = 'anti-affinity',

  /** All VMs on the same host if possible. */
  SOFT_AFFINITY = 'soft-affinity',

  /** Each VM on a host of its own if possible. */
  SOFT_ANTI_AFFINITY = 'soft-anti-affinity',
}

/** Machine label: metadata of the VMs in OpenStack. It is not a label of the Kubernetes nodes. */
export interface OpenStackMachineLabel {
  /** Name of the label. */
  readonly name: string;

  /** Value of the label. */
  readonly value: string;

  /**
   * Rolling update on change (`triggerRollingOnUpdate`): a new value replaces all nodes.
   *
   * @default false
   */
  readonly triggerRollingOnUpdate?: boolean;
}

/** Options of `OpenStack.workerConfig()`. */
export interface OpenStackWorkerConfigOptions {
  /**
   * Server group policy: distribution of the VMs to compute hosts. Changing it replaces all nodes.
   *
   * @default - no server group
   */
  readonly serverGroupPolicy?: OpenStackServerGroupPolicy;

  /**
   * Machine labels: metadata of the VMs in OpenStack.
   *
   * @default - none
   */
  readonly machineLabels?: OpenStackMachineLabel[];

  /**
   * Node template: resources that the cluster-autoscaler expects of a new node, to scale up from zero.
   *
   * @default - the resources of the machine type in the CloudProfile
   */
  readonly nodeTemplate?: NodeTemplate;
}

/** @internal */
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
