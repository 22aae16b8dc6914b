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

test('renders the smallest infrastructure: a network of the workers', () => {
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

test('renders every property of an infrastructure with one subnet', () => {
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

test('renders a subnet for each zone', () => {
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

test('accepts an overlay network of Cilium, and a disabled one of Calico', () => {
  const infrastructure = { workers: '10.250.0.0/19' };
  const overlay = (enabled: boolean, plugin?: NetworkPlugin): ShootNetworking => ({
    plugin,
    providerConfig: { overlay: { enabled } },
  });
  expect(errorsOf({ infrastructure, networking: overlay(true, NetworkPlugin.CILIUM) })).toEqual([]);
  expect(errorsOf({ infrastructure, networking: overlay(false) })).toEqual([]);
});

test('renders an infrastructure without zones', () => {
  const shoot = shootOf({ infrastructure: { workers: '10.250.0.0/19', zoned: false }, pool: { zones: [] } });
  expect(validationErrors(Chart.of(shoot))).toEqual([]);
  expect(specOf(shoot).provider.infrastructureConfig).toMatchObject({ zoned: false });
});

test('renders a disabled NAT gateway', () => {
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
    'a missing network',
    { infrastructure: {} },
    [
      "'spec.networking.nodes' is required on Azure; set it to the network of the nodes",
      "'spec.provider.infrastructureConfig.networks.workers' is required without zones; set it to the network of the machines",
    ],
  ],
  [
    'settings of a single subnet together with zones',
    workers({
      vnet: VNET,
      zones: [SECOND, ZONE],
      natGateway: {},
      serviceEndpoints: ['Microsoft.Storage'],
      zoned: true,
    }),
    [
      "'spec.provider.infrastructureConfig.networks.workers' (10.250.0.0/19) must not be set together with zones; set it in each zone",
      '\'spec.provider.infrastructureConfig.networks.natGateway\' ({"enabled":true}) must not be set together with zones; set it in each zone',
      '\'spec.provider.infrastructureConfig.networks.serviceEndpoints\' (["Microsoft.Storage"]) must not be set together with zones; set it in each zone',
    ],
  ],
  [
    'zones without a virtual network',
    { infrastructure: { zones: [ZONE] }, networking: { nodes: '10.250.0.0/16' } },
    [
      "'spec.provider.infrastructureConfig.networks.vnet' ({}) is required with zones; set its cidr, or the name of an existing one",
    ],
  ],
  [
    'duplicate and invalid zones',
    {
      infrastructure: { vnet: VNET, zones: [ZONE, { ...SECOND, name: 1 }, { name: 0, cidr: '10.250.64.0/19' }] },
    },
    [
      "'spec.provider.infrastructureConfig.networks.zones[2].name' (0) must be a whole number above 0; raise it",
      "'spec.provider.infrastructureConfig.networks.zones[1].name' (1) is defined twice, also in spec.provider.infrastructureConfig.networks.zones[0].name; remove one of them",
    ],
  ],
  [
    'an invalid CIDR, and one with host bits set',
    {
      infrastructure: { vnet: AzureVnet.fromCidr('mine'), zones: [{ name: 1, cidr: '10.250.0.1/19' }] },
      networking: { nodes: '10.250.0.0/16' },
    },
    [
      "'spec.provider.infrastructureConfig.networks.vnet.cidr' (mine) is not a valid IPv4 CIDR; use the form 10.250.0.0/16",
      "'spec.provider.infrastructureConfig.networks.zones[0].cidr' (10.250.0.1/19) has host bits set; did you mean '10.250.0.0/19'?",
    ],
  ],
  [
    'invalid names',
    workers(
      {
        vnet: AzureVnet.fromName('x', ''),
        identity: { name: 'me', resourceGroup: 'a b' },
        serviceEndpoints: ['storage'],
      },
      { nodes: '10.250.0.0/16' },
    ),
    [
      "'spec.provider.infrastructureConfig.networks.vnet.name' (x) is not a valid virtual network name; use 2 to 64 letters, digits and _.-",
      "'spec.provider.infrastructureConfig.networks.vnet.resourceGroup' ('') is not a valid resource group name; use 2 to 90 letters, digits and _().-",
      "'spec.provider.infrastructureConfig.networks.serviceEndpoints[0]' (storage) is not a valid service endpoint; use the form Microsoft.Storage",
      "'spec.provider.infrastructureConfig.identity.name' (me) is not a valid managed identity name; use 3 to 120 letters, digits and _-",
      "'spec.provider.infrastructureConfig.identity.resourceGroup' (a b) is not a valid resource group name; use 2 to 90 letters, digits and _().-",
    ],
  ],
  [
    'workers outside of the nodes and the virtual network',
    workers({ vnet: AzureVnet.fromCidr('10.251.0.0/16') }, { nodes: '10.251.0.0/17' }),
    [
      "'spec.provider.infrastructureConfig.networks.workers' (10.250.0.0/19) is not within spec.networking.nodes (10.251.0.0/17); choose a network within it",
      "'spec.provider.infrastructureConfig.networks.workers' (10.250.0.0/19) is not within spec.provider.infrastructureConfig.networks.vnet.cidr (10.251.0.0/16); choose a network within it",
    ],
  ],
  [
    'nodes outside of the virtual network, and pods within it',
    workers({ vnet: VNET }, { nodes: '10.250.0.0/15', pods: '10.250.64.0/18' }),
    [
      "'spec.networking.nodes' (10.250.0.0/15) is not within spec.provider.infrastructureConfig.networks.vnet.cidr (10.250.0.0/16); choose a network within it",
      "'spec.networking.pods' (10.250.64.0/18) overlaps with spec.provider.infrastructureConfig.networks.vnet.cidr (10.250.0.0/16); choose networks that do not overlap",
    ],
  ],
  [
    'an overlay network of Calico',
    workers({}, { providerConfig: { overlay: { enabled: true } } }),
    [
      "'spec.networking.providerConfig.overlay.enabled' (true) is not supported by Calico on Azure; remove it, or use Cilium",
    ],
  ],
  [
    'pods that include the virtual network',
    { infrastructure: { vnet: VNET, zones: [ZONE] }, networking: { pods: '10.248.0.0/13' } },
    [
      "'spec.networking.pods' (10.248.0.0/13) overlaps with spec.provider.infrastructureConfig.networks.vnet.cidr (10.250.0.0/16); choose networks that do not overlap",
    ],
  ],
  [
    'nodes outside of the network of the workers, and Services within it',
    workers({}, { nodes: '10.250.0.0/16', services: '10.250.16.0/20' }),
    [
      "'spec.networking.nodes' (10.250.0.0/16) is not within spec.provider.infrastructureConfig.networks.workers (10.250.0.0/19); choose a network within it",
      "'spec.networking.services' (10.250.16.0/20) overlaps with spec.provider.infrastructureConfig.networks.workers (10.250.0.0/19); choose networks that do not overlap",
    ],
  ],
  [
    'zones that overlap with each other and with pods',
    {
      infrastructure: { vnet: AzureVnet.fromName('net', 'mine'), zones: [ZONE, { name: 2, cidr: '10.250.16.0/20' }] },
      networking: { nodes: '10.250.0.0/16', pods: '10.250.0.0/20' },
    },
    [
      "'spec.provider.infrastructureConfig.networks.zones[0].cidr' (10.250.0.0/19) overlaps with spec.networking.pods (10.250.0.0/20); choose networks that do not overlap",
      "'spec.provider.infrastructureConfig.networks.zones[1].cidr' (10.250.16.0/20) overlaps with spec.provider.infrastructureConfig.networks.zones[0].cidr (10.250.0.0/19); choose networks that do not overlap",
    ],
  ],
  [
    'a NAT gateway with a long idle timeout and invalid public IP addresses without a zone',
    workers({
      natGateway: { idleConnectionTimeout: Duration.hours(3), ipAddresses: [{ name: '-', resourceGroup: 'ends.' }] },
    }),
    [
      "'spec.provider.infrastructureConfig.networks.natGateway.idleConnectionTimeoutMinutes' (180) must be from 4 to 120 whole minutes; choose one of them",
      "'spec.provider.infrastructureConfig.networks.natGateway.ipAddresses[0].name' (-) is not a valid public IP name; use at most 80 letters, digits and _-",
      "'spec.provider.infrastructureConfig.networks.natGateway.ipAddresses[0].resourceGroup' (ends.) is not a valid resource group name; use 2 to 90 letters, digits and _().-",
      "'spec.provider.infrastructureConfig.networks.natGateway.zone' is required with ipAddresses, which are in a zone; set that of the addresses",
    ],
  ],
  [
    'a NAT gateway of a zone with an idle timeout of half a minute',
    {
      infrastructure: {
        vnet: VNET,
        zones: [{ ...ZONE, natGateway: { idleConnectionTimeout: Duration.seconds(30) } }],
      },
    },
    [
      "'spec.provider.infrastructureConfig.networks.zones[0].natGateway.idleConnectionTimeoutMinutes' (0.5) must be from 4 to 120 whole minutes; choose one of them",
    ],
  ],
  [
    'settings of a disabled NAT gateway',
    workers({
      natGateway: { enabled: false, idleConnectionTimeout: Duration.minutes(4), ipAddresses: [] },
      natGatewayZone: 1,
    }),
    [
      "'spec.provider.infrastructureConfig.networks.natGateway.enabled' (false) must be true with other settings; set it, or remove the settings",
    ],
  ],
  [
    'a resource group name of one character',
    workers({ vnet: AzureVnet.fromName('net', 'g') }, { nodes: '10.250.0.0/16' }),
    [
      "'spec.provider.infrastructureConfig.networks.vnet.resourceGroup' (g) is not a valid resource group name; use 2 to 90 letters, digits and _().-",
    ],
  ],
  [
    'a NAT gateway in an invalid zone',
    workers({ natGateway: {}, natGatewayZone: 0 }),
    ["'spec.provider.infrastructureConfig.networks.natGateway.zone' (0) must be a whole number above 0; raise it"],
  ],
  [
    'the zone of a missing NAT gateway',
    workers({ natGatewayZone: 0 }),
    ["'infrastructure.natGatewayZone' (0) requires 'natGateway'; set it, or remove this"],
  ],
])('rejects %s on Azure', (_, options, messages) => {
  expect(errorsOf(options)).toEqual(messages.map((message) => `[test/shoot] ${message}`));
});

test('rejects a NAT gateway and zones of an infrastructure that is not zoned', () => {
  const infrastructure = { workers: '10.250.0.0/19', natGateway: {}, zoned: false };
  expect(errorsOf({ infrastructure })).toEqual([
    '[test/shoot] \'spec.provider.infrastructureConfig.networks.natGateway\' ({"enabled":true}) is for machines in zones; remove it, or set zoned to true',
    '[test/shoot] \'spec.provider.workers[0].zones\' (["1"]) must not be set, as the infrastructure is not zoned; remove it, or set zoned to true',
  ]);
  expect(errorsOf({ infrastructure: { vnet: VNET, zones: [ZONE], zoned: false }, pool: { zones: [] } })).toEqual([
    "[test/shoot] 'spec.provider.infrastructureConfig.zoned' (false) must be true with zones; set it, or remove the zones",
  ]);
});
