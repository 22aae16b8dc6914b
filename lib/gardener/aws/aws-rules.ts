import { violation } from '../../private/errors';
import { field } from '../../synth/manifest';
import { OBJECT_NAME } from '../../validation/requirement';
import { ask } from '../ask';
import { isIpv6Only } from '../ip-family';
import { ShootNetworking, validateCidr } from '../networking';
import { mustBeIn, mustNotBeIn, mustNotOverlap, NamedNetwork, podNetworks, readNetworks } from '../networks';
import { WorkerConfig } from '../worker-config';
import { WorkerPoolSettings } from '../worker-pool-settings';
import { AwsInfrastructureOptions, AwsZone } from './aws-infrastructure';
import { validateIgnoredTags } from './aws-ignored-tags';
import { ELASTIC_IP_ID, ENDPOINT_SERVICE, VPC_ID } from './aws-names';
import { AwsHttpTokens, validateAwsWorkerConfig } from './aws-worker-config';

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
