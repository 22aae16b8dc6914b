import { Chart, Size } from 'cdk8s';
import { Gcp, GcpLocalSsdInterface, GcpWorkerConfigOptions, WorkerPoolProps } from '../../lib/gardener';
import { validationErrors } from '../testing';
import { shootWith, specOf } from './shoots';

const API = 'gcp.provider.extensions.gardener.cloud/v1alpha1';
const ZONE = 'europe-west1-b';

const shootOf = (options: GcpWorkerConfigOptions, pool: Partial<WorkerPoolProps> = {}) =>
  shootWith(
    { infrastructure: Gcp.infrastructure({ workers: '10.250.0.0/16', zone: ZONE }) },
    { zones: [ZONE], ...pool, providerConfig: Gcp.workerConfig(options) },
  );

const errorsOf = (options: GcpWorkerConfigOptions, pool?: Partial<WorkerPoolProps>) =>
  validationErrors(Chart.of(shootOf(options, pool)));

const configOf = (options: GcpWorkerConfigOptions, pool?: Partial<WorkerPoolProps>) =>
  specOf(shootOf(options, pool)).provider.workers[0].providerConfig;

const KEY = 'projects/p/locations/l/keyRings/r/cryptoKeys/k';
const ACCOUNT = 'name@project.iam.gserviceaccount.com';
const DISK = { name: 'data', size: Size.gibibytes(50), type: 'hyperdisk-balanced' };
const LOCAL = { name: 'fast', size: Size.gibibytes(375), type: 'SCRATCH' };

test('a worker pool is told what is said, and nothing else', () => {
  const options: GcpWorkerConfigOptions = {
    volumeEncryption: { kmsKeyName: KEY, kmsKeyServiceAccount: ACCOUNT },
    dataVolumes: [
      {
        name: 'data',
        sourceImage: 'projects/p/global/images/i',
        provisionedIops: 3000,
        provisionedThroughput: 140,
      },
    ],
    serviceAccount: { email: ACCOUNT, scopes: ['https://www.googleapis.com/auth/cloud-platform'] },
    gpu: { acceleratorType: 'nvidia-tesla-t4', count: 1 },
    minCpuPlatform: 'Intel Haswell',
    nodeTemplate: { capacity: { gpu: '1' } },
  };
  expect(errorsOf(options, { dataVolumes: [DISK] })).toEqual([]);
  expect(configOf(options, { dataVolumes: [DISK] })).toEqual({
    apiVersion: API,
    kind: 'WorkerConfig',
    volume: { encryption: { kmsKeyName: KEY, kmsKeyServiceAccount: ACCOUNT } },
    dataVolumes: options.dataVolumes,
    serviceAccount: options.serviceAccount,
    gpu: { acceleratorType: 'nvidia-tesla-t4', count: 1 },
    minCpuPlatform: 'Intel Haswell',
    nodeTemplate: { capacity: { gpu: '1' } },
  });
  expect(configOf({})).toEqual({ apiVersion: API, kind: 'WorkerConfig' });
});

test('local disks have an interface', () => {
  const options = { localSsdInterface: GcpLocalSsdInterface.NVME };
  expect(errorsOf(options, { dataVolumes: [LOCAL] })).toEqual([]);
  expect(configOf(options, { dataVolumes: [LOCAL] })).toMatchObject({ volume: { interface: 'NVME' } });
});

test.each<[string, GcpWorkerConfigOptions, Partial<WorkerPoolProps>, string[]]>([
  [
    'local disks without an interface',
    {},
    { dataVolumes: [LOCAL] },
    [
      "'localSsdInterface' is required for volumes of type SCRATCH; give 'providerConfig' Gcp.workerConfig({ localSsdInterface: … })",
    ],
  ],
  [
    'other disks with an interface',
    { localSsdInterface: GcpLocalSsdInterface.SCSI },
    { dataVolumes: [LOCAL, DISK] },
    [
      "'localSsdInterface' (SCSI) is for volumes of type SCRATCH, and there are others; remove it, or the other data volumes",
    ],
  ],
  [
    'local disks with a key',
    { localSsdInterface: GcpLocalSsdInterface.SCSI, volumeEncryption: { kmsKeyName: KEY } },
    { dataVolumes: [LOCAL] },
    [
      `'volumeEncryption' ({"kmsKeyName":"${KEY}"}) is set beside volumes of type SCRATCH, which have no key; remove one of them`,
    ],
  ],
  [
    'a key and an account that are none',
    { volumeEncryption: { kmsKeyName: '', kmsKeyServiceAccount: 'me@example.com' } },
    {},
    [
      "'volumeEncryption.kmsKeyName' ('') is no key of Cloud KMS; write projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY",
      "'volumeEncryption.kmsKeyServiceAccount' (me@example.com) is no service account; write name@project.iam.gserviceaccount.com",
    ],
  ],
  [
    'volumes that it does not have, twice, of no image and no speed',
    {
      dataVolumes: [
        { name: 'data' },
        { name: 'data', sourceImage: 'IMAGE', provisionedIops: 0, provisionedThroughput: 0.5 },
        { name: 'other' },
      ],
    },
    { dataVolumes: [DISK] },
    [
      "'dataVolumes[1].name' (data) is there already; remove one of them",
      "'dataVolumes[2].name' (other) is none of the 'dataVolumes' of the pool; name one of them",
      "'dataVolumes[1].sourceImage' (IMAGE) is no image; write projects/PROJECT/global/images/IMAGE",
      "'dataVolumes[1].provisionedIops' (0) must be a whole number above 0; raise it",
      "'dataVolumes[1].provisionedThroughput' (0.5) must be a whole number above 0; raise it",
    ],
  ],
  [
    'an account for nothing',
    { serviceAccount: { email: ACCOUNT, scopes: [] } },
    {},
    ["'serviceAccount.scopes' ([]) has none, and one is needed; name at least one"],
  ],
  [
    'an account for what is no scope, twice',
    { serviceAccount: { email: 'me', scopes: ['all', 'all'] } },
    {},
    [
      "'serviceAccount.email' (me) is no service account; write name@project.iam.gserviceaccount.com",
      "'serviceAccount.scopes[0]' (all) is no scope; write https://www.googleapis.com/auth/cloud-platform, or the like",
      "'serviceAccount.scopes[1]' (all) is no scope; write https://www.googleapis.com/auth/cloud-platform, or the like",
      "'serviceAccount.scopes[1]' (all) is there already; remove one of them",
    ],
  ],
  [
    'no GPUs, of no type, and no CPU',
    { gpu: { acceleratorType: 'NVIDIA', count: 0 }, minCpuPlatform: 'Intel®' },
    {},
    [
      "'gpu.acceleratorType' (NVIDIA) is no type of a GPU; write nvidia-tesla-t4, or the like",
      "'gpu.count' (0) must be a whole number above 0; raise it",
      "'minCpuPlatform' (Intel®) is no CPU platform; write Intel Haswell, or the like",
    ],
  ],
  [
    'a node template without resources',
    { nodeTemplate: {} },
    {},
    ["'nodeTemplate.capacity' is required on GCP; name a resource"],
  ],
])('on GCP, %s are refused', (_, options, pool, messages) => {
  expect(errorsOf(options, pool)).toEqual(
    messages.map((message) => `[test/shoot/spin] ${message.replace("'", "'providerConfig.")}`),
  );
});
