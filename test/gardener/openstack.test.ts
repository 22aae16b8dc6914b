import { Chart } from 'cdk8s';
import {
  OpenStack,
  OpenStackFloatingSubnet,
  OpenStackInfrastructureOptions,
  OpenStackLoadBalancerClass,
  OpenStackLoadBalancerPurpose,
  OpenStackServerGroupPolicy,
  OpenStackWorkerConfigOptions,
  ShootNetworking,
  WorkerPoolProps,
} from '../../lib/gardener';
import { validationErrors } from '../testing';
import { shootWith, specOf } from './shoots';

const ID = '12345678-90ab-cdef-1234-567890abcdef';
const API = 'openstack.provider.extensions.gardener.cloud/v1alpha1';

/** The smallest infrastructure that is right. */
const SMALLEST: OpenStackInfrastructureOptions = {
  floatingPoolName: 'public',
  workers: '10.250.0.0/19',
  loadBalancerProvider: 'haproxy',
};

interface Options {
  readonly infrastructure?: Partial<OpenStackInfrastructureOptions>;
  readonly networking?: ShootNetworking;
  readonly pool?: Partial<WorkerPoolProps>;
}

const shootOf = ({ infrastructure, networking, pool }: Options = {}) =>
  shootWith(
    { infrastructure: OpenStack.infrastructure({ ...SMALLEST, ...infrastructure }), networking },
    { machineType: 'medium_4_8', volume: undefined, zones: ['europe-1a'], ...pool },
  );

const errorsOf = (options: Options) => validationErrors(Chart.of(shootOf(options)));

test('the smallest infrastructure is a floating pool, a network and a load balancer', () => {
  const shoot = shootOf();
  const { networking, provider } = specOf(shoot);
  expect(validationErrors(Chart.of(shoot))).toEqual([]);
  expect(networking).toMatchObject({ nodes: '10.250.0.0/19' });
  expect(provider).toMatchObject({ type: 'openstack' });
  expect(provider.infrastructureConfig).toEqual({
    apiVersion: API,
    kind: 'InfrastructureConfig',
    floatingPoolName: 'public',
    networks: { workers: '10.250.0.0/19' },
  });
  expect(provider.controlPlaneConfig).toEqual({
    apiVersion: API,
    kind: 'ControlPlaneConfig',
    loadBalancerProvider: 'haproxy',
  });
});

test('everything in OpenStack can be there before', () => {
  const shoot = shootOf({
    infrastructure: {
      floatingPoolSubnetName: 'public-*',
      workers: undefined,
      networkId: 'net',
      routerId: 'router',
      subnetId: ID,
      securityGroupId: ID,
      csiManila: true,
      shareNetworkId: ID,
      cloudControllerManagerFeatureGates: { SomeFeature: false },
      loadBalancerClasses: [
        {
          name: 'internet',
          purpose: OpenStackLoadBalancerPurpose.DEFAULT,
          floatingNetworkId: ID,
          floatingSubnet: OpenStackFloatingSubnet.fromName('internet-*'),
        },
        { name: 'tagged', floatingSubnet: OpenStackFloatingSubnet.fromTags('internal', 'private') },
        { name: 'fixed', floatingSubnet: OpenStackFloatingSubnet.fromId(ID) },
        { name: 'inside', purpose: OpenStackLoadBalancerPurpose.PRIVATE, subnetId: 'inner' },
      ],
    },
    networking: { nodes: '10.250.0.0/16' },
  });
  const { provider } = specOf(shoot);
  expect(validationErrors(Chart.of(shoot))).toEqual([]);
  expect(provider.infrastructureConfig).toEqual({
    apiVersion: API,
    kind: 'InfrastructureConfig',
    floatingPoolName: 'public',
    floatingPoolSubnetName: 'public-*',
    networks: {
      id: 'net',
      router: { id: 'router' },
      subnetId: ID,
      securityGroupId: ID,
      shareNetworkId: ID,
    },
  });
  expect(provider.controlPlaneConfig).toEqual({
    apiVersion: API,
    kind: 'ControlPlaneConfig',
    loadBalancerProvider: 'haproxy',
    loadBalancerClasses: [
      { name: 'internet', purpose: 'default', floatingNetworkID: ID, floatingSubnetName: 'internet-*' },
      { name: 'tagged', floatingSubnetTags: 'internal,private' },
      { name: 'fixed', floatingSubnetID: ID },
      { name: 'inside', purpose: 'private', subnetID: 'inner' },
    ],
    cloudControllerManager: { featureGates: { SomeFeature: false } },
    storage: { csiManila: { enabled: true } },
  });
});

test('the driver for Manila comes with a share network', () => {
  const { provider } = specOf(shootOf({ infrastructure: { csiManila: true } }));
  expect(provider.infrastructureConfig).toMatchObject({ networks: { shareNetwork: { enabled: true } } });
  expect(provider.controlPlaneConfig).toMatchObject({ storage: { csiManila: { enabled: true } } });
});

