import { Rule } from '../admission/rule';
import { between, oneOfNoneEmpty, Requirement } from '../requirement';
import { CheckedField, checkUnique, ofForm, POSITIVE } from './checked-field';
import { checkDataVolumeNames, checkHasZone, checkNodeTemplate, checkVolumeTypes, Cloud } from './cloud';
import {
  checkCidr,
  mustBeWithin,
  mustNotOverlap,
  mustNotOverlapWith,
  networksOf,
  nodeNetworks,
  podNetworks,
} from './networks';

const AZURE = new Cloud('azure', 'Azure');

const MOST_DATA_VOLUMES = 64;

/** Resources that the `nodeTemplate` of a WorkerConfig can have. */
const RESOURCES = ['cpu', 'gpu', 'memory', 'storage', 'ephemeral-storage'];

const RESOURCE_GROUP = ofForm(
  /^[\w().-]+[\w()-]$/,
  90,
  'is not a valid resource group name',
  'use 2 to 90 letters, digits and _().-',
);

const VNET_NAME = ofForm(
  /^[A-Za-z0-9][\w.-]*\w$/,
  64,
  'is not a valid virtual network name',
  'use 2 to 64 letters, digits and _.-',
);

const PUBLIC_IP_NAME = ofForm(
  /^[A-Za-z0-9][\w-]*$/,
  80,
  'is not a valid public IP name',
  'use at most 80 letters, digits and _-',
);

const IDENTITY_NAME = ofForm(
  /^[A-Za-z0-9][\w-]{2,}$/,
  120,
  'is not a valid managed identity name',
  'use 3 to 120 letters, digits and _-',
);

const SERVICE_ENDPOINT = ofForm(
  /^Microsoft\.[A-Za-z0-9.]+$/,
  120,
  'is not a valid service endpoint',
  'use the form Microsoft.Storage',
);

const STORAGE_URI = ofForm(
  /^https:\/\/[a-z0-9-]{3,24}\.blob\.core\S+\/\S*$/,
  Infinity,
  'is not a valid storage URI',
  'use the form https://ACCOUNT.blob.core.windows.net/',
);

const RESERVATION_GROUP = ofForm(
  /^\/subscriptions\/[\w-]+\/resourceGroups\/[\w().-]+\/providers\/Microsoft\.Compute\/capacityReservationGroups\/[\w.-]+$/i,
  512,
  'is not a valid ID of a capacity reservation group',
  'use the form /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Compute/capacityReservationGroups/NAME',
);

/** Fields of `imageRef` and their requirements. */
const IMAGE_REFERENCES: readonly [field: string, requirement: Requirement][] = [
  [
    'urn',
    ofForm(
      /^[\w-]+:[\w-]+:[\w.-]+:[\w.-]+$/,
      256,
      'is not a valid image URN',
      'use the form PUBLISHER:OFFER:SKU:VERSION',
    ),
  ],
  [
    'communityGalleryImageID',
    ofForm(
      /^\/CommunityGalleries\/[\w-]+\/Images\/[\w-]+\/Versions\/[\w.-]+$/,
      512,
      'is not a valid ID of an image in a community gallery',
      'use the form /CommunityGalleries/GALLERY/Images/IMAGE/Versions/VERSION',
    ),
  ],
  [
    'sharedGalleryImageID',
    ofForm(
      /^\/SharedGalleries\/[\w-]+\/Images\/[\w-]+\/Versions\/[\w.-]+$/,
      512,
      'is not a valid ID of an image in a shared gallery',
      'use the form /SharedGalleries/GALLERY/Images/IMAGE/Versions/VERSION',
    ),
  ],
  ['id', ofForm(/^\/\S+$/, Infinity, 'is not a valid image ID', 'give the whole ID, from /subscriptions on')],
];

const IDLE_MINUTES: Requirement = {
  accepts: (minutes) => Number.isInteger(minutes) && between(4, 120).accepts(minutes),
  text: 'must be from 4 to 120 whole minutes',
  remedy: 'choose one of them',
};

