import { violation } from '../../private/errors';
import { field } from '../../synth/manifest';
import { NEEDED, OBJECT_NAME } from '../../validation/requirement';
import { ask, positive, validateDataVolumeNames } from '../ask';
import { isIpv6Only, ShootNetworking, validateCidr } from '../networking';
import { mustBeIn, mustNotBeIn, mustNotOverlap, NamedNetwork, podNetworks, readNetworks } from '../networks';
import { validateNodeTemplate } from '../node-template';
import { WorkerConfig } from '../worker-config';
import { WorkerPoolSettings } from '../worker-pool';
import { ELASTIC_IP_ID, ENDPOINT_SERVICE, SNAPSHOT_ID, TAG_KEY, VPC_ID } from './aws-names';
import { AwsIgnoredTags, AwsInfrastructureOptions, AwsZone } from './infrastructure';
import {
  AwsCapacityReservation,
  AwsCpuOptions,
  AwsDataVolume,
  AwsHttpTokens,
  AwsMarketType,
  AwsPlacement,
  AwsTenancy,
  AwsWorkerConfigOptions,
} from './worker-config';

/** Gardener's provider takes no more. */
const MOST_DATA_VOLUMES = 11;

/** What Gardener's provider for AWS refuses of the infrastructure and the network of a Shoot. */
export function validateAwsInfrastructure(options: AwsInfrastructureOptions, networking: ShootNetworking): string[] {
  const { vpc, zones } = options;
  const ofZones = zones.flatMap(networksOf);
  return [
    ...(networking.nodes === undefined && !isIpv6Only(networking.ipFamilies)
      ? [violation('networking.nodes', networking.nodes, 'is required on AWS', 'name the network of the VPC')]
      : []),
    ...(zones.length === 0
      ? [violation('infrastructure.zones', [], 'has no zone, and machines need one', 'name at least one')]
      : []),
    ...validateCidr('infrastructure.vpc', vpc.cidr),
    ...ask('infrastructure.vpc', vpc.id, VPC_ID),
    ...validateZones(zones),
    ...validateServices(options),
    ...ofZones.flatMap(([property, text]) => validateCidr(property, text)),
    ...validatePlaces(options, networking),
    ...mustNotOverlap(readNetworks(ofZones), podNetworks(networking)),
  ];
}

/** Zones are there once, and so are their Elastic IPs. */
function validateZones(zones: readonly AwsZone[]): string[] {
  const twice = (values: readonly unknown[], index: number) => values.indexOf(values[index]) < index;
  const names = zones.map(({ name }) => name);
  const addresses = zones.map(({ elasticIpAllocationId }) => elasticIpAllocationId);
  return zones.flatMap(({ elasticIpAllocationId, name }, index) => {
    const property = `infrastructure.zones[${index}]`;
    return [
      ...(twice(names, index) ? [violation(`${property}.name`, name, 'is there already', 'remove one of them')] : []),
      ...ask(`${property}.elasticIpAllocationId`, elasticIpAllocationId, ELASTIC_IP_ID),
      ...(elasticIpAllocationId !== undefined && twice(addresses, index)
        ? [
            violation(
              `${property}.elasticIpAllocationId`,
              elasticIpAllocationId,
              'is that of another zone',
              'choose another one',
            ),
          ]
        : []),
    ];
  });
}

function validateServices(options: AwsInfrastructureOptions): string[] {
  const { elasticFileSystem, gatewayEndpoints = [], ignoredTags, loadBalancerIngressClassName } = options;
  return [
    ...gatewayEndpoints.flatMap((service, index) =>
      ask(`infrastructure.gatewayEndpoints[${index}]`, service, ENDPOINT_SERVICE),
    ),
    ...(elasticFileSystem?._validate() ?? []),
    ...(ignoredTags ? validateIgnoredTags(ignoredTags) : []),
    ...ask('infrastructure.loadBalancerIngressClassName', loadBalancerIngressClassName, OBJECT_NAME),
    ...(loadBalancerIngressClassName !== undefined && options.loadBalancerController !== true
      ? [
          violation(
            'infrastructure.loadBalancerIngressClassName',
            loadBalancerIngressClassName,
            "needs 'loadBalancerController'",
            'set it, or remove this',
          ),
        ]
      : []),
  ];
}

