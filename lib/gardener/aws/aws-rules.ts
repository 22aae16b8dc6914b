import { violation } from '../../private/errors';
import { Cidr, contains, overlaps, parseCidr } from '../cidr';
import { ShootNetworking, validateCidr } from '../networking';
import { WorkerPoolSettings } from '../worker-pool-settings';
import { AwsInfrastructureOptions, AwsZone } from './aws-infrastructure';
import { iopsNeeded } from './aws-worker-config';

/** A network, with the property that has it. */
interface Network {
  readonly property: string;
  readonly text: string;
  readonly cidr: Cidr;
}

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
    ...validateOverlaps(read(ofZones), read(podNetworks(networking))),
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
  const nodes = read([['networking.nodes', networking.nodes]]).at(0);
  const ofVpc = read([['infrastructure.vpc', vpc.cidr]]).at(0);
  const ofZones = zones.flatMap(networksOf);
  const ofWorkers = ofZones.filter(([property]) => property.endsWith('.workers'));
  const inVpc = read([...ofZones, ['networking.nodes', networking.nodes]]);
  return [
    ...(nodes === undefined ? [] : read(ofWorkers).flatMap((network) => mustBeIn(network, nodes))),
    ...(ofVpc === undefined ? [] : inVpc.flatMap((network) => mustBeIn(network, ofVpc))),
    ...(ofVpc === undefined ? [] : read(podNetworks(networking)).flatMap((network) => mustNotBeIn(network, ofVpc))),
  ];
}

function mustBeIn({ cidr, property, text }: Network, outer: Network): string[] {
  return contains(outer.cidr, cidr)
    ? []
    : [violation(property, text, `is not in ${outer.property}, ${outer.text}`, 'choose a network in it')];
}

function mustNotBeIn({ cidr, property, text }: Network, outer: Network): string[] {
  return contains(outer.cidr, cidr)
    ? [violation(property, text, `is in ${outer.property}, ${outer.text}`, 'choose a network outside')]
    : [];
}

function validateOverlaps(ofZones: Network[], ofPods: Network[]): string[] {
  return ofZones.flatMap((network, index) =>
    [...ofZones.slice(0, index), ...ofPods]
      .filter(({ cidr }) => overlaps(cidr, network.cidr))
      .map((other) =>
        violation(
          network.property,
          network.text,
          `has addresses of ${other.property}, ${other.text}`,
          'choose networks that do not overlap',
        ),
      ),
  );
}

type Named = readonly [property: string, text: string | undefined];

function networksOf({ internal, public: publicCidr, workers }: AwsZone, index: number): Named[] {
  const property = `infrastructure.zones[${index}]`;
  return [
    [`${property}.workers`, workers],
    [`${property}.public`, publicCidr],
    [`${property}.internal`, internal],
  ];
}

function podNetworks({ pods, services }: ShootNetworking): Named[] {
  return [
    ['networking.pods', pods],
    ['networking.services', services],
  ];
}

/** Those that are networks; what is none is said elsewhere. */
function read(named: readonly Named[]): Network[] {
  return named.flatMap(([property, text]) => {
    const cidr = text === undefined ? undefined : parseCidr(text);
    return text === undefined || cidr === undefined ? [] : [{ property, text, cidr }];
  });
}
