import { violation } from '../../private/errors';
import { NEEDED } from '../../validation/requirement';
import { ask } from '../ask';
import { ShootNetworking, validateCidr } from '../networking';
import { mustBeIn, mustNotOverlap, NamedNetwork, podNetworks, readNetworks } from '../networks';
import { WorkerPoolSettings } from '../worker-pool-settings';
import { validateCloudNat } from './gcp-cloud-nat';
import { GcpFlowLogs, GcpInfrastructureOptions } from './gcp-infrastructure';
import { GCP_NAME } from './gcp-names';
import { validateScratchVolumes } from './gcp-worker-config';

/** What Gardener's provider for GCP refuses of the infrastructure and the network of a Shoot. */
export function validateGcpInfrastructure(options: GcpInfrastructureOptions, networking: ShootNetworking): string[] {
  const { cloudNat, flowLogs, vpc, zone } = options;
  return [
    ...ask('infrastructure.zone', zone, NEEDED),
    ...ask('infrastructure.vpc.name', vpc?.name, GCP_NAME),
    ...ask('infrastructure.vpc.cloudRouter', vpc?.cloudRouter, GCP_NAME),
    ...validateNetworks(options, networking),
    ...(cloudNat ? validateCloudNat(cloudNat) : []),
    ...(flowLogs ? validateFlowLogs(flowLogs) : []),
  ];
}

/** What it refuses of a worker pool. */
export function validateGcpWorkerPool(pool: WorkerPoolSettings): string[] {
  const { dataVolumes, providerConfig, volume, zones } = pool;
  return [
    ...(volume === undefined ? [violation('volume', volume, 'is required on GCP', 'set its type and size')] : []),
    ...(volume ? validateType('volume', volume.type) : []),
    ...dataVolumes.flatMap(({ type }, index) => validateType(`dataVolumes[${index}]`, type)),
    ...(providerConfig === undefined ? validateScratchVolumes({}, pool) : []),
    ...(zones.length === 0
      ? [violation('zones', [], 'has no zone, and machines on GCP need one', 'name at least one')]
      : []),
  ];
}

/** The cloud controller manager is where machines are. */
export function validateGcpZones({ zone }: GcpInfrastructureOptions, zones: readonly string[]): string[] {
  return zone === '' || zones.includes(zone)
    ? []
    : [
        violation(
          'infrastructure.zone',
          zone,
          'is in no worker pool',
          `name one that is: ${zones.join(', ') || 'none yet'}`,
        ),
      ];
}

function validateType(property: string, type?: string): string[] {
  return type === undefined
    ? [violation(`${property}.type`, type, 'is required on GCP', 'choose pd-balanced, or the like')]
    : [];
}

/** The network of the machines is in that of the nodes, and that of internal load balancers outside. */
function validateNetworks({ internal, workers }: GcpInfrastructureOptions, networking: ShootNetworking): string[] {
  const ofNodes: NamedNetwork = ['networking.nodes', networking.nodes];
  const ofWorkers: NamedNetwork = ['infrastructure.workers', workers];
  const ofInternal: NamedNetwork = ['infrastructure.internal', internal];
  const nodes = readNetworks([ofNodes]);
  const isInNodes = readNetworks([ofWorkers]).flatMap((network) => nodes.flatMap((outer) => mustBeIn(network, outer)));
  const others = [...(isInNodes.length > 0 ? readNetworks([ofWorkers]) : []), ...nodes, ...podNetworks(networking)];
  return [
    ...validateCidr(...ofWorkers),
    ...validateCidr(...ofInternal),
    ...isInNodes,
    ...mustNotOverlap(readNetworks([ofInternal]), others),
  ];
}

function validateFlowLogs(flowLogs: GcpFlowLogs): string[] {
  const { aggregationInterval, flowSampling, includeAllMetadata = false } = flowLogs;
  const property = 'infrastructure.flowLogs';
  return [
    ...((aggregationInterval ?? flowSampling) === undefined && !includeAllMetadata
      ? [violation(property, flowLogs, 'say nothing of what is logged', 'set one of them, or remove it')]
      : []),
    ...(flowSampling !== undefined && !(flowSampling >= 0 && flowSampling <= 1)
      ? [violation(`${property}.flowSampling`, flowSampling, 'must be from 0 to 1', 'choose a share')]
      : []),
  ];
}