/** What it refuses of a worker pool. */
export function validateAwsWorkerPool(
  { elasticFileSystem, zones }: AwsInfrastructureOptions,
  pool: WorkerPoolSettings,
): string[] {
  const names = zones.map(({ name }) => name);
  const { dataVolumes, providerConfig, volume } = pool;
  return [
    ...(volume === undefined ? [violation('volume', volume, 'is required on AWS', 'set its type and size')] : []),
    ...(volume ? validateVolumeType('volume', volume.type) : []),
    ...dataVolumes.flatMap(({ type }, index) => validateVolumeType(`dataVolumes[${index}]`, type)),
    ...(dataVolumes.length > MOST_DATA_VOLUMES
      ? [
          violation(
            'dataVolumes',
            dataVolumes.map(({ name }) => name),
            `are ${dataVolumes.length}, and machines on AWS have at most ${MOST_DATA_VOLUMES}`,
            'remove some',
          ),
        ]
      : []),
    ...(providerConfig === undefined ? validateAwsWorkerConfig({}, pool) : []),
    ...(elasticFileSystem && needsTokens(providerConfig)
      ? [
          violation(
            'providerConfig.httpTokens',
            AwsHttpTokens.REQUIRED,
            "keeps the driver of 'elasticFileSystem' from the rights of the machine",
            'use AwsHttpTokens.OPTIONAL',
          ),
        ]
      : []),
    ...(pool.zones.length === 0
      ? [
          violation(
            'zones',
            [],
            'has no zone, and machines on AWS need one',
            `name one of the infrastructure: ${names.join(', ') || 'none yet'}`,
          ),
        ]
      : []),
    ...pool.zones
      .filter((zone) => !names.includes(zone))
      .map((zone) => violation('zones', zone, 'has no networks', "add it to the 'zones' of the infrastructure")),
  ];
}

/** Whether machines answer only those who know tokens. */
function needsTokens(config?: WorkerConfig): boolean {
  return field(config?._toJson(), 'instanceMetadataOptions', 'httpTokens') === AwsHttpTokens.REQUIRED;
}

function validateVolumeType(property: string, type?: string): string[] {
  return type === undefined
    ? [violation(`${property}.type`, type, 'is required on AWS', 'choose gp3, or the like')]
    : [];
}

/** The networks of machines are in that of the nodes, and those of zones and nodes in the VPC. */
function validatePlaces({ vpc, zones }: AwsInfrastructureOptions, networking: ShootNetworking): string[] {
  const nodes = readNetworks([['networking.nodes', networking.nodes]]).at(0);
  const ofVpc = readNetworks([['infrastructure.vpc', vpc.cidr]]).at(0);
  const ofZones = zones.flatMap(networksOf);
  const ofWorkers = ofZones.filter(([property]) => property.endsWith('.workers'));
  const inVpc = readNetworks([...ofZones, ['networking.nodes', networking.nodes]]);
  return [
    ...(nodes === undefined ? [] : readNetworks(ofWorkers).flatMap((network) => mustBeIn(network, nodes))),
    ...(ofVpc === undefined ? [] : inVpc.flatMap((network) => mustBeIn(network, ofVpc))),
    ...(ofVpc === undefined ? [] : podNetworks(networking).flatMap((network) => mustNotBeIn(network, ofVpc))),
  ];
}

function networksOf({ internal, public: publicCidr, workers }: AwsZone, index: number): NamedNetwork[] {
  const property = `infrastructure.zones[${index}]`;
  return [
    [`${property}.workers`, workers],
    [`${property}.public`, publicCidr],
    [`${property}.internal`, internal],
  ];
}

/** The tag that Gardener itself gives everything. */
const OWN_KEY = 'Name';

/** What the keys of Gardener and Kubernetes begin with. */
const OWN_PREFIXES = ['kubernetes.io', 'gardener.cloud'];

/** What Gardener's provider for AWS refuses of them: it needs its own tags. */
export function validateIgnoredTags({ keyPrefixes = [], keys = [] }: AwsIgnoredTags): string[] {
  const isOwn = (key: string) => key === OWN_KEY || OWN_PREFIXES.some((prefix) => key.startsWith(prefix));
  const areOwn = (prefix: string) =>
    OWN_KEY.startsWith(prefix) || OWN_PREFIXES.some((own) => own.startsWith(prefix) || prefix.startsWith(own));
  return [
    ...keys.flatMap((key, index) => validateTag(`keys[${index}]`, key, isOwn)),
    ...keyPrefixes.flatMap((prefix, index) => validateTag(`keyPrefixes[${index}]`, prefix, areOwn)),
  ];
}

function validateTag(name: string, key: string, isOwn: (key: string) => boolean): string[] {
  const property = `infrastructure.ignoredTags.${name}`;
  const errors = ask(property, key, TAG_KEY);
  return errors.length > 0 || !isOwn(key)
    ? errors
    : [violation(property, key, 'takes in tags of Gardener or Kubernetes', 'remove it, or write more of it')];
}

/** Blocks and interruptible reservations are Capacity Reservations. */
export function validateMarket(market?: AwsMarketType, reservation?: AwsCapacityReservation): string[] {
  return market === undefined ||
    market === AwsMarketType.SPOT ||
    reservation?._toJson().capacityReservationId !== undefined
    ? []
    : [
        violation(
          'providerConfig.marketType',
          market,
          'needs the Capacity Reservation that the machines are launched into',
          "set 'capacityReservation' to AwsCapacityReservation.fromId(…)",
        ),
      ];
}