const classes = (...loadBalancerClasses: OpenStackLoadBalancerClass[]): Options => ({
  infrastructure: { loadBalancerClasses },
});

test.each<[string, Options, string[]]>([
  [
    'no names',
    { infrastructure: { floatingPoolName: '', loadBalancerProvider: '', networkId: '', routerId: '' } },
    [
      "'infrastructure.floatingPoolName' ('') is required; set it",
      "'infrastructure.loadBalancerProvider' ('') is required; set it",
      "'infrastructure.networkId' ('') is required; set it",
      "'infrastructure.routerId' ('') is required; set it",
    ],
  ],
  [
    'neither a network nor a subnet of the machines',
    { infrastructure: { workers: undefined }, networking: { nodes: '10.250.0.0/16' } },
    ["'infrastructure.workers' is required, unless there is 'subnetId'; name a network in that of the nodes"],
  ],
  [
    'no network of the nodes',
    { infrastructure: { workers: undefined, networkId: 'net', routerId: 'router', subnetId: ID } },
    ["'networking.nodes' is required on OpenStack; name the network of the nodes"],
  ],
  [
    'a network and a subnet of the machines',
    { infrastructure: { networkId: 'net', routerId: 'router', subnetId: ID } },
    [`'infrastructure.subnetId' (${ID}) is there beside 'workers'; remove one of them`],
  ],
  [
    'what is no network',
    { infrastructure: { workers: '10.250.0.0' }, networking: { nodes: '10.250.0.0/16' } },
    ["'infrastructure.workers' (10.250.0.0) is no IPv4 network; write 10.250.0.0/16, or the like"],
  ],
  [
    'machines outside of the nodes',
    { networking: { nodes: '10.251.0.0/16' } },
    ["'infrastructure.workers' (10.250.0.0/19) is not in networking.nodes, 10.251.0.0/16; choose a network in it"],
  ],
  [
    'machines among the Services',
    { networking: { services: '10.250.16.0/20' } },
    [
      "'infrastructure.workers' (10.250.0.0/19) has addresses of networking.services, 10.250.16.0/20; choose networks that do not overlap",
    ],
  ],
  [
    'something without what it is in',
    {
      infrastructure: { workers: undefined, subnetId: ID, securityGroupId: ID, shareNetworkId: ID },
      networking: { nodes: '10.250.0.0/16' },
    },
    [
      `'infrastructure.subnetId' (${ID}) needs 'networkId'; set 'networkId' as well`,
      `'infrastructure.securityGroupId' (${ID}) needs 'networkId'; set 'networkId' as well`,
      `'infrastructure.shareNetworkId' (${ID}) needs 'networkId'; set 'networkId' as well`,
      `'infrastructure.subnetId' (${ID}) needs 'routerId'; set 'routerId' as well`,
      `'infrastructure.shareNetworkId' (${ID}) needs 'csiManila'; set 'csiManila' as well`,
    ],
  ],
  [
    'what is no UUID',
    { infrastructure: { networkId: 'net', securityGroupId: 'mine' } },
    ["'infrastructure.securityGroupId' (mine) is no UUID; write 12345678-90ab-cdef-1234-567890abcdef, or the like"],
  ],
  [
    'wrong names and ids in a class',
    classes({
      name: '',
      floatingNetworkId: 'net',
      floatingSubnet: OpenStackFloatingSubnet.fromName('a{b'),
      subnetId: '',
    }),
    [
      "'infrastructure.loadBalancerClasses[0].name' ('') must have 1 to 255 characters, no brackets, braces or line breaks among them; use the name that OpenStack has",
      "'infrastructure.loadBalancerClasses[0].floatingNetworkId' (net) is no UUID; write 12345678-90ab-cdef-1234-567890abcdef, or the like",
      "'infrastructure.loadBalancerClasses[0].floatingSubnet' (a{b) must have 1 to 255 characters, no brackets, braces or line breaks among them; use the name that OpenStack has",
      "'infrastructure.loadBalancerClasses[0].subnetId' ('') is required; set it",
    ],
  ],
  [
    'a subnet by what is no UUID',
    classes({ name: 'a', floatingSubnet: OpenStackFloatingSubnet.fromId('b') }),
    [
      "'infrastructure.loadBalancerClasses[0].floatingSubnet' (b) is no UUID; write 12345678-90ab-cdef-1234-567890abcdef, or the like",
    ],
  ],
  [
    'two classes of one name',
    classes({ name: 'a' }, { name: 'a' }),
    ["'infrastructure.loadBalancerClasses[1].name' (a) is there already; choose another name"],
  ],
  [
    'two default classes, one of them by its name',
    classes({ name: 'default' }, { name: 'a', purpose: OpenStackLoadBalancerPurpose.DEFAULT }),
    [
      "'infrastructure.loadBalancerClasses[1].purpose' (default) is that of an earlier class already; choose one of them",
    ],
  ],
])('on OpenStack, %s is refused', (_, options, messages) => {
  expect(errorsOf(options)).toEqual(messages.map((message) => `[test/shoot] ${message}`));
});

