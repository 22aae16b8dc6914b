import { violation } from '../../private/errors';
import { field } from '../../synth/manifest';
import { ask, positive } from '../ask';
import { NetworkPlugin, ShootNetworking, validateCidr } from '../networking';
import { mustBeApart, mustBeIn, mustNotOverlap, NamedNetwork, Network, podNetworks, readNetworks } from '../networks';
import { AzureInfrastructureOptions, AzureZone } from './azure-infrastructure';
import { IDENTITY_NAME, RESOURCE_GROUP, SERVICE_ENDPOINT, VNET_NAME } from './azure-names';
import { validateNatGateway } from './azure-nat-gateway';

/** What Gardener's provider for Azure refuses of the infrastructure and the network of a Shoot. */
export function validateAzureInfrastructure(
  options: AzureInfrastructureOptions,
  networking: ShootNetworking,
): string[] {
  const { identity, vnet, workers, zones = [] } = options;
  return [
    ...(networking.nodes === undefined
      ? [violation('networking.nodes', networking.nodes, 'is required on Azure', 'name the network of the nodes')]
      : []),
    ...validateOverlay(networking),
    ...ask('infrastructure.vnet.name', vnet?.name, VNET_NAME),
    ...ask('infrastructure.vnet.resourceGroup', vnet?.resourceGroup, RESOURCE_GROUP),
    ...validateCidr('infrastructure.vnet', vnet?.cidr),
    ...validateCidr('infrastructure.workers', workers),
    ...validateLayout(options),
    ...zones.flatMap((zone, index) => validateZone(zones, zone, index)),
    ...validateGateway(options),
    ...validateEndpoints('infrastructure', options.serviceEndpoints),
    ...validatePlaces(options, networking),
    ...ask('infrastructure.identity.name', identity?.name, IDENTITY_NAME),
    ...ask('infrastructure.identity.resourceGroup', identity?.resourceGroup, RESOURCE_GROUP),
  ];
}

/** Azure routes the pods of Calico itself. */
function validateOverlay({ plugin = NetworkPlugin.CALICO, providerConfig }: ShootNetworking): string[] {
  const enabled = field(providerConfig, 'overlay', 'enabled');
  return plugin.type === NetworkPlugin.CALICO.type && enabled === true
    ? [
        violation(
          'networking.providerConfig.overlay.enabled',
          enabled,
          'is set for Calico, which has no overlay on Azure',
          'remove it, or take Cilium',
        ),
      ]
    : [];
}

/** There is one network for all machines, or one for each zone. */
function validateLayout(options: AzureInfrastructureOptions): string[] {
  const { natGateway, serviceEndpoints, vnet, workers, zoned = true, zones = [] } = options;
  if (zones.length === 0) {
    return workers === undefined
      ? [violation('infrastructure.workers', workers, "is required, unless there are 'zones'", 'set it')]
      : [];
  }
  const ofAll = { workers, natGateway, serviceEndpoints };
  return [
    ...Object.entries(ofAll)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) =>
        violation(`infrastructure.${name}`, value, "is set beside 'zones'", 'give each zone its own'),
      ),
    ...(vnet === undefined ? [violation('infrastructure.vnet', vnet, "is required with 'zones'", 'set it')] : []),
    ...(zoned ? [] : [violation('infrastructure.zoned', zoned, "is false beside 'zones'", 'remove it, or the zones')]),
  ];
}

function validateZone(
  zones: readonly AzureZone[],
  { cidr, name, natGateway, serviceEndpoints }: AzureZone,
  index: number,
): string[] {
  const property = `infrastructure.zones[${index}]`;
  return [
    ...positive(`${property}.name`, name),
    ...(zones.slice(0, index).some((earlier) => earlier.name === name)
      ? [violation(`${property}.name`, name, 'is there already', 'remove one of them')]
      : []),
    ...validateCidr(`${property}.cidr`, cidr),
    ...validateEndpoints(property, serviceEndpoints),
    ...(natGateway ? validateNatGateway(`${property}.natGateway`, natGateway) : []),
  ];
}

function validateEndpoints(property: string, endpoints: readonly string[] = []): string[] {
  return endpoints.flatMap((endpoint, index) =>
    ask(`${property}.serviceEndpoints[${index}]`, endpoint, SERVICE_ENDPOINT),
  );
}

/** The NAT gateway of all machines is in a zone, and so are its addresses. */
function validateGateway({ natGateway, natGatewayZone: zone, zoned = true }: AzureInfrastructureOptions): string[] {
  const property = 'infrastructure.natGateway';
  const isThere = natGateway !== undefined && natGateway.enabled !== false;
  return [
    ...positive('infrastructure.natGatewayZone', zone),
    ...(zone !== undefined && !isThere
      ? [violation('infrastructure.natGatewayZone', zone, "needs 'natGateway'", 'set it, or remove this')]
      : []),
    ...(natGateway ? validateNatGateway(property, natGateway) : []),
    ...(isThere && !zoned ? [violation(property, natGateway, 'needs zones', "remove it, or 'zoned: false'")] : []),
    ...(natGateway?.ipAddresses?.length && zone === undefined
      ? [
          violation(
            'infrastructure.natGatewayZone',
            zone,
            'is required: public addresses are in a zone',
            'set that of the addresses',
          ),
        ]
      : []),
  ];
}

/** Machines are in the network of the nodes, that is in the virtual network, and pods and Services are outside. */
function validatePlaces(
  { vnet, workers, zones = [] }: AzureInfrastructureOptions,
  networking: ShootNetworking,
): string[] {
  const nodes = readNetworks([['networking.nodes', networking.nodes]]);
  const ofZones = readNetworks(
    zones.map(({ cidr }, index): NamedNetwork => [`infrastructure.zones[${index}].cidr`, cidr]),
  );
  const ofWorkers = readNetworks([['infrastructure.workers', workers]]);
  // Without a virtual network of its own, that of the machines is it.
  const ofVnet = vnet ? readNetworks([['infrastructure.vnet', vnet.cidr]]) : ofWorkers;
  const machines = [...ofWorkers, ...ofZones];
  const pods = podNetworks(networking);
  return [
    ...each(machines, nodes, mustBeIn),
    ...each(vnet ? [...machines, ...nodes] : nodes, ofVnet, mustBeIn),
    ...each(pods, ofVnet, mustBeApart),
    // Zones are in the virtual network; where that is somebody else's, only they are known.
    ...mustNotOverlap(ofZones, ofVnet.length > 0 ? [] : pods),
  ];
}

function each(
  networks: readonly Network[],
  outers: readonly Network[],
  check: (network: Network, outer: Network) => string[],
): string[] {
  return networks.flatMap((network) => outers.flatMap((outer) => check(network, outer)));
}
