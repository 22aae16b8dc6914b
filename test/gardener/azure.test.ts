import { Chart, Duration, Size } from 'cdk8s';
import {
  Azure,
  AzureInfrastructureOptions,
  AzureNatGateway,
  AzureVnet,
  AzureZone,
  NetworkPlugin,
  ShootNetworking,
  WorkerPoolProps,
} from '../../lib/gardener';
import { validationErrors } from '../testing';
import { shootWith, specOf } from './shoots';

const API = 'azure.provider.extensions.gardener.cloud/v1alpha1';

interface Options {
  readonly infrastructure: AzureInfrastructureOptions;
  readonly networking?: ShootNetworking;
  readonly pool?: Partial<WorkerPoolProps>;
}

const shootOf = ({ infrastructure, networking, pool }: Options) =>
  shootWith(
    { infrastructure: Azure.infrastructure(infrastructure), networking },
    {
      machineType: 'Standard_D4_v3',
      volume: { type: 'StandardSSD_LRS', size: Size.gibibytes(50) },
      zones: ['1'],
      ...pool,
    },
  );

const errorsOf = (options: Options) => validationErrors(Chart.of(shootOf(options)));

const VNET = AzureVnet.fromCidr('10.250.0.0/16');
const ZONE: AzureZone = { name: 1, cidr: '10.250.0.0/19' };
const SECOND: AzureZone = { name: 2, cidr: '10.250.32.0/19' };

test('the smallest infrastructure is a network', () => {
  const shoot = shootOf({ infrastructure: { workers: '10.250.0.0/19' } });
  const { networking, provider } = specOf(shoot);
  expect(validationErrors(Chart.of(shoot))).toEqual([]);
  expect(networking).toMatchObject({ nodes: '10.250.0.0/19' });
  expect(provider).toMatchObject({ type: 'azure' });
  expect(provider.infrastructureConfig).toEqual({
    apiVersion: API,
    kind: 'InfrastructureConfig',
    zoned: true,
    networks: { vnet: {}, workers: '10.250.0.0/19' },
  });
  expect(provider.controlPlaneConfig).toEqual({ apiVersion: API, kind: 'ControlPlaneConfig' });
});

test('every property of one network for all has its effect', () => {
  const natGateway: Required<AzureNatGateway> = {
    enabled: true,
    idleConnectionTimeout: Duration.hours(1),
    ipAddresses: [{ name: 'ip', resourceGroup: 'mine' }],
  };
  const shoot = shootOf({
    infrastructure: {
      vnet: AzureVnet.fromName('net', 'mine'),
      workers: '10.250.0.0/19',
      serviceEndpoints: ['Microsoft.Storage'],
      natGateway,
      natGatewayZone: 2,
      identity: { name: 'nodes', resourceGroup: 'mine', acrAccess: true },
      managedDefaultStorageClass: true,
      managedDefaultVolumeSnapshotClass: false,
      cloudControllerManagerFeatureGates: { SomeFeature: false },
    },
  });
  const { provider } = specOf(shoot);
  expect(validationErrors(Chart.of(shoot))).toEqual([]);
  expect(provider.infrastructureConfig).toEqual({
    apiVersion: API,
    kind: 'InfrastructureConfig',
    zoned: true,
    identity: { name: 'nodes', resourceGroup: 'mine', acrAccess: true },
    networks: {
      vnet: { name: 'net', resourceGroup: 'mine' },
      workers: '10.250.0.0/19',
      serviceEndpoints: ['Microsoft.Storage'],
      natGateway: {
        enabled: true,
        idleConnectionTimeoutMinutes: 60,
        zone: 2,
        ipAddresses: [{ name: 'ip', resourceGroup: 'mine', zone: 2 }],
      },
    },
  });
  expect(provider.controlPlaneConfig).toEqual({
    apiVersion: API,
    kind: 'ControlPlaneConfig',
    cloudControllerManager: { featureGates: { SomeFeature: false } },
    storage: { managedDefaultStorageClass: true, managedDefaultVolumeSnapshotClass: false },
  });
});