test('a UUID may be written without dashes, as OpenStack does for projects', () => {
  expect(errorsOf(classes({ name: 'a', floatingNetworkId: ID.replaceAll('-', '') }))).toEqual([]);
});

const configOf = (options: OpenStackWorkerConfigOptions) =>
  specOf(shootOf({ pool: { providerConfig: OpenStack.workerConfig(options) } })).provider.workers[0].providerConfig;

test('a worker pool is told what is said, and nothing else', () => {
  expect(configOf({})).toEqual({ apiVersion: API, kind: 'WorkerConfig' });
  expect(
    configOf({
      serverGroupPolicy: OpenStackServerGroupPolicy.AFFINITY,
      machineLabels: [
        { name: 'team', value: 'shop' },
        { name: 'rack', value: '1', triggerRollingOnUpdate: true },
      ],
      nodeTemplate: { capacity: { cpu: '4', memory: '16Gi' }, virtualCapacity: { 'example.com/license': '3' } },
    }),
  ).toEqual({
    apiVersion: API,
    kind: 'WorkerConfig',
    serverGroup: { policy: 'affinity' },
    machineLabels: [
      { name: 'team', value: 'shop' },
      { name: 'rack', value: '1', triggerRollingOnUpdate: true },
    ],
    nodeTemplate: { capacity: { cpu: '4', memory: '16Gi' }, virtualCapacity: { 'example.com/license': '3' } },
  });
});

const inPool = (options: OpenStackWorkerConfigOptions, pool: Partial<WorkerPoolProps> = {}) =>
  errorsOf({ pool: { ...pool, providerConfig: OpenStack.workerConfig(options) } });

test('a worker pool needs a zone, and no volume', () => {
  expect(errorsOf({ pool: { zones: [] } })).toEqual([
    "[test/shoot/spin] 'zones' ([]) has no zone, and machines on OpenStack need one; name at least one",
  ]);
});

test('machines on one host are in one zone', () => {
  const serverGroupPolicy = OpenStackServerGroupPolicy.AFFINITY;
  expect(inPool({ serverGroupPolicy })).toEqual([]);
  expect(inPool({ serverGroupPolicy: OpenStackServerGroupPolicy.SOFT_AFFINITY }, { zones: ['a', 'b'] })).toEqual([]);
  expect(inPool({ serverGroupPolicy }, { zones: ['a', 'b'] })).toEqual([
    "[test/shoot/spin] 'providerConfig.serverGroupPolicy' (affinity) is for a single zone, and the pool has 2; choose another policy, or one zone",
  ]);
});

test('labels of machines are named once, and not as the pool names labels of nodes', () => {
  const machineLabels = [
    { name: 'a', value: '1' },
    { name: 'a', value: '2' },
    { name: 'b', value: '' },
  ];
  expect(inPool({ machineLabels }, { labels: { b: '' } })).toEqual([
    "[test/shoot/spin] 'providerConfig.machineLabels[1].name' (a) is there already; remove one of them",
    "[test/shoot/spin] 'providerConfig.machineLabels[2].value' ('') must have 1 to 255 characters, no brackets, braces or line breaks among them; use the name that OpenStack has",
    "[test/shoot/spin] 'providerConfig.machineLabels[2].name' (b) is a label of the pool as well; choose another name",
  ]);
});

test('a node template has quantities', () => {
  const nodeTemplate = {
    capacity: { cpu: 'many', memory: '-1Gi' },
    virtualCapacity: { 'example.com/a': '1.5', 'example.com/b': '-2', 'example.com/c': '1k' },
  };
  expect(inPool({ nodeTemplate })).toEqual([
    "[test/shoot/spin] 'providerConfig.nodeTemplate.capacity.cpu' (many) is not a quantity; write 4, 500m or 16Gi",
    "[test/shoot/spin] 'providerConfig.nodeTemplate.capacity.memory' (-1Gi) must not be negative; write 4, 500m or 16Gi",
    "[test/shoot/spin] 'providerConfig.nodeTemplate.virtualCapacity.example.com/a' (1.5) is no whole number; round it",
    "[test/shoot/spin] 'providerConfig.nodeTemplate.virtualCapacity.example.com/b' (-2) must not be negative; write 4, 500m or 16Gi",
  ]);
});

test('a configuration of OpenStack is refused at another provider', () => {
  const pool = { providerConfig: OpenStack.workerConfig({}) };
  expect(validationErrors(Chart.of(shootWith({}, pool)))).toEqual([
    "[test/shoot] 'workerPools.spin.providerConfig' (openstack) is for another provider than the infrastructure, which is for aws; use the same cloud for both",
  ]);
});
