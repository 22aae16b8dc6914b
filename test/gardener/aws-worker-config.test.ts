import { Chart, Size } from 'cdk8s';
import {
  Aws,
  AwsCapacityReservation,
  AwsInstanceProfile,
  AwsMarketType,
  AwsTenancy,
  AwsWorkerConfigOptions,
  WorkerPoolProps,
} from '../../lib/gardener';
import { validationErrors } from '../testing';
import { shootWith, specOf } from './shoots';

const shootOf = (options: AwsWorkerConfigOptions, pool: Partial<WorkerPoolProps> = {}) =>
  shootWith({}, { ...pool, providerConfig: Aws.workerConfig(options) });

const errorsOf = (options: AwsWorkerConfigOptions, pool?: Partial<WorkerPoolProps>) =>
  validationErrors(Chart.of(shootOf(options, pool)));

const configOf = (options: AwsWorkerConfigOptions) => specOf(shootOf(options)).provider.workers[0].providerConfig;

const FAST = { name: 'fast', size: Size.gibibytes(50), type: 'io1' };
const DATA = { name: 'data', size: Size.gibibytes(50), type: 'gp3' };

test('omits options that are not set', () => {
  expect(configOf({})).toEqual({
    apiVersion: 'aws.provider.extensions.gardener.cloud/v1alpha1',
    kind: 'WorkerConfig',
  });
  expect(configOf({ cpuOptions: { amdSevSnp: false }, placement: { groupId: 'pg-1', hostAffinity: false } })).toEqual({
    apiVersion: 'aws.provider.extensions.gardener.cloud/v1alpha1',
    kind: 'WorkerConfig',
    cpuOptions: { amdSevSnp: 'disabled' },
    placement: { groupId: 'pg-1' },
  });
});

test.each([
  [{ capacityReservationPreference: 'open' }, AwsCapacityReservation.OPEN],
  [{ capacityReservationPreference: 'none' }, AwsCapacityReservation.NONE],
  [{ capacityReservationPreference: 'capacity-reservations-only' }, AwsCapacityReservation.ONLY],
  [{ capacityReservationId: 'cr-1' }, AwsCapacityReservation.fromId('cr-1')],
  [{ capacityReservationResourceGroupArn: 'arn:1' }, AwsCapacityReservation.fromResourceGroupArn('arn:1')],
])('renders the Capacity Reservation %j', (rendered, capacityReservation) => {
  expect(configOf({ capacityReservation })).toHaveProperty('capacityReservation', rendered);
  expect(errorsOf({ capacityReservation })).toEqual([]);
});

test.each<[string, AwsWorkerConfigOptions, Partial<WorkerPoolProps>]>([
  ['IOPS of an io1 data volume', { dataVolumes: [{ name: 'fast', iops: 4000 }] }, { dataVolumes: [FAST, DATA] }],
  ['Spot Instances', { marketType: AwsMarketType.SPOT }, {}],
  [
    'a capacity block with its Capacity Reservation',
    { marketType: AwsMarketType.CAPACITY_BLOCK, capacityReservation: AwsCapacityReservation.fromId('cr-1') },
    {},
  ],
  ['two threads per core', { cpuOptions: { coreCount: 2, threadsPerCore: 2 } }, {}],
  [
    'dedicated tenancy in a partition of a placement group',
    { placement: { tenancy: AwsTenancy.DEDICATED, groupId: 'pg-1', partitionNumber: 1 } },
    {},
  ],
  ['a Dedicated Host', { placement: { tenancy: AwsTenancy.HOST, hostId: 'h-1', hostAffinity: true } }, {}],
])('accepts %s on AWS', (_, options, pool) => {
  expect(errorsOf(options, pool)).toEqual([]);
});

