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
      '\'spec.provider.workers[0].providerConfig.dataVolumes\' (["fast"]) must have the iops of fast, a volume of type io1; add it in a WorkerConfig',
    ],
  ],
  [
    'what it says of data volumes that it does not have, twice, of no snapshot and no speed',
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
    'a profile of no name',
    { instanceProfile: AwsInstanceProfile.fromName('no name') },
    {},
    [
      "'spec.provider.workers[0].providerConfig.iamInstanceProfile.name' (no name) is not a valid instance profile name; use at most 128 letters, digits and _+=,.@-",
    ],
  ],
  [
    'a profile of no ARN',
    { instanceProfile: AwsInstanceProfile.fromArn('nodes') },
    {},
    [
      "'spec.provider.workers[0].providerConfig.iamInstanceProfile.arn' (nodes) is not a valid instance profile ARN; use the form arn:aws:iam::ACCOUNT:instance-profile/NAME",
    ],
  ],
  [
    'a reservation without an id',
    { capacityReservation: AwsCapacityReservation.fromId('') },
    {},
    ["'spec.provider.workers[0].providerConfig.capacityReservation.capacityReservationId' ('') is required; set it"],
  ],
  [
    'a block without its reservation',
    { marketType: AwsMarketType.CAPACITY_BLOCK, capacityReservation: AwsCapacityReservation.ONLY },
    {},
    [
      "'spec.provider.workers[0].providerConfig.instanceMarketOptions.marketType' (capacity-block) launches machines into a Capacity Reservation; set capacityReservation.capacityReservationId",
    ],
  ],
  [
    'an interruptible reservation that is none',
    { marketType: AwsMarketType.INTERRUPTIBLE_CAPACITY_RESERVATION },
    {},
    [
      "'spec.provider.workers[0].providerConfig.instanceMarketOptions.marketType' (interruptible-capacity-reservation) launches machines into a Capacity Reservation; set capacityReservation.capacityReservationId",
    ],
  ],
  [
    'cores without threads',
    { cpuOptions: { coreCount: 0 } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.cpuOptions.coreCount' (0) must be a whole number above 0; raise it",
      "'spec.provider.workers[0].providerConfig.cpuOptions.threadsPerCore' is required with coreCount; set it, or remove the other",
    ],
  ],
  [
    'threads without cores',
    { cpuOptions: { threadsPerCore: 3 } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.cpuOptions.threadsPerCore' (3) must be 1 or 2; choose one of them",
      "'spec.provider.workers[0].providerConfig.cpuOptions.coreCount' is required with threadsPerCore; set it, or remove the other",
    ],
  ],
  [
    'a partition of nothing',
    { placement: { partitionNumber: 0 } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.placement.partitionNumber' (0) must be a whole number above 0; raise it",
      "'spec.provider.workers[0].providerConfig.placement.partitionNumber' (0) is a partition of no placement group; set groupId as well",
    ],
  ],
  [
    'a host without an id',
    { placement: { tenancy: AwsTenancy.HOST, groupId: '' } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.placement.groupId' ('') is required; set it",
      "'spec.provider.workers[0].providerConfig.placement.hostId' is required with the tenancy host; set it",
    ],
  ],
  [
    'a host that is not used',
    { placement: { hostId: 'h-1', hostAffinity: true } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.placement.hostId' (h-1) is for the tenancy host only; set tenancy to host, or remove it",
      "'spec.provider.workers[0].providerConfig.placement.affinity' (host) is for the tenancy host only; set tenancy to host, or remove it",
    ],
  ],
  [
    'a node template of no quantity',
    { nodeTemplate: { capacity: { cpu: 'two' } } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.nodeTemplate.capacity.cpu' (two) is not a valid quantity; use the form 4, 500m or 16Gi",
    ],
  ],
])('on AWS, %s is refused', (_, options, pool, messages) => {
  expect(errorsOf(options, pool)).toEqual(messages.map((message) => `[test/shoot] ${message}`));
});
