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

test('what is not said is not written', () => {
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
  [AwsCapacityReservation.OPEN, { capacityReservationPreference: 'open' }],
  [AwsCapacityReservation.NONE, { capacityReservationPreference: 'none' }],
  [AwsCapacityReservation.ONLY, { capacityReservationPreference: 'capacity-reservations-only' }],
  [AwsCapacityReservation.fromId('cr-1'), { capacityReservationId: 'cr-1' }],
  [AwsCapacityReservation.fromResourceGroupArn('arn:1'), { capacityReservationResourceGroupArn: 'arn:1' }],
])('a Capacity Reservation is chosen by one thing', (capacityReservation, rendered) => {
  expect(configOf({ capacityReservation })).toHaveProperty('capacityReservation', rendered);
  expect(errorsOf({ capacityReservation })).toEqual([]);
});

test.each<[string, AwsWorkerConfigOptions, Partial<WorkerPoolProps>]>([
  ['a fast data volume', { dataVolumes: [{ name: 'fast', iops: 4000 }] }, { dataVolumes: [FAST, DATA] }],
  ['spot', { marketType: AwsMarketType.SPOT }, {}],
  [
    'a block',
    { marketType: AwsMarketType.CAPACITY_BLOCK, capacityReservation: AwsCapacityReservation.fromId('cr-1') },
    {},
  ],
  ['two threads', { cpuOptions: { coreCount: 2, threadsPerCore: 2 } }, {}],
  ['hardware of its own', { placement: { tenancy: AwsTenancy.DEDICATED, groupId: 'pg-1', partitionNumber: 1 } }, {}],
  ['a host of its own', { placement: { tenancy: AwsTenancy.HOST, hostId: 'h-1', hostAffinity: true } }, {}],
])('%s is right', (_, options, pool) => {
  expect(errorsOf(options, pool)).toEqual([]);
});

test.each<[string, AwsWorkerConfigOptions, Partial<WorkerPoolProps>, string[]]>([
  [
    'a fast data volume of no speed',
    { dataVolumes: [{ name: 'fast', throughput: 200 }] },
    { dataVolumes: [FAST] },
    [
      "'dataVolumes.fast.iops' is required for a volume of type io1; give 'providerConfig' Aws.workerConfig({ dataVolumes: [{ name: …, iops: … }] })",
    ],
  ],
  [
    'what it says of data volumes that it does not have, twice, of no snapshot and no speed',
    { dataVolumes: [{ name: 'data', iops: -1, throughput: 0, snapshotId: 'mine' }, { name: 'data' }, { name: 'x' }] },
    { dataVolumes: [DATA] },
    [
      "'dataVolumes[1].name' (data) is there already; remove one of them",
      "'dataVolumes[2].name' (x) is none of the 'dataVolumes' of the pool; name one of them",
      "'dataVolumes[0].iops' (-1) must be a whole number above 0; raise it",
      "'dataVolumes[0].throughput' (0) must be a whole number above 0; raise it",
      "'dataVolumes[0].snapshotId' (mine) is no id of a snapshot; write snap-0676786f3e288044c",
    ],
  ],
  [
    'a profile of no name',
    { instanceProfile: AwsInstanceProfile.fromName('no name') },
    {},
    [
      "'instanceProfile' (no name) is no name of an instance profile; use letters, digits and _+=,.@-, at most 128 of them",
    ],
  ],
  [
    'a profile of no ARN',
    { instanceProfile: AwsInstanceProfile.fromArn('nodes') },
    {},
    ["'instanceProfile' (nodes) is no ARN of an instance profile; write arn:aws:iam::ACCOUNT:instance-profile/NAME"],
  ],
  [
    'a reservation without an id',
    { capacityReservation: AwsCapacityReservation.fromId('') },
    {},
    ["'capacityReservation' ('') is required; set it"],
  ],
  [
    'a block without its reservation',
    { marketType: AwsMarketType.CAPACITY_BLOCK, capacityReservation: AwsCapacityReservation.ONLY },
    {},
    [
      "'marketType' (capacity-block) needs the Capacity Reservation that the machines are launched into; set 'capacityReservation' to AwsCapacityReservation.fromId(…)",
    ],
  ],
  [
    'an interruptible reservation that is none',
    { marketType: AwsMarketType.INTERRUPTIBLE_CAPACITY_RESERVATION },
    {},
    [
      "'marketType' (interruptible-capacity-reservation) needs the Capacity Reservation that the machines are launched into; set 'capacityReservation' to AwsCapacityReservation.fromId(…)",
    ],
  ],
  [
    'cores without threads',
    { cpuOptions: { coreCount: 0 } },
    {},
    [
      "'cpuOptions.coreCount' (0) must be a whole number above 0; raise it",
      "'cpuOptions.threadsPerCore' is required beside 'coreCount'; set it, or remove the other",
    ],
  ],
  [
    'threads without cores',
    { cpuOptions: { threadsPerCore: 3 } },
    {},
    [
      "'cpuOptions.threadsPerCore' (3) must be 1 or 2; choose one of them",
      "'cpuOptions.coreCount' is required beside 'threadsPerCore'; set it, or remove the other",
    ],
  ],
  [
    'a partition of nothing',
    { placement: { partitionNumber: 0 } },
    {},
    [
      "'placement.partitionNumber' (0) must be a whole number above 0; raise it",
      "'placement.partitionNumber' (0) needs 'groupId'; set it as well",
    ],
  ],
  [
    'a host without an id',
    { placement: { tenancy: AwsTenancy.HOST, groupId: '' } },
    {},
    ["'placement.groupId' ('') is required; set it", "'placement.hostId' is required for a Dedicated Host; set it"],
  ],
  [
    'a host that is not used',
    { placement: { hostId: 'h-1', hostAffinity: true } },
    {},
    [
      "'placement.hostId' (h-1) is for AwsTenancy.HOST only; set 'tenancy', or remove this",
      "'placement.hostAffinity' (true) is for AwsTenancy.HOST only; set 'tenancy', or remove this",
    ],
  ],
  [
    'a node template of no quantity',
    { nodeTemplate: { capacity: { cpu: 'two' } } },
    {},
    ["'nodeTemplate.capacity.cpu' (two) is not a quantity; write 4, 500m or 16Gi"],
  ],
])('on AWS, %s is refused', (_, options, pool, messages) => {
  expect(errorsOf(options, pool)).toEqual(
    messages.map((message) => `[test/shoot/spin] ${message.replace("'", "'providerConfig.")}`),
  );
});
