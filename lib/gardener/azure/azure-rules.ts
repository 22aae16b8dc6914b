import { violation } from '../../private/errors';
import { field } from '../../synth/manifest';
import { ask, positive, validateDataVolumeNames } from '../ask';
import { NetworkPlugin, ShootNetworking, validateCidr } from '../networking';
import { mustBeApart, mustBeIn, mustNotOverlap, NamedNetwork, Network, podNetworks, readNetworks } from '../networks';
import { validateNodeTemplate } from '../node-template';
import { WorkerPoolSettings, WorkerPoolVolume } from '../worker-pool';
import {
  IDENTITY_NAME,
  PUBLIC_IP_NAME,
  RESERVATION_GROUP,
  RESOURCE_GROUP,
  SERVICE_ENDPOINT,
  VNET_NAME,
} from './azure-names';
import { AzureInfrastructureOptions, AzureNatGateway, AzureZone } from './infrastructure';
import { AzureWorkerConfigOptions } from './worker-config';

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

/** Gardener's provider takes no more. */
const MOST_DATA_VOLUMES = 64;

/** What Gardener's provider for Azure refuses of a worker pool. */
export function validateAzureWorkerPool(options: AzureInfrastructureOptions, pool: WorkerPoolSettings): string[] {
  const { dataVolumes, volume } = pool;
  return [
    ...(volume === undefined ? [violation('volume', volume, 'is required on Azure', 'set its type and size')] : []),
    ...(volume ? validatePoolVolume('volume', volume) : []),
    ...dataVolumes.flatMap((one, index) => validatePoolVolume(`dataVolumes[${index}]`, one)),
    ...(dataVolumes.length > MOST_DATA_VOLUMES
      ? [
          violation(
            'dataVolumes',
            dataVolumes.length,
            `are more than the ${MOST_DATA_VOLUMES} that machines on Azure have at most`,
            'remove some',
          ),
        ]
      : []),
    ...validatePoolZones(options, pool),
  ];
}

function validatePoolVolume(property: string, { encrypted, type }: WorkerPoolVolume): string[] {
  return [
    ...(type === undefined
      ? [violation(`${property}.type`, type, 'is required on Azure', 'choose StandardSSD_LRS, or the like')]
      : []),
    ...(encrypted === undefined
      ? []
      : [violation(`${property}.encrypted`, encrypted, 'is refused on Azure, which encrypts them all', 'remove it')]),
  ];
}

function validatePoolZones(
  { zoned = true, zones = [] }: AzureInfrastructureOptions,
  pool: WorkerPoolSettings,
): string[] {
  if (!zoned) {
    return pool.zones.length > 0
      ? [violation('zones', pool.zones, 'are named, and the infrastructure has none', "remove 'zoned: false'")]
      : [];
  }
  const names = zones.map(({ name }) => String(name));
  const missing = pool.zones.filter((zone) => names.length > 0 && !names.includes(zone));
  return [
    ...(pool.zones.length === 0
      ? [violation('zones', [], 'has no zone, and machines on Azure need one', 'name at least one: 1, 2 or 3')]
      : []),
    ...pool.zones
      .filter((zone, index) => pool.zones.indexOf(zone) < index)
      .map((zone) => violation('zones', zone, 'is there already', 'remove one of them')),
    ...missing.map((zone) => violation('zones', zone, 'has no network', "add it to the 'zones' of the infrastructure")),
  ];
}

const LEAST_MINUTES = 4;

const MOST_MINUTES = 120;

/** What Gardener's provider for Azure refuses of it. */
export function validateNatGateway(property: string, gateway: AzureNatGateway): string[] {
  const { idleConnectionTimeout, ipAddresses = [] } = gateway;
  const minutes = idleConnectionTimeout?.toMinutes({ integral: false });
  const isRight =
    minutes === undefined || (Number.isInteger(minutes) && minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES);
  const rule = `must be from ${LEAST_MINUTES} to ${MOST_MINUTES} whole minutes`;
  return [
    ...validateDisabled(property, gateway),
    ...(isRight
      ? []
      : [violation(`${property}.idleConnectionTimeout`, `${minutes} minutes`, rule, 'choose one of them')]),
    ...ipAddresses.flatMap(({ name, resourceGroup }, index) => [
      ...ask(`${property}.ipAddresses[${index}].name`, name, PUBLIC_IP_NAME),
      ...ask(`${property}.ipAddresses[${index}].resourceGroup`, resourceGroup, RESOURCE_GROUP),
    ]),
  ];
}

/** What is not there has no settings. */
function validateDisabled(property: string, { enabled = true, idleConnectionTimeout, ipAddresses }: AzureNatGateway) {
  return !enabled && (idleConnectionTimeout ?? ipAddresses) !== undefined
    ? [violation(`${property}.enabled`, enabled, 'is false, and there are settings', 'remove it, or the settings')]
    : [];
}

/** What a node template may name on Azure. */
const RESOURCES = ['cpu', 'gpu', 'memory', 'storage', 'ephemeral-storage'];

export function validateAzureWorkerConfig(options: AzureWorkerConfigOptions, pool: WorkerPoolSettings): string[] {
  const { bootDiagnostics, capacityReservationGroupId, dataVolumes = [], nodeTemplate } = options;
  return [
    ...validateDataVolumeNames(
      dataVolumes.map(({ name }) => name),
      pool,
    ),
    ...dataVolumes.flatMap(({ image }, index) => image._validate(`providerConfig.dataVolumes[${index}].image`)),
    ...(bootDiagnostics?._validate() ?? []),
    ...ask('providerConfig.capacityReservationGroupId', capacityReservationGroupId, RESERVATION_GROUP),
    ...(nodeTemplate ? validateNodeTemplate(nodeTemplate) : []),
    ...Object.keys(nodeTemplate?.capacity ?? {})
      .filter((resource) => !RESOURCES.includes(resource))
      .map((resource) =>
        violation(
          `providerConfig.nodeTemplate.capacity.${resource}`,
          nodeTemplate?.capacity?.[resource],
          'is no resource that machines on Azure are said to have',
          `choose ${RESOURCES.join(', ')}`,
        ),
      ),
  ];
}
