import { violation } from '../../private/errors';
import { NEEDED } from '../../validation/requirement';
import { ask } from '../ask';
import { ShootNetworking, validateCidr } from '../networking';
import { mustBeIn, mustNotOverlap, podNetworks, readNetworks } from '../networks';
import { WorkerPoolSettings } from '../worker-pool-settings';
import { OpenStackInfrastructureOptions } from './openstack-infrastructure';
import { validateLoadBalancerClasses } from './openstack-load-balancer-class';
import { UUID } from './openstack-names';

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