/** Rules of Gardener's Azure provider for InfrastructureConfig, ControlPlaneConfig and WorkerConfig. */
export const AZURE_RULES: readonly Rule[] = [
  AZURE.infrastructureRule({
    name: 'shoot-azure-networks',
    description:
      'Nodes have a network. All networks are CIDRs without host bits; those of workers or zones are within those of the nodes and the virtual network, and overlap neither with each other nor with pods and Services. The provider rejects the Shoot otherwise.',
    check: checkNetworks,
  }),
  AZURE.infrastructureRule({
    name: 'shoot-azure-subnets',
    description:
      'Machines are in one subnet, `workers`, or in one for each zone; the latter needs a virtual network and `zoned`, and has NAT gateway and service endpoints in each zone. The provider rejects the Shoot otherwise.',
    check: checkSubnets,
  }),
  AZURE.infrastructureRule({
    name: 'shoot-azure-names',
    description:
      'Virtual network, resource groups, managed identity and service endpoints have valid names. The provider rejects the Shoot otherwise.',
    check: (infrastructure) => {
      const networks = infrastructure.at('networks');
      networks.at('vnet', 'name').check(VNET_NAME);
      networks.at('vnet', 'resourceGroup').check(RESOURCE_GROUP);
      [networks, ...networks.items('zones')]
        .flatMap((subnet) => subnet.items('serviceEndpoints'))
        .forEach((endpoint) => endpoint.check(SERVICE_ENDPOINT));
      infrastructure.at('identity', 'name').check(IDENTITY_NAME);
      infrastructure.at('identity', 'resourceGroup').check(RESOURCE_GROUP);
    },
  }),
  AZURE.infrastructureRule({
    name: 'shoot-azure-nat-gateway',
    description:
      'A NAT gateway has an idle timeout from 4 to 120 minutes and valid public IP addresses, of which those of a gateway for all machines are in its zone; one that is disabled has no settings. The provider rejects the Shoot otherwise.',
    check: (infrastructure) => {
      const networks = infrastructure.at('networks');
      const gateway = networks.at('natGateway');
      checkGateway(gateway);
      gateway.at('zone').check(POSITIVE);
      if (gateway.items('ipAddresses').length > 0 && gateway.at('sku').text !== 'StandardV2') {
        gateway.at('zone').require('is required with ipAddresses, which are in a zone', 'set that of the addresses');
      }
      networks.items('zones').forEach((zone) => {
        checkGateway(zone.at('natGateway'));
      });
    },
  }),
  AZURE.infrastructureRule({
    name: 'shoot-azure-nat-gateway-zoned',
    level: 'warning',
    description: 'A NAT gateway is for machines in zones. Some versions of the provider reject the Shoot otherwise.',
    check: (infrastructure) => {
      const gateway = infrastructure.at('networks', 'natGateway');
      if (isEnabled(gateway) && !isZoned(infrastructure)) {
        gateway.refuse('is for machines in zones', 'remove it, or set zoned to true');
      }
    },
  }),
  AZURE.infrastructureRule({
    name: 'shoot-azure-overlay',
    description: 'Calico has no overlay network. The provider rejects the Shoot otherwise.',
    check: (_, shoot) => {
      const overlay = shoot.at('spec', 'networking', 'providerConfig', 'overlay', 'enabled');
      if (shoot.at('spec', 'networking', 'type').text === 'calico' && overlay.value === true) {
        overlay.refuse('is not supported by Calico on Azure', 'remove it, or use Cilium');
      }
    },
  }),
  AZURE.poolRule({
    name: 'shoot-azure-worker-volumes',
    description: `Worker pools have a root volume; all volumes have a type, and do not set \`encrypted\`, as Azure encrypts all of them; there are at most ${MOST_DATA_VOLUMES} data volumes. The provider rejects the Shoot otherwise.`,
    check: (pool) => {
      const dataVolumes = pool.items('dataVolumes');
      checkVolumeTypes(pool, AZURE.name, 'StandardSSD_LRS');
      for (const encrypted of [pool.at('volume'), ...dataVolumes].map((volume) => volume.at('encrypted'))) {
        if (encrypted.isGiven) {
          encrypted.refuse('must not be set on Azure, which encrypts all volumes', 'remove it');
        }
      }
      if (dataVolumes.length > MOST_DATA_VOLUMES) {
        pool
          .at('dataVolumes')
          .refuse(
            `exceeds the ${MOST_DATA_VOLUMES} volumes that are allowed on Azure`,
            'remove some',
            dataVolumes.length,
          );
      }
    },
  }),
  AZURE.poolRule({
    name: 'shoot-azure-worker-zones',
    description:
      'Worker pools are in zones if the infrastructure is, each once; if zones have subnets, it is in one of them. The provider rejects the Shoot otherwise.',
    check: (pool, infrastructure) => {
      const zones = pool.items('zones');
      if (!isZoned(infrastructure)) {
        if (zones.length > 0) {
          pool
            .at('zones')
            .refuse('must not be set, as the infrastructure is not zoned', 'remove it, or set zoned to true');
        }
        return;
      }
      const subnets = infrastructure.items('networks', 'zones').map((zone) => String(zone.at('name').value));
      checkHasZone(pool, AZURE.name);
      checkUnique(zones);
      for (const zone of zones.filter(({ value }) => subnets.length > 0 && !subnets.includes(String(value)))) {
        zone.refuse('is not a zone of the infrastructure', "add it to 'networks.zones' of infrastructureConfig");
      }
    },
  }),
  AZURE.workerConfigRule({
    name: 'shoot-azure-worker-config',
    description:
      'OS disk caching is one that Azure knows; data volumes are those of the worker pool, each once, with a valid image; boot diagnostics have a valid storage URI, and the capacity reservation a valid ID. The provider rejects the Shoot otherwise.',
    check: (config, pool) => {
      checkDataVolumeNames(config, pool);
      for (const image of config.items('dataVolumes').map((dataVolume) => dataVolume.at('imageRef'))) {
        IMAGE_REFERENCES.forEach(([name, requirement]) => image.at(name).check(requirement));
      }
      config.at('volume', 'caching').check(oneOfNoneEmpty('None', 'ReadOnly', 'ReadWrite'));
      config.at('diagnosticsProfile', 'storageURI').check(STORAGE_URI);
      config.at('capacityReservation', 'capacityReservationGroupID').check(RESERVATION_GROUP);
    },
  }),
  AZURE.workerConfigRule({
    name: 'shoot-azure-node-template',
    description:
      'Resources of the node template are quantities, not negative; virtual capacity is in whole numbers. The provider rejects the Shoot otherwise.',
    check: checkNodeTemplate,
  }),
  AZURE.workerConfigRule({
    name: 'shoot-azure-node-template-resources',
    level: 'warning',
    description: `The capacity of a node template is of ${RESOURCES.map((name) => `\`${name}\``).join(', ')}. Some versions of the provider reject the Shoot otherwise.`,
    check: (config) => {
      const capacity = config.at('nodeTemplate', 'capacity').value;
      for (const name of Object.keys(capacity ?? {}).filter((one) => !RESOURCES.includes(one))) {
        const remedy = `use ${RESOURCES.slice(0, -1).join(', ')} or ${RESOURCES[RESOURCES.length - 1]}`;
        config.at('nodeTemplate', 'capacity', name).refuse('is not a resource of node templates on Azure', remedy);
      }
    },
  }),
];

function isZoned(infrastructure: CheckedField): boolean {
  return infrastructure.at('zoned').value === true;
}

function isEnabled(gateway: CheckedField): boolean {
  return gateway.at('enabled').value === true;
}

/** Checks that workers are within the nodes, and the nodes within the virtual network, but not pods and Services. */
function checkNetworks(infrastructure: CheckedField, shoot: CheckedField): void {
  const networks = infrastructure.at('networks');
  const [vnet, workers] = [networks.at('vnet', 'cidr'), networks.at('workers')];
  const zones = networks.items('zones').map((zone) => zone.at('cidr'));
  const isNamed = networks.at('vnet', 'name').isGiven;
  const machines = networksOf([workers, ...zones]);
  // Without a virtual network of its own, that of the machines is it.
  const outer = networksOf([vnet.isGiven || isNamed ? vnet : workers]);
  shoot.at('spec', 'networking', 'nodes').require('is required on Azure', 'set it to the network of the nodes');
  [vnet, workers, ...zones].forEach(checkCidr);
  mustBeWithin(machines, nodeNetworks(shoot));
  mustBeWithin(vnet.isGiven ? [...machines, ...nodeNetworks(shoot)] : nodeNetworks(shoot), outer);
  mustNotOverlapWith(podNetworks(shoot), outer);
  // Zones are in the virtual network; where that is not made by Gardener, only they are known.
  mustNotOverlap(networksOf(zones), outer.length > 0 ? [] : podNetworks(shoot));
}

function checkSubnets(infrastructure: CheckedField): void {
  const networks = infrastructure.at('networks');
  const [workers, vnet, zones] = ['workers', 'vnet', 'zones'].map((name) => networks.at(name));
  if (networks.items('zones').length === 0) {
    workers.require('is required without zones', 'set it to the network of the machines');
    return;
  }
  for (const ofAll of [workers, networks.at('natGateway'), networks.at('serviceEndpoints')]) {
    if (ofAll.isGiven) {
      ofAll.refuse('must not be set together with zones', 'set it in each zone');
    }
  }
  if (!vnet.at('cidr').isGiven && !vnet.at('name').isGiven) {
    vnet.refuse('is required with zones', 'set its cidr, or the name of an existing one');
  }
  if (!isZoned(infrastructure)) {
    infrastructure.at('zoned').refuse('must be true with zones', 'set it, or remove the zones');
  }
  const names = zones.items().map((zone) => zone.at('name'));
  names.forEach((name) => name.check(POSITIVE));
  checkUnique(names);
}

function checkGateway(gateway: CheckedField): void {
  const [minutes, addresses] = ['idleConnectionTimeoutMinutes', 'ipAddresses'].map((name) => gateway.at(name));
  if (gateway.isGiven && !isEnabled(gateway)) {
    if ([minutes, addresses, gateway.at('zone'), gateway.at('sku')].some(({ isGiven }) => isGiven)) {
      gateway.at('enabled').refuse('must be true with other settings', 'set it, or remove the settings');
    }
    return;
  }
  minutes.check(IDLE_MINUTES);
  for (const address of addresses.items()) {
    address.at('name').check(PUBLIC_IP_NAME);
    address.at('resourceGroup').check(RESOURCE_GROUP);
  }
}