/** What Gardener's provider for AWS refuses of them. */
export function validateCpuOptions({ coreCount, threadsPerCore }: AwsCpuOptions): string[] {
  const property = 'providerConfig.cpuOptions';
  const needs = (name: string, other: string) =>
    violation(`${property}.${name}`, undefined, `is required beside '${other}'`, 'set it, or remove the other');
  return [
    ...positive(`${property}.coreCount`, coreCount),
    ...(threadsPerCore !== undefined && threadsPerCore !== 1 && threadsPerCore !== 2
      ? [violation(`${property}.threadsPerCore`, threadsPerCore, 'must be 1 or 2', 'choose one of them')]
      : []),
    ...(coreCount === undefined && threadsPerCore !== undefined ? [needs('coreCount', 'threadsPerCore')] : []),
    ...(coreCount !== undefined && threadsPerCore === undefined ? [needs('threadsPerCore', 'coreCount')] : []),
  ];
}

/** What cannot be of a placement. */
export function validatePlacement(placement: AwsPlacement): string[] {
  const { groupId, hostAffinity = false, hostId, partitionNumber, tenancy } = placement;
  const property = 'providerConfig.placement';
  const isHost = tenancy === AwsTenancy.HOST;
  return [
    ...ask(`${property}.groupId`, groupId, NEEDED),
    ...ask(`${property}.hostId`, hostId, NEEDED),
    ...positive(`${property}.partitionNumber`, partitionNumber),
    ...(partitionNumber !== undefined && groupId === undefined
      ? [violation(`${property}.partitionNumber`, partitionNumber, "needs 'groupId'", 'set it as well')]
      : []),
    ...(isHost && hostId === undefined
      ? [violation(`${property}.hostId`, hostId, 'is required for a Dedicated Host', 'set it')]
      : []),
    ...(!isHost && hostId !== undefined
      ? [violation(`${property}.hostId`, hostId, 'is for AwsTenancy.HOST only', "set 'tenancy', or remove this")]
      : []),
    ...(!isHost && hostAffinity
      ? [violation(`${property}.hostAffinity`, true, 'is for AwsTenancy.HOST only', "set 'tenancy', or remove this")]
      : []),
  ];
}

/** A type of volumes that must be told how fast they are. */
const PROVISIONED = 'io1';

/** What Gardener's provider for AWS refuses of what the volumes of a pool are told. */
export function validateDataVolumes(dataVolumes: readonly AwsDataVolume[], pool: WorkerPoolSettings): string[] {
  return [
    ...pool.dataVolumes
      .filter(({ name, type }) => type === PROVISIONED && !dataVolumes.some((one) => one.name === name && one.iops))
      .map(({ name }) => iopsNeeded(`dataVolumes.${name}.iops`, 'dataVolumes: [{ name: …, iops: … }]')),
    ...validateDataVolumeNames(
      dataVolumes.map(({ name }) => name),
      pool,
    ),
    ...dataVolumes.flatMap(validateDataVolume),
  ];
}

function validateDataVolume({ iops, snapshotId, throughput }: AwsDataVolume, index: number): string[] {
  const property = `providerConfig.dataVolumes[${index}]`;
  return [
    ...positive(`${property}.iops`, iops),
    ...positive(`${property}.throughput`, throughput),
    ...ask(`${property}.snapshotId`, snapshotId, SNAPSHOT_ID),
  ];
}

/** What the root volume lacks, if it must be told how fast it is and is not. */
export function validateRootVolume(volumeIops: number | undefined, { volume }: WorkerPoolSettings): string[] {
  return volume?.type === PROVISIONED && volumeIops === undefined ? [iopsNeeded('volumeIops', 'volumeIops: …')] : [];
}

function iopsNeeded(property: string, example: string): string {
  const remedy = `give 'providerConfig' Aws.workerConfig({ ${example} })`;
  return violation(`providerConfig.${property}`, undefined, `is required for a volume of type ${PROVISIONED}`, remedy);
}

export function validateAwsWorkerConfig(options: AwsWorkerConfigOptions, pool: WorkerPoolSettings): string[] {
  const { capacityReservation, cpuOptions, dataVolumes = [], httpPutResponseHopLimit: hops, marketType } = options;
  const { nodeTemplate, placement, volumeIops, volumeThroughput } = options;
  const isHopLimit = hops === undefined || (Number.isInteger(hops) && hops >= 1 && hops <= 64);
  return [
    ...validateRootVolume(volumeIops, pool),
    ...positive('providerConfig.volumeIops', volumeIops),
    ...positive('providerConfig.volumeThroughput', volumeThroughput),
    ...validateDataVolumes(dataVolumes, pool),
    ...(options.instanceProfile?._validate() ?? []),
    ...(isHopLimit
      ? []
      : [violation('providerConfig.httpPutResponseHopLimit', hops, 'must be from 1 to 64', 'choose one of them')]),
    ...(cpuOptions ? validateCpuOptions(cpuOptions) : []),
    ...(capacityReservation?._validate() ?? []),
    ...validateMarket(marketType, capacityReservation),
    ...(placement ? validatePlacement(placement) : []),
    ...(nodeTemplate ? validateNodeTemplate(nodeTemplate) : []),
  ];
}
