import { Chart, Duration, Size } from 'cdk8s';
import {
  Gcp,
  GcpCloudNat,
  GcpFlowLogInterval,
  GcpInfrastructureOptions,
  ShootNetworking,
  WorkerPoolProps,
} from '../../lib/gardener';
import { validationErrors } from '../testing';
import { shootWith, specOf } from './shoots';

const API = 'gcp.provider.extensions.gardener.cloud/v1alpha1';
const ZONE = 'europe-west1-b';
const SMALLEST: GcpInfrastructureOptions = { workers: '10.250.0.0/16', zone: ZONE };

interface Options {
  readonly infrastructure?: Partial<GcpInfrastructureOptions>;
  readonly networking?: ShootNetworking;
  readonly pool?: Partial<WorkerPoolProps>;
}

const shootOf = ({ infrastructure, networking, pool }: Options = {}) =>
  shootWith(
    { infrastructure: Gcp.infrastructure({ ...SMALLEST, ...infrastructure }), networking },
    {
      machineType: 'n2-standard-4',
      volume: { type: 'pd-balanced', size: Size.gibibytes(50) },
      zones: [ZONE],
      ...pool,
    },
  );

const errorsOf = (options: Options) => validationErrors(Chart.of(shootOf(options)));

test('renders the smallest infrastructure: a network of the workers and a zone', () => {
  const shoot = shootOf();
  const { networking, provider } = specOf(shoot);
  expect(validationErrors(Chart.of(shoot))).toEqual([]);
  expect(networking).toMatchObject({ nodes: '10.250.0.0/16' });
  expect(provider).toMatchObject({ type: 'gcp' });
  expect(provider.infrastructureConfig).toEqual({
    apiVersion: API,
    kind: 'InfrastructureConfig',
    networks: { workers: '10.250.0.0/16' },
  });
  expect(provider.controlPlaneConfig).toEqual({ apiVersion: API, kind: 'ControlPlaneConfig', zone: ZONE });
});