test('each zone can have a network of its own', () => {
  const natGateway = { ipAddresses: [{ name: 'ip', resourceGroup: 'mine' }] };
  const zones = [{ ...ZONE, natGateway, serviceEndpoints: ['Microsoft.Sql'] }, SECOND];
  const shoot = shootOf({ infrastructure: { vnet: VNET, zones }, pool: { zones: ['1', '2'] } });
  expect(validationErrors(Chart.of(shoot))).toEqual([]);
  expect(specOf(shoot).networking).toMatchObject({ nodes: '10.250.0.0/16' });
  expect(specOf(shoot).provider.infrastructureConfig).toEqual({
    apiVersion: API,
    kind: 'InfrastructureConfig',
    zoned: true,
    networks: {
      vnet: { cidr: '10.250.0.0/16' },
      zones: [
        {
          name: 1,
          cidr: '10.250.0.0/19',
          serviceEndpoints: ['Microsoft.Sql'],
          natGateway: { enabled: true, ipAddresses: [{ name: 'ip', resourceGroup: 'mine' }] },
        },
        { name: 2, cidr: '10.250.32.0/19' },
      ],
    },
  });
});

test('Cilium may have an overlay, and Calico may say that it has none', () => {
  const infrastructure = { workers: '10.250.0.0/19' };
  const overlay = (enabled: boolean, plugin?: NetworkPlugin): ShootNetworking => ({
    plugin,
    providerConfig: { overlay: { enabled } },
  });
  expect(errorsOf({ infrastructure, networking: overlay(true, NetworkPlugin.CILIUM) })).toEqual([]);
  expect(errorsOf({ infrastructure, networking: overlay(false) })).toEqual([]);
});

test('machines can be in no zones', () => {
  const shoot = shootOf({ infrastructure: { workers: '10.250.0.0/19', zoned: false }, pool: { zones: [] } });
  expect(validationErrors(Chart.of(shoot))).toEqual([]);
  expect(specOf(shoot).provider.infrastructureConfig).toMatchObject({ zoned: false });
});

test('a garden can be told to make no NAT gateway', () => {
  const infrastructure = { workers: '10.250.0.0/19', natGateway: { enabled: false }, zoned: false };
  const shoot = shootOf({ infrastructure, pool: { zones: [] } });
  expect(validationErrors(Chart.of(shoot))).toEqual([]);
  expect(specOf(shoot).provider.infrastructureConfig).toMatchObject({
    networks: { natGateway: { enabled: false } },
  });
});

const workers = (others: AzureInfrastructureOptions = {}, networking?: ShootNetworking): Options => ({
  infrastructure: { workers: '10.250.0.0/19', ...others },
  networking,
});

