import { Duration } from 'cdk8s';
import { violation } from '../../private/errors';
import { NEEDED } from '../../validation/requirement';
import { ask, positive, validateDataVolumeNames } from '../ask';
import { ShootNetworking, validateCidr } from '../networking';
import { mustBeIn, mustNotOverlap, NamedNetwork, podNetworks, readNetworks } from '../networks';
import { validateNodeTemplate } from '../node-template';
import { WorkerPoolSettings } from '../worker-pool';
import { ACCELERATOR, CPU_PLATFORM, GCP_NAME, KMS_KEY, SCOPE, SERVICE_ACCOUNT, SOURCE_IMAGE } from './gcp-names';
import { GcpCloudNat, GcpFlowLogs, GcpInfrastructureOptions } from './infrastructure';
import { GcpDataVolume, GcpServiceAccount, GcpWorkerConfigOptions } from './worker-config';

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

const TIMEOUTS = [
  'udpIdleTimeout',
  'icmpIdleTimeout',
  'tcpEstablishedIdleTimeout',
  'tcpTransitoryIdleTimeout',
  'tcpTimeWaitTimeout',
] as const;

/** What Gardener's provider for GCP refuses of it. */
export function validateCloudNat(nat: GcpCloudNat): string[] {
  const { dynamicPortAllocation = false, maxPortsPerVm: max, minPortsPerVm: min, natIpNames = [] } = nat;
  const property = (name: string) => `infrastructure.cloudNat.${name}`;
  return [
    ...TIMEOUTS.flatMap((name) => positive(property(name), seconds(nat[name]))),
    ...natIpNames.flatMap((name, index) => ask(property(`natIpNames[${index}]`), name, GCP_NAME)),
    ...validatePorts(property('minPortsPerVm'), min, dynamicPortAllocation),
    ...validatePorts(property('maxPortsPerVm'), max, dynamicPortAllocation),
    ...(max !== undefined && !dynamicPortAllocation
      ? [violation(property('maxPortsPerVm'), max, "needs 'dynamicPortAllocation'", 'set it, or remove this')]
      : []),
    ...(min !== undefined && max !== undefined && min > max
      ? [violation(property('minPortsPerVm'), min, `is more than 'maxPortsPerVm', ${max}`, 'lower it')]
      : []),
    ...(dynamicPortAllocation && nat.endpointIndependentMapping === true
      ? [
          violation(
            property('dynamicPortAllocation'),
            true,
            "is set beside 'endpointIndependentMapping'",
            'remove one of them',
          ),
        ]
      : []),
  ];
}

/** Parts of a second are refused with everything else, and not where they are rendered. */
function seconds(duration?: Duration): number | undefined {
  return duration?.toSeconds({ integral: false });
}

function validatePorts(property: string, count: number | undefined, isDynamic: boolean): string[] {
  if (count === undefined || (Number.isInteger(count) && count > 0 && (!isDynamic || isPowerOfTwo(count)))) {
    return [];
  }
  const rule = isDynamic ? 'must be a power of two' : 'must be a whole number above 0';
  return [violation(property, count, rule, isDynamic ? 'choose 64, 128, 256 and so on' : 'choose one')];
}

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count));
}

/** A local disk of the machine, which ends with it. */
const SCRATCH = 'SCRATCH';

export function validateGcpWorkerConfig(options: GcpWorkerConfigOptions, pool: WorkerPoolSettings): string[] {
  const { dataVolumes = [], gpu, minCpuPlatform, nodeTemplate, serviceAccount, volumeEncryption } = options;
  const property = (name: string) => `providerConfig.${name}`;
  return [
    ...validateScratchVolumes(options, pool),
    ...ask(property('volumeEncryption.kmsKeyName'), volumeEncryption?.kmsKeyName, KMS_KEY),
    ...ask(property('volumeEncryption.kmsKeyServiceAccount'), volumeEncryption?.kmsKeyServiceAccount, SERVICE_ACCOUNT),
    ...validateDataVolumeNames(
      dataVolumes.map(({ name }) => name),
      pool,
    ),
    ...dataVolumes.flatMap(validateDataVolume),
    ...(serviceAccount ? validateServiceAccount(serviceAccount) : []),
    ...ask(property('gpu.acceleratorType'), gpu?.acceleratorType, ACCELERATOR),
    ...(gpu ? positive(property('gpu.count'), gpu.count) : []),
    ...ask(property('minCpuPlatform'), minCpuPlatform, CPU_PLATFORM),
    ...(nodeTemplate ? validateNodeTemplate(nodeTemplate) : []),
    ...(nodeTemplate && Object.keys(nodeTemplate.capacity ?? {}).length === 0
      ? [violation(property('nodeTemplate.capacity'), nodeTemplate.capacity, 'is required on GCP', 'name a resource')]
      : []),
  ];
}

/** Local disks have an interface, and no key; other disks have none. */
export function validateScratchVolumes(
  { localSsdInterface, volumeEncryption }: GcpWorkerConfigOptions,
  { dataVolumes }: WorkerPoolSettings,
): string[] {
  const isScratch = dataVolumes.some(({ type }) => type === SCRATCH);
  const areOthers = dataVolumes.some(({ type }) => type !== SCRATCH);
  const property = 'providerConfig.localSsdInterface';
  return [
    ...(isScratch && localSsdInterface === undefined
      ? [
          violation(
            property,
            localSsdInterface,
            `is required for volumes of type ${SCRATCH}`,
            "give 'providerConfig' Gcp.workerConfig({ localSsdInterface: … })",
          ),
        ]
      : []),
    ...(areOthers && localSsdInterface !== undefined
      ? [
          violation(
            property,
            localSsdInterface,
            `is for volumes of type ${SCRATCH}, and there are others`,
            'remove it, or the other data volumes',
          ),
        ]
      : []),
    ...(isScratch && volumeEncryption !== undefined
      ? [
          violation(
            'providerConfig.volumeEncryption',
            volumeEncryption,
            `is set beside volumes of type ${SCRATCH}, which have no key`,
            'remove one of them',
          ),
        ]
      : []),
  ];
}

function validateDataVolume(
  { provisionedIops, provisionedThroughput, sourceImage }: GcpDataVolume,
  index: number,
): string[] {
  const property = `providerConfig.dataVolumes[${index}]`;
  return [
    ...ask(`${property}.sourceImage`, sourceImage, SOURCE_IMAGE),
    ...positive(`${property}.provisionedIops`, provisionedIops),
    ...positive(`${property}.provisionedThroughput`, provisionedThroughput),
  ];
}

function validateServiceAccount({ email, scopes }: GcpServiceAccount): string[] {
  const property = 'providerConfig.serviceAccount';
  return [
    ...ask(`${property}.email`, email, SERVICE_ACCOUNT),
    ...(scopes.length === 0
      ? [violation(`${property}.scopes`, [], 'has none, and one is needed', 'name at least one')]
      : []),
    ...scopes.flatMap((scope, index) => [
      ...ask(`${property}.scopes[${index}]`, scope, SCOPE),
      ...(scopes.indexOf(scope) < index
        ? [violation(`${property}.scopes[${index}]`, scope, 'is there already', 'remove one of them')]
        : []),
    ]),
  ];
}