test('renders every property of the infrastructure', () => {
  const cloudNat: Required<GcpCloudNat> = {
    natIpNames: ['one', 'two'],
    minPortsPerVm: 64,
    maxPortsPerVm: 128,
    dynamicPortAllocation: true,
    endpointIndependentMapping: false,
    udpIdleTimeout: Duration.seconds(31),
    icmpIdleTimeout: Duration.seconds(32),
    tcpEstablishedIdleTimeout: Duration.minutes(10),
    tcpTransitoryIdleTimeout: Duration.seconds(33),
    tcpTimeWaitTimeout: Duration.seconds(34),
  };
  const infrastructure: Required<GcpInfrastructureOptions> = {
    ...SMALLEST,
    vpc: { name: 'mine', cloudRouter: 'router' },
    internalSubnet: '10.251.0.0/16',
    cloudNat,
    flowLogs: { aggregationInterval: GcpFlowLogInterval.MINUTES_5, flowSampling: 0.5, includeAllMetadata: true },
    managedDefaultStorageClass: false,
    managedDefaultVolumeSnapshotClass: true,
    cloudControllerManagerFeatureGates: { SomeFeature: true },
  };
  const shoot = shootOf({ infrastructure });
  const { provider } = specOf(shoot);
  expect(validationErrors(Chart.of(shoot))).toEqual([]);
  expect(provider.infrastructureConfig).toEqual({
    apiVersion: API,
    kind: 'InfrastructureConfig',
    networks: {
      vpc: { name: 'mine', cloudRouter: { name: 'router' } },
      workers: '10.250.0.0/16',
      internal: '10.251.0.0/16',
      cloudNAT: {
        natIPNames: [{ name: 'one' }, { name: 'two' }],
        minPortsPerVM: 64,
        maxPortsPerVM: 128,
        enableDynamicPortAllocation: true,
        endpointIndependentMapping: { enabled: false },
        udpIdleTimeoutSec: 31,
        icmpIdleTimeoutSec: 32,
        tcpEstablishedIdleTimeoutSec: 600,
        tcpTransitoryIdleTimeoutSec: 33,
        tcpTimeWaitTimeoutSec: 34,
      },
      flowLogs: { aggregationInterval: 'INTERVAL_5_MIN', flowSampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' },
    },
  });
  expect(provider.controlPlaneConfig).toEqual({
    apiVersion: API,
    kind: 'ControlPlaneConfig',
    zone: ZONE,
    cloudControllerManager: { featureGates: { SomeFeature: true } },
    storage: { managedDefaultStorageClass: false, managedDefaultVolumeSnapshotClass: true },
  });
});

const NAME =
  'is not a valid resource name of GCP: use lower-case letters, digits and dashes, at most 63 characters; begin it with a letter';

const nat = (cloudNat: GcpCloudNat): Options => ({ infrastructure: { cloudNat } });

test.each<[string, Options, string[]]>([
  [
    'a zone of no worker pool',
    { infrastructure: { zone: 'europe-west1-c' } },
    [
      "'spec.provider.controlPlaneConfig.zone' (europe-west1-c) is not a zone of any worker pool; use one that is: europe-west1-b",
    ],
  ],
  [
    'an empty zone',
    { infrastructure: { zone: '' } },
    ["'spec.provider.controlPlaneConfig.zone' ('') is required; set it"],
  ],
  [
    'invalid names of a VPC and its Cloud Router',
    { infrastructure: { vpc: { name: '', cloudRouter: 'Mine' } } },
    [
      `'spec.provider.infrastructureConfig.networks.vpc.name' ('') ${NAME}`,
      `'spec.provider.infrastructureConfig.networks.vpc.cloudRouter.name' (Mine) ${NAME}`,
    ],
  ],
  [
    'an invalid CIDR, and one with host bits set',
    {
      infrastructure: { workers: '10.250.0.0', internalSubnet: '10.251.0.1/16' },
      networking: { nodes: '10.250.0.0/16' },
    },
    [
      "'spec.provider.infrastructureConfig.networks.workers' (10.250.0.0) is not a valid IPv4 CIDR; use the form 10.250.0.0/16",
      "'spec.provider.infrastructureConfig.networks.internal' (10.251.0.1/16) has host bits set; did you mean '10.251.0.0/16'?",
    ],
  ],
  [
    'workers outside of the network of the nodes',
    { networking: { nodes: '10.249.0.0/16' } },
    [
      "'spec.provider.infrastructureConfig.networks.workers' (10.250.0.0/16) is not within spec.networking.nodes (10.249.0.0/16); choose a network within it",
    ],
  ],
  [
    'internal load balancers that overlap with nodes',
    { infrastructure: { internalSubnet: '10.250.128.0/20' } },
    [
      "'spec.provider.infrastructureConfig.networks.internal' (10.250.128.0/20) overlaps with spec.networking.nodes (10.250.0.0/16); choose networks that do not overlap",
    ],
  ],
  [
    'internal load balancers that overlap with pods, and with workers outside of the nodes',
    {
      infrastructure: { internalSubnet: '10.250.128.0/20' },
      networking: { nodes: '10.249.0.0/16', pods: '10.250.128.0/18' },
    },
    [
      "'spec.provider.infrastructureConfig.networks.workers' (10.250.0.0/16) is not within spec.networking.nodes (10.249.0.0/16); choose a network within it",
      "'spec.provider.infrastructureConfig.networks.internal' (10.250.128.0/20) overlaps with spec.provider.infrastructureConfig.networks.workers (10.250.0.0/16); choose networks that do not overlap",
      "'spec.provider.infrastructureConfig.networks.internal' (10.250.128.0/20) overlaps with spec.networking.pods (10.250.128.0/18); choose networks that do not overlap",
    ],
  ],
  [
    'flow logs without settings',
    { infrastructure: { flowLogs: {} } },
    [
      "'spec.provider.infrastructureConfig.networks.flowLogs' ({}) must have at least one setting; set aggregationInterval, flowSampling or metadata, or remove it",
    ],
  ],
  [
    'flow sampling above 1',
    { infrastructure: { flowLogs: { flowSampling: 1.1 } } },
    [
      "'spec.provider.infrastructureConfig.networks.flowLogs.flowSampling' (1.1) must be from 0 to 1; choose a share of the traffic",
    ],
  ],
  [
    'an invalid NAT IP name',
    nat({ natIpNames: ['1'] }),
    [`'spec.provider.infrastructureConfig.networks.cloudNAT.natIPNames[0].name' (1) ${NAME}`],
  ],
  [
    'Cloud NAT timeouts of half a second and of zero',
    nat({ udpIdleTimeout: Duration.millis(500), tcpTimeWaitTimeout: Duration.seconds(0) }),
    [
      "'spec.provider.infrastructureConfig.networks.cloudNAT.udpIdleTimeoutSec' (0.5) must be a whole number above 0; raise it",
      "'spec.provider.infrastructureConfig.networks.cloudNAT.tcpTimeWaitTimeoutSec' (0) must be a whole number above 0; raise it",
    ],
  ],
  [
    'a minimum of zero ports',
    nat({ minPortsPerVm: 0 }),
    [
      "'spec.provider.infrastructureConfig.networks.cloudNAT.minPortsPerVM' (0) must be a whole number above 0; raise it",
    ],
  ],
  [
    'a maximum of ports without dynamic port allocation',
    nat({ maxPortsPerVm: 128 }),
    [
      "'spec.provider.infrastructureConfig.networks.cloudNAT.maxPortsPerVM' (128) is for dynamic port allocation only; set enableDynamicPortAllocation to true, or remove it",
    ],
  ],
  [
    'dynamic port allocation with a minimum that is not a power of two and exceeds the maximum',
    nat({ dynamicPortAllocation: true, minPortsPerVm: 100, maxPortsPerVm: 64 }),
    [
      "'spec.provider.infrastructureConfig.networks.cloudNAT.minPortsPerVM' (100) must be a power of two with dynamic port allocation; choose 64, 128, 256 and so on",
      "'spec.provider.infrastructureConfig.networks.cloudNAT.minPortsPerVM' (100) must not be more than maxPortsPerVM, 64; lower it",
    ],
  ],
  [
    'dynamic port allocation with endpoint-independent mapping',
    nat({ dynamicPortAllocation: true, endpointIndependentMapping: true }),
    [
      "'spec.provider.infrastructureConfig.networks.cloudNAT.enableDynamicPortAllocation' (true) must not be set together with endpointIndependentMapping; disable one of them",
    ],
  ],
])('rejects %s on GCP', (_, options, messages) => {
  expect(errorsOf(options)).toEqual(messages.map((message) => `[test/shoot] ${message}`));
});

test('accepts any port count without dynamic port allocation', () => {
  expect(errorsOf(nat({ minPortsPerVm: 100, endpointIndependentMapping: true }))).toEqual([]);
});

test.each<[string, Partial<WorkerPoolProps>, string[]]>([
  ['no volume', { volume: undefined }, ["'spec.provider.workers[0].volume' is required on GCP; set its type and size"]],
  [
    'volumes without types',
    {
      volume: { size: Size.gibibytes(50) },
      dataVolumes: [{ name: 'data', size: Size.gibibytes(50) }],
    },
    [
      "'spec.provider.workers[0].volume.type' is required on GCP; choose one of the CloudProfile, such as pd-balanced",
      "'spec.provider.workers[0].dataVolumes[0].type' is required on GCP; choose one of the CloudProfile, such as pd-balanced",
    ],
  ],
  [
    'a local SSD and no WorkerConfig',
    { dataVolumes: [{ name: 'data', size: Size.gibibytes(375), type: 'SCRATCH' }] },
    [
      "'spec.provider.workers[0].providerConfig.volume.interface' is required for volumes of type SCRATCH; set NVME or SCSI in a WorkerConfig",
    ],
  ],
])('rejects a worker pool with %s on GCP', (_, pool, messages) => {
  expect(errorsOf({ pool })).toEqual(messages.map((message) => `[test/shoot] ${message}`));
});

test('rejects a worker pool without zones on GCP', () => {
  expect(errorsOf({ pool: { zones: [] } })).toEqual([
    "[test/shoot] 'spec.provider.controlPlaneConfig.zone' (europe-west1-b) is not a zone of any worker pool; use one that is: none yet",
    "[test/shoot] 'spec.provider.workers[0].zones' is required on GCP; name at least one zone",
  ]);
});
