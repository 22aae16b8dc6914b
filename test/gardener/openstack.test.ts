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

/** Smallest valid infrastructure. */
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

test('renders the smallest infrastructure: a floating pool, a network of the workers and a load balancer provider', () => {
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

test('renders existing OpenStack resources and load balancer classes', () => {
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

test('adds a share network for CSI Manila', () => {
  const { provider } = specOf(shootOf({ infrastructure: { csiManila: true } }));
  expect(provider.infrastructureConfig).toMatchObject({ networks: { shareNetwork: { enabled: true } } });
  expect(provider.controlPlaneConfig).toMatchObject({ storage: { csiManila: { enabled: true } } });
});

const classes = (...loadBalancerClasses: OpenStackLoadBalancerClass[]): Options => ({
  infrastructure: { loadBalancerClasses },
});

test.each<[string, Options, string[]]>([
  [
    'empty names and IDs',
    { infrastructure: { floatingPoolName: '', loadBalancerProvider: '', networkId: '', routerId: '' } },
    [
      "'spec.provider.infrastructureConfig.floatingPoolName' ('') is required; set it",
      "'spec.provider.controlPlaneConfig.loadBalancerProvider' ('') is required; set it",
      "'spec.provider.infrastructureConfig.networks.id' ('') is required; set it",
      "'spec.provider.infrastructureConfig.networks.router.id' ('') is required; set it",
    ],
  ],
  [
    'workers without a network or a subnet',
    { infrastructure: { workers: undefined }, networking: { nodes: '10.250.0.0/16' } },
    [
      "'spec.provider.infrastructureConfig.networks.workers' is required without subnetId; set it to a network within that of the nodes",
    ],
  ],
  [
    'a missing network of the nodes',
    { infrastructure: { workers: undefined, networkId: 'net', routerId: 'router', subnetId: ID } },
    ["'spec.networking.nodes' is required on OpenStack; set it to the network of the nodes"],
  ],
  [
    'workers with both a network and a subnet',
    { infrastructure: { networkId: 'net', routerId: 'router', subnetId: ID } },
    [
      "'spec.provider.infrastructureConfig.networks.subnetId' (12345678-90ab-cdef-1234-567890abcdef) must not be set together with workers; remove one of them",
    ],
  ],
  [
    'an invalid CIDR',
    { infrastructure: { workers: '10.250.0.0' }, networking: { nodes: '10.250.0.0/16' } },
    [
      "'spec.provider.infrastructureConfig.networks.workers' (10.250.0.0) is not a valid IPv4 CIDR; use the form 10.250.0.0/16",
    ],
  ],
  [
    'workers outside of the network of the nodes',
    { networking: { nodes: '10.251.0.0/16' } },
    [
      "'spec.provider.infrastructureConfig.networks.workers' (10.250.0.0/19) is not within spec.networking.nodes (10.251.0.0/16); choose a network within it",
    ],
  ],
  [
    'workers that overlap with Services',
    { networking: { services: '10.250.16.0/20' } },
    [
      "'spec.provider.infrastructureConfig.networks.workers' (10.250.0.0/19) overlaps with spec.networking.services (10.250.16.0/20); choose networks that do not overlap",
    ],
  ],
  [
    'an existing subnet, security group and share network without their network',
    {
      infrastructure: { workers: undefined, subnetId: ID, securityGroupId: ID, shareNetworkId: ID },
      networking: { nodes: '10.250.0.0/16' },
    },
    [
      "'spec.provider.infrastructureConfig.networks.subnetId' (12345678-90ab-cdef-1234-567890abcdef) requires id; set it as well",
      "'spec.provider.infrastructureConfig.networks.securityGroupId' (12345678-90ab-cdef-1234-567890abcdef) requires id; set it as well",
      "'spec.provider.infrastructureConfig.networks.shareNetworkId' (12345678-90ab-cdef-1234-567890abcdef) requires id; set it as well",
      "'spec.provider.infrastructureConfig.networks.subnetId' (12345678-90ab-cdef-1234-567890abcdef) requires router; set it as well",
      "'spec.provider.infrastructureConfig.networks.shareNetworkId' (12345678-90ab-cdef-1234-567890abcdef) requires CSI Manila; set 'storage.csiManila.enabled' of controlPlaneConfig to true",
    ],
  ],
  [
    'an invalid UUID',
    { infrastructure: { networkId: 'net', securityGroupId: 'mine' } },
    [
      "'spec.provider.infrastructureConfig.networks.securityGroupId' (mine) is not a valid UUID; use the form 12345678-90ab-cdef-1234-567890abcdef",
    ],
  ],
  [
    'a load balancer class with invalid names and IDs',
    classes({
      name: '',
      floatingNetworkId: 'net',
      floatingSubnet: OpenStackFloatingSubnet.fromName('a{b'),
      subnetId: '',
    }),
    [
      "'spec.provider.controlPlaneConfig.loadBalancerClasses[0].name' ('') is not a valid name of OpenStack: use 1 to 255 characters; remove brackets, braces and line breaks",
      "'spec.provider.controlPlaneConfig.loadBalancerClasses[0].floatingNetworkID' (net) is not a valid UUID; use the form 12345678-90ab-cdef-1234-567890abcdef",
      "'spec.provider.controlPlaneConfig.loadBalancerClasses[0].floatingSubnetName' (a{b) is not a valid name of OpenStack: use 1 to 255 characters; remove brackets, braces and line breaks",
      "'spec.provider.controlPlaneConfig.loadBalancerClasses[0].subnetID' ('') is required; set it",
    ],
  ],
  [
    'a floating subnet with an invalid UUID',
    classes({ name: 'a', floatingSubnet: OpenStackFloatingSubnet.fromId('b') }),
    [
      "'spec.provider.controlPlaneConfig.loadBalancerClasses[0].floatingSubnetID' (b) is not a valid UUID; use the form 12345678-90ab-cdef-1234-567890abcdef",
    ],
  ],
  [
    'two load balancer classes with the same name',
    classes({ name: 'a' }, { name: 'a' }),
    [
      "'spec.provider.controlPlaneConfig.loadBalancerClasses[1].name' (a) is defined twice, also in spec.provider.controlPlaneConfig.loadBalancerClasses[0].name; rename one of them",
    ],
  ],
  [
    'two default load balancer classes, one of them by its name',
    classes({ name: 'default' }, { name: 'a', purpose: OpenStackLoadBalancerPurpose.DEFAULT }),
    [
      "'spec.provider.controlPlaneConfig.loadBalancerClasses[1].purpose' (default) is also the purpose of spec.provider.controlPlaneConfig.loadBalancerClasses[0]; choose one of them",
    ],
  ],
])('rejects %s on OpenStack', (_, options, messages) => {
  expect(errorsOf(options)).toEqual(messages.map((message) => `[test/shoot] ${message}`));
});

test('accepts a UUID without dashes, as OpenStack writes project IDs', () => {
  expect(errorsOf(classes({ name: 'a', floatingNetworkId: ID.replaceAll('-', '') }))).toEqual([]);
});

const configOf = (options: OpenStackWorkerConfigOptions) =>
  specOf(shootOf({ pool: { providerConfig: OpenStack.workerConfig(options) } })).provider.workers[0].providerConfig;

test('renders the options of a WorkerConfig that are set, and no others', () => {
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

test('requires a zone, but no volume, for a worker pool on OpenStack', () => {
  expect(errorsOf({ pool: { zones: [] } })).toEqual([
    "[test/shoot] 'spec.provider.workers[0].zones' is required on OpenStack; name at least one zone",
  ]);
});

test('rejects the server group policy affinity for two zones', () => {
  const serverGroupPolicy = OpenStackServerGroupPolicy.AFFINITY;
  expect(inPool({ serverGroupPolicy })).toEqual([]);
  expect(inPool({ serverGroupPolicy: OpenStackServerGroupPolicy.SOFT_AFFINITY }, { zones: ['a', 'b'] })).toEqual([]);
  expect(inPool({ serverGroupPolicy }, { zones: ['a', 'b'] })).toEqual([
    "[test/shoot] 'spec.provider.workers[0].providerConfig.serverGroup.policy' (affinity) is for a single zone, and the pool has 2; choose another policy, or one zone",
  ]);
});

test('rejects machine labels that are invalid, duplicate or also labels of the worker pool', () => {
  const machineLabels = [
    { name: 'a', value: '1' },
    { name: 'a', value: '2' },
    { name: 'b', value: '' },
  ];
  expect(inPool({ machineLabels }, { labels: { b: '' } })).toEqual([
    "[test/shoot] 'spec.provider.workers[0].providerConfig.machineLabels[2].value' ('') is not a valid name of OpenStack: use 1 to 255 characters; remove brackets, braces and line breaks",
    "[test/shoot] 'spec.provider.workers[0].providerConfig.machineLabels[1].name' (a) is defined twice, also in spec.provider.workers[0].providerConfig.machineLabels[0].name; remove one of them",
    "[test/shoot] 'spec.provider.workers[0].providerConfig.machineLabels[2].name' (b) is also a label of the worker pool; choose another name",
  ]);
});

test('rejects a node template with invalid quantities', () => {
  const nodeTemplate = {
    capacity: { cpu: 'many', memory: '-1Gi' },
    virtualCapacity: { 'example.com/a': '1.5', 'example.com/b': '-2', 'example.com/c': '1k' },
  };
  expect(inPool({ nodeTemplate })).toEqual([
    "[test/shoot] 'spec.provider.workers[0].providerConfig.nodeTemplate.capacity.cpu' (many) is not a valid quantity; use the form 4, 500m or 16Gi",
    "[test/shoot] 'spec.provider.workers[0].providerConfig.nodeTemplate.capacity.memory' (-1Gi) must not be negative; use the form 4, 500m or 16Gi",
    "[test/shoot] 'spec.provider.workers[0].providerConfig.nodeTemplate.virtualCapacity['example.com/b']' (-2) must not be negative; use the form 4, 500m or 16Gi",
    "[test/shoot] 'spec.provider.workers[0].providerConfig.nodeTemplate.virtualCapacity['example.com/a']' (1.5) must be a whole number; round it",
  ]);
});

test('rejects a WorkerConfig of OpenStack with the infrastructure of another provider', () => {
  const pool = { providerConfig: OpenStack.workerConfig({}) };
  expect(validationErrors(Chart.of(shootWith({}, pool)))).toEqual([
    "[test/shoot] 'workerPools.spin.providerConfig' (openstack) is for another provider than the infrastructure, which is for aws; use the same cloud for both",
  ]);
});
