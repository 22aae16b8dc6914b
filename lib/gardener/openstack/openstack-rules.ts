import { violation } from '../../private/errors';
import { NEEDED } from '../../validation/requirement';
import { ask } from '../ask';
import { ShootNetworking, validateCidr } from '../networking';
import { mustBeIn, mustNotOverlap, podNetworks, readNetworks } from '../networks';
import { validateNodeTemplate } from '../node-template';
import { WorkerPoolSettings } from '../worker-pool';
import {
  OpenStackInfrastructureOptions,
  OpenStackLoadBalancerClass,
  OpenStackLoadBalancerPurpose,
} from './infrastructure';
import { OPENSTACK_NAME, UUID } from './openstack-names';
import { OpenStackMachineLabel, OpenStackServerGroupPolicy, OpenStackWorkerConfigOptions } from './worker-config';

/** What Gardener's provider for OpenStack refuses of the infrastructure and the network of a Shoot. */
export function validateOpenStackInfrastructure(
  options: OpenStackInfrastructureOptions,
  networking: ShootNetworking,
): string[] {
  return [
    ...(networking.nodes === undefined
      ? [violation('networking.nodes', networking.nodes, 'is required on OpenStack', 'name the network of the nodes')]
      : []),
    ...ask('infrastructure.floatingPoolName', options.floatingPoolName, NEEDED),
    ...ask('infrastructure.loadBalancerProvider', options.loadBalancerProvider, NEEDED),
    ...ask('infrastructure.networkId', options.networkId, NEEDED),
    ...ask('infrastructure.routerId', options.routerId, NEEDED),
    ...validateWorkers(options, networking),
    ...validateExisting(options),
    ...validateLoadBalancerClasses(options.loadBalancerClasses ?? []),
  ];
}

/** What it refuses of a worker pool. */
export function validateOpenStackWorkerPool({ zones }: WorkerPoolSettings): string[] {
  return zones.length > 0
    ? []
    : [violation('zones', [], 'has no zone, and machines on OpenStack need one', 'name at least one')];
}

/** The network of the machines is in that of the nodes. */
function validateWorkers({ subnetId, workers }: OpenStackInfrastructureOptions, networking: ShootNetworking): string[] {
  const property = 'infrastructure.workers';
  if ((workers === undefined) !== (subnetId === undefined)) {
    const ofWorkers = readNetworks([[property, workers]]);
    const nodes = readNetworks([['networking.nodes', networking.nodes]]);
    return [
      ...validateCidr(property, workers),
      ...ofWorkers.flatMap((network) => nodes.flatMap((outer) => mustBeIn(network, outer))),
      ...mustNotOverlap(ofWorkers, podNetworks(networking)),
    ];
  }
  return workers === undefined
    ? [violation(property, workers, "is required, unless there is 'subnetId'", 'name a network in that of the nodes')]
    : [violation('infrastructure.subnetId', subnetId, "is there beside 'workers'", 'remove one of them')];
}

/** What is there already comes with what it is in. */
function validateExisting(options: OpenStackInfrastructureOptions): string[] {
  const { csiManila = false, networkId, routerId, securityGroupId, shareNetworkId, subnetId } = options;
  const needs = (property: string, value: string | undefined, other: string, isThere: boolean) =>
    value === undefined || isThere
      ? []
      : [violation(`infrastructure.${property}`, value, `needs '${other}'`, `set '${other}' as well`)];
  const existing = { subnetId, securityGroupId, shareNetworkId };
  return [
    ...Object.entries(existing).flatMap(([property, id]) => [
      ...ask(`infrastructure.${property}`, id, UUID),
      ...needs(property, id, 'networkId', networkId !== undefined),
    ]),
    ...needs('subnetId', subnetId, 'routerId', routerId !== undefined),
    ...needs('shareNetworkId', shareNetworkId, 'csiManila', csiManila),
  ];
}

/** What Gardener's provider for OpenStack refuses of them. */
export function validateLoadBalancerClasses(classes: readonly OpenStackLoadBalancerClass[]): string[] {
  return classes.flatMap((one, index) => {
    const property = `infrastructure.loadBalancerClasses[${index}]`;
    const earlier = classes.slice(0, index);
    return [
      ...validateLoadBalancerClass(property, one),
      ...(earlier.some(({ name }) => name === one.name)
        ? [violation(`${property}.name`, one.name, 'is there already', 'choose another name')]
        : []),
      ...Object.values(OpenStackLoadBalancerPurpose)
        .filter((purpose) => isFor(purpose, one) && earlier.some((other) => isFor(purpose, other)))
        .map((purpose) =>
          violation(`${property}.purpose`, purpose, 'is that of an earlier class already', 'choose one of them'),
        ),
    ];
  });
}

function validateLoadBalancerClass(property: string, options: OpenStackLoadBalancerClass): string[] {
  return [
    ...ask(`${property}.name`, options.name, OPENSTACK_NAME),
    ...ask(`${property}.floatingNetworkId`, options.floatingNetworkId, UUID),
    ...(options.floatingSubnet?._validate(`${property}.floatingSubnet`) ?? []),
    ...ask(`${property}.subnetId`, options.subnetId, NEEDED),
  ];
}

/** A class may say by its name what it is for. */
function isFor(purpose: OpenStackLoadBalancerPurpose, { name, purpose: own }: OpenStackLoadBalancerClass): boolean {
  const said: (string | undefined)[] = [own, name];
  return said.includes(purpose);
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