test.each<[string, AwsWorkerConfigOptions, Partial<WorkerPoolProps>, string[]]>([
  [
    'an io1 data volume without IOPS',
    { dataVolumes: [{ name: 'fast', throughput: 200 }] },
    { dataVolumes: [FAST] },
    [
      '\'spec.provider.workers[0].providerConfig.dataVolumes\' (["fast"]) must have the iops of fast, a volume of type io1; add it in a WorkerConfig',
    ],
  ],
  [
    'unknown and duplicate data volumes with invalid settings',
    { dataVolumes: [{ name: 'data', iops: -1, throughput: 0, snapshotId: 'mine' }, { name: 'data' }, { name: 'x' }] },
    { dataVolumes: [DATA] },
    [
      "'spec.provider.workers[0].providerConfig.dataVolumes[2].name' (x) is not one of the dataVolumes of the pool; name one of them",
      "'spec.provider.workers[0].providerConfig.dataVolumes[1].name' (data) is defined twice, also in spec.provider.workers[0].providerConfig.dataVolumes[0].name; remove one of them",
      "'spec.provider.workers[0].providerConfig.dataVolumes[0].iops' (-1) must be a whole number above 0; raise it",
      "'spec.provider.workers[0].providerConfig.dataVolumes[0].throughput' (0) must be a whole number above 0; raise it",
      "'spec.provider.workers[0].providerConfig.dataVolumes[0].snapshotID' (mine) is not a valid snapshot ID; use the form snap-0676786f3e288044c",
    ],
  ],
  [
    'an invalid instance profile name',
    { instanceProfile: AwsInstanceProfile.fromName('no name') },
    {},
    [
      "'spec.provider.workers[0].providerConfig.iamInstanceProfile.name' (no name) is not a valid instance profile name; use at most 128 letters, digits and _+=,.@-",
    ],
  ],
  [
    'an invalid instance profile ARN',
    { instanceProfile: AwsInstanceProfile.fromArn('nodes') },
    {},
    [
      "'spec.provider.workers[0].providerConfig.iamInstanceProfile.arn' (nodes) is not a valid instance profile ARN; use the form arn:aws:iam::ACCOUNT:instance-profile/NAME",
    ],
  ],
  [
    'an empty Capacity Reservation ID',
    { capacityReservation: AwsCapacityReservation.fromId('') },
    {},
    ["'spec.provider.workers[0].providerConfig.capacityReservation.capacityReservationId' ('') is required; set it"],
  ],
  [
    'a capacity block without its Capacity Reservation',
    { marketType: AwsMarketType.CAPACITY_BLOCK, capacityReservation: AwsCapacityReservation.ONLY },
    {},
    [
      "'spec.provider.workers[0].providerConfig.instanceMarketOptions.marketType' (capacity-block) launches machines into a Capacity Reservation; set capacityReservation.capacityReservationId",
    ],
  ],
  [
    'an interruptible Capacity Reservation without its ID',
    { marketType: AwsMarketType.INTERRUPTIBLE_CAPACITY_RESERVATION },
    {},
    [
      "'spec.provider.workers[0].providerConfig.instanceMarketOptions.marketType' (interruptible-capacity-reservation) launches machines into a Capacity Reservation; set capacityReservation.capacityReservationId",
    ],
  ],
  [
    'a core count without threads per core',
    { cpuOptions: { coreCount: 0 } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.cpuOptions.coreCount' (0) must be a whole number above 0; raise it",
      "'spec.provider.workers[0].providerConfig.cpuOptions.threadsPerCore' is required with coreCount; set it, or remove the other",
    ],
  ],
  [
    'threads per core without a core count',
    { cpuOptions: { threadsPerCore: 3 } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.cpuOptions.threadsPerCore' (3) must be 1 or 2; choose one of them",
      "'spec.provider.workers[0].providerConfig.cpuOptions.coreCount' is required with threadsPerCore; set it, or remove the other",
    ],
  ],
  [
    'a partition without a placement group',
    { placement: { partitionNumber: 0 } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.placement.partitionNumber' (0) must be a whole number above 0; raise it",
      "'spec.provider.workers[0].providerConfig.placement.partitionNumber' (0) is a partition of no placement group; set groupId as well",
    ],
  ],
  [
    'host tenancy without a host ID',
    { placement: { tenancy: AwsTenancy.HOST, groupId: '' } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.placement.groupId' ('') is required; set it",
      "'spec.provider.workers[0].providerConfig.placement.hostId' is required with the tenancy host; set it",
    ],
  ],
  [
    'a host ID and host affinity without host tenancy',
    { placement: { hostId: 'h-1', hostAffinity: true } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.placement.hostId' (h-1) is for the tenancy host only; set tenancy to host, or remove it",
      "'spec.provider.workers[0].providerConfig.placement.affinity' (host) is for the tenancy host only; set tenancy to host, or remove it",
    ],
  ],
  [
    'a node template with an invalid quantity',
    { nodeTemplate: { capacity: { cpu: 'two' } } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.nodeTemplate.capacity.cpu' (two) is not a valid quantity; use the form 4, 500m or 16Gi",
    ],
  ],
])('rejects %s on AWS', (_, options, pool, messages) => {
  expect(errorsOf(options, pool)).toEqual(messages.map((message) => `[test/shoot] ${message}`));
});