test.each<[string, Options, string[]]>([
  [
    'no network',
    { infrastructure: {} },
    [
      "'networking.nodes' is required on Azure; name the network of the nodes",
      "'infrastructure.workers' is required, unless there are 'zones'; set it",
    ],
  ],
  [
    'a network for all beside one for each zone',
    workers({
      vnet: VNET,
      zones: [SECOND, ZONE],
      natGateway: {},
      serviceEndpoints: [],
      zoned: true,
    }),
    [
      "'infrastructure.workers' (10.250.0.0/19) is set beside 'zones'; give each zone its own",
      "'infrastructure.natGateway' ({}) is set beside 'zones'; give each zone its own",
      "'infrastructure.serviceEndpoints' ([]) is set beside 'zones'; give each zone its own",
    ],
  ],
  [
    'zones without a virtual network',
    { infrastructure: { zones: [ZONE] }, networking: { nodes: '10.250.0.0/16' } },
    ["'infrastructure.vnet' is required with 'zones'; set it"],
  ],
  [
    'zones twice, and what is no zone',
    {
      infrastructure: { vnet: VNET, zones: [ZONE, { ...SECOND, name: 1 }, { name: 0, cidr: '10.250.64.0/19' }] },
    },
    [
      "'infrastructure.zones[1].name' (1) is there already; remove one of them",
      "'infrastructure.zones[2].name' (0) must be a whole number above 0; raise it",
    ],
  ],
  [
    'networks that are none',
    {
      infrastructure: { vnet: AzureVnet.fromCidr('mine'), zones: [{ name: 1, cidr: '10.250.0.1/19' }] },
      networking: { nodes: '10.250.0.0/16' },
    },
    [
      "'infrastructure.vnet' (mine) is no IPv4 network; write 10.250.0.0/16, or the like",
      "'infrastructure.zones[0].cidr' (10.250.0.1/19) is not the first address of its network; did you mean '10.250.0.0/19'?",
    ],
  ],
  [
    'names that are none',
    workers(
      {
        vnet: AzureVnet.fromName('x', ''),
        identity: { name: 'me', resourceGroup: 'a b' },
        serviceEndpoints: ['storage'],
      },
      { nodes: '10.250.0.0/16' },
    ),
    [
      "'infrastructure.vnet.name' (x) is no name of a virtual network; use letters, digits and _.-, from 2 to 64 of them",
      "'infrastructure.vnet.resourceGroup' ('') is no name of a resource group; use letters, digits and _().-, from 2 to 90 of them",
      "'infrastructure.serviceEndpoints[0]' (storage) is no service endpoint; write Microsoft.Storage, or the like",
      "'infrastructure.identity.name' (me) is no name of a managed identity; use letters, digits and _-, from 3 to 120 of them",
      "'infrastructure.identity.resourceGroup' (a b) is no name of a resource group; use letters, digits and _().-, from 2 to 90 of them",
    ],
  ],
  [
    'machines outside of the nodes and the virtual network',
    workers({ vnet: AzureVnet.fromCidr('10.251.0.0/16') }, { nodes: '10.251.0.0/17' }),
    [
      "'infrastructure.workers' (10.250.0.0/19) is not in networking.nodes, 10.251.0.0/17; choose a network in it",
      "'infrastructure.workers' (10.250.0.0/19) is not in infrastructure.vnet, 10.251.0.0/16; choose a network in it",
    ],
  ],
  [
    'nodes outside of the virtual network, and pods in it',
    workers({ vnet: VNET }, { nodes: '10.250.0.0/15', pods: '10.250.64.0/18' }),
    [
      "'networking.nodes' (10.250.0.0/15) is not in infrastructure.vnet, 10.250.0.0/16; choose a network in it",
      "'networking.pods' (10.250.64.0/18) has addresses of infrastructure.vnet, 10.250.0.0/16; choose networks that do not overlap",
    ],
  ],
  [
    'Calico with an overlay',
    workers({}, { providerConfig: { overlay: { enabled: true } } }),
    [
      "'networking.providerConfig.overlay.enabled' (true) is set for Calico, which has no overlay on Azure; remove it, or take Cilium",
    ],
  ],
  [
    'pods around the virtual network',
    { infrastructure: { vnet: VNET, zones: [ZONE] }, networking: { pods: '10.248.0.0/13' } },
    [
      "'networking.pods' (10.248.0.0/13) has addresses of infrastructure.vnet, 10.250.0.0/16; choose networks that do not overlap",
    ],
  ],
  [
    'nodes outside of the machines, which have the only network, and Services in it',
    workers({}, { nodes: '10.250.0.0/16', services: '10.250.16.0/20' }),
    [
      "'networking.nodes' (10.250.0.0/16) is not in infrastructure.workers, 10.250.0.0/19; choose a network in it",
      "'networking.services' (10.250.16.0/20) has addresses of infrastructure.workers, 10.250.0.0/19; choose networks that do not overlap",
    ],
  ],
  [
    'zones that overlap, with each other and with pods',
    {
      infrastructure: { vnet: AzureVnet.fromName('net', 'mine'), zones: [ZONE, { name: 2, cidr: '10.250.16.0/20' }] },
      networking: { nodes: '10.250.0.0/16', pods: '10.250.0.0/20' },
    },
    [
      "'infrastructure.zones[0].cidr' (10.250.0.0/19) has addresses of networking.pods, 10.250.0.0/20; choose networks that do not overlap",
      "'infrastructure.zones[1].cidr' (10.250.16.0/20) has addresses of infrastructure.zones[0].cidr, 10.250.0.0/19; choose networks that do not overlap",
    ],
  ],
  [
    'a gateway that waits too long, with addresses of no name and no zone',
    workers({
      natGateway: { idleConnectionTimeout: Duration.hours(3), ipAddresses: [{ name: '-', resourceGroup: 'ends.' }] },
    }),
    [
      "'infrastructure.natGateway.idleConnectionTimeout' (180 minutes) must be from 4 to 120 whole minutes; choose one of them",
      "'infrastructure.natGateway.ipAddresses[0].name' (-) is no name of a public IP; use letters, digits and _-, at most 80 of them",
      "'infrastructure.natGateway.ipAddresses[0].resourceGroup' (ends.) is no name of a resource group; use letters, digits and _().-, from 2 to 90 of them",
      "'infrastructure.natGatewayZone' is required: public addresses are in a zone; set that of the addresses",
    ],
  ],
  [
    'a gateway of a zone that waits for half a minute',
    {
      infrastructure: {
        vnet: VNET,
        zones: [{ ...ZONE, natGateway: { idleConnectionTimeout: Duration.seconds(30) } }],
      },
    },
    [
      "'infrastructure.zones[0].natGateway.idleConnectionTimeout' (0.5 minutes) must be from 4 to 120 whole minutes; choose one of them",
    ],
  ],
  [
    'a gateway that is not there, with settings',
    workers({
      natGateway: { enabled: false, idleConnectionTimeout: Duration.minutes(4), ipAddresses: [] },
      natGatewayZone: 1,
    }),
    [
      "'infrastructure.natGatewayZone' (1) needs 'natGateway'; set it, or remove this",
      "'infrastructure.natGateway.enabled' (false) is false, and there are settings; remove it, or the settings",
    ],
  ],
  [
    'a resource group of one character',
    workers({ vnet: AzureVnet.fromName('net', 'g') }, { nodes: '10.250.0.0/16' }),
    [
      "'infrastructure.vnet.resourceGroup' (g) is no name of a resource group; use letters, digits and _().-, from 2 to 90 of them",
    ],
  ],
  [
    'a zone of no gateway',
    workers({ natGatewayZone: 0 }),
    [
      "'infrastructure.natGatewayZone' (0) must be a whole number above 0; raise it",
      "'infrastructure.natGatewayZone' (0) needs 'natGateway'; set it, or remove this",
    ],
  ],
])('on Azure, %s is refused', (_, options, messages) => {
  expect(errorsOf(options)).toEqual(messages.map((message) => `[test/shoot] ${message}`));
});

test('without zones there is no NAT gateway, and no zone', () => {
  const infrastructure = { workers: '10.250.0.0/19', natGateway: {}, zoned: false };
  expect(errorsOf({ infrastructure })).toEqual([
    "[test/shoot] 'infrastructure.natGateway' ({}) needs zones; remove it, or 'zoned: false'",
    "[test/shoot/spin] 'zones' ([\"1\"]) are named, and the infrastructure has none; remove 'zoned: false'",
  ]);
  expect(errorsOf({ infrastructure: { vnet: VNET, zones: [ZONE], zoned: false }, pool: { zones: [] } })).toEqual([
    "[test/shoot] 'infrastructure.zoned' (false) is false beside 'zones'; remove it, or the zones",
  ]);
});
