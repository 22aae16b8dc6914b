import { violation } from '../../private/errors';
import { ShootNetworking, validateCidr } from '../networking';
import { mustBeIn, mustNotBeIn, mustNotOverlap, NamedNetwork, podNetworks, readNetworks } from '../networks';
import { WorkerPoolSettings } from '../worker-pool-settings';
import { AwsInfrastructureOptions, AwsZone } from './aws-infrastructure';
import { iopsNeeded } from './aws-worker-config';

/** What Gardener's provider for AWS refuses of the infrastructure and the network of a Shoot. */
export function validateAwsInfrastructure(options: AwsInfrastructureOptions, networking: ShootNetworking): string[] {
  const { vpc, zones } = options;
  const ofZones = zones.flatMap(networksOf);
  return [
    ...(networking.nodes === undefined
      ? [violation('networking.nodes', networking.nodes, 'is needed on AWS', 'name the network of the VPC')]
      : []),
    ...(zones.length === 0
      ? [violation('infrastructure.zones', [], 'has no zone, and machines need one', 'name at least one')]
      : []),
    ...validateCidr('infrastructure.vpc', vpc.cidr),
    ...ofZones.flatMap(([property, text]) => validateCidr(property, text)),
    ...validatePlaces(options, networking),
    ...mustNotOverlap(readNetworks(ofZones), podNetworks(networking)),
  ];
}

/** What it refuses of a worker pool. */
export function validateAwsWorkerPool({ zones }: AwsInfrastructureOptions, pool: WorkerPoolSettings): string[] {
  const names = zones.map(({ name }) => name);
  const { providerConfig, volume } = pool;
  return [
    ...(volume === undefined ? [violation('volume', volume, 'is needed on AWS', 'set its type and size')] : []),
    ...(volume && volume.type === undefined
      ? [violation('volume.type', volume.type, 'is needed on AWS', 'choose gp3, or the like')]
      : []),
    ...(volume?.type === 'io1' && providerConfig === undefined ? [iopsNeeded()] : []),
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
