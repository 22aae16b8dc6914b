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

test('renders the options of a WorkerConfig that are set, and no others', () => {
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

test('renders the interface of local SSDs', () => {
  const options = { localSsdInterface: GcpLocalSsdInterface.NVME };
  expect(errorsOf(options, { dataVolumes: [LOCAL] })).toEqual([]);
  expect(configOf(options, { dataVolumes: [LOCAL] })).toMatchObject({ volume: { interface: 'NVME' } });
});

test.each<[string, GcpWorkerConfigOptions, Partial<WorkerPoolProps>, string[]]>([
  [
    'local SSDs without an interface',
    {},
    { dataVolumes: [LOCAL] },
    [
      "'spec.provider.workers[0].providerConfig.volume.interface' is required for volumes of type SCRATCH; set NVME or SCSI in a WorkerConfig",
    ],
  ],
  [
    'a local SSD interface for other data volumes',
    { localSsdInterface: GcpLocalSsdInterface.SCSI },
    { dataVolumes: [LOCAL, DISK] },
    [
      "'spec.provider.workers[0].providerConfig.volume.interface' (SCSI) is for volumes of type SCRATCH, and the pool has others; remove it, or the other data volumes",
    ],
  ],
  [
    'local SSDs with an encryption key',
    { localSsdInterface: GcpLocalSsdInterface.SCSI, volumeEncryption: { kmsKeyName: KEY } },
    { dataVolumes: [LOCAL] },
    [
      '\'spec.provider.workers[0].providerConfig.volume.encryption\' ({"kmsKeyName":"projects/p/locations/l/keyRings/r/cryptoKeys/k"}) must not be set with volumes of type SCRATCH; remove one of them',
    ],
  ],
  [
    'an empty encryption key and an invalid service account',
    { volumeEncryption: { kmsKeyName: '', kmsKeyServiceAccount: 'me@example.com' } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.volume.encryption.kmsKeyName' ('') is not a valid key of Cloud KMS; use the form projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY",
      "'spec.provider.workers[0].providerConfig.volume.encryption.kmsKeyServiceAccount' (me@example.com) is not a valid service account; use the form name@project.iam.gserviceaccount.com",
    ],
  ],
  [
    'unknown and duplicate data volumes with invalid settings',
    {
      dataVolumes: [
        { name: 'data' },
        { name: 'data', sourceImage: 'IMAGE', provisionedIops: 0, provisionedThroughput: 0.5 },
        { name: 'other' },
      ],
    },
    { dataVolumes: [DISK] },
    [
      "'spec.provider.workers[0].providerConfig.dataVolumes[2].name' (other) is not one of the dataVolumes of the pool; name one of them",
      "'spec.provider.workers[0].providerConfig.dataVolumes[1].name' (data) is defined twice, also in spec.provider.workers[0].providerConfig.dataVolumes[0].name; remove one of them",
      "'spec.provider.workers[0].providerConfig.dataVolumes[1].sourceImage' (IMAGE) is not a valid source image; use the form projects/PROJECT/global/images/IMAGE",
      "'spec.provider.workers[0].providerConfig.dataVolumes[1].provisionedIops' (0) must be a whole number above 0; raise it",
      "'spec.provider.workers[0].providerConfig.dataVolumes[1].provisionedThroughput' (0.5) must be a whole number above 0; raise it",
    ],
  ],
  [
    'a service account without scopes',
    { serviceAccount: { email: ACCOUNT, scopes: [] } },
    {},
    ["'spec.provider.workers[0].providerConfig.serviceAccount.scopes' ([]) must have at least one scope; add one"],
  ],
  [
    'an invalid service account with invalid and duplicate scopes',
    { serviceAccount: { email: 'me', scopes: ['all', 'all'] } },
    {},
    [
      "'spec.provider.workers[0].providerConfig.serviceAccount.email' (me) is not a valid service account; use the form name@project.iam.gserviceaccount.com",
      "'spec.provider.workers[0].providerConfig.serviceAccount.scopes[0]' (all) is not a valid scope; use the form https://www.googleapis.com/auth/cloud-platform",
      "'spec.provider.workers[0].providerConfig.serviceAccount.scopes[1]' (all) is not a valid scope; use the form https://www.googleapis.com/auth/cloud-platform",
      "'spec.provider.workers[0].providerConfig.serviceAccount.scopes[1]' (all) is defined twice, also in spec.provider.workers[0].providerConfig.serviceAccount.scopes[0]; remove one of them",
    ],
  ],
  [
    'invalid GPUs and an invalid CPU platform',
    { gpu: { acceleratorType: 'NVIDIA', count: 0 }, minCpuPlatform: 'Intel®' },
    {},
    [
      "'spec.provider.workers[0].providerConfig.gpu.acceleratorType' (NVIDIA) is not a valid accelerator type; use the form nvidia-tesla-t4",
      "'spec.provider.workers[0].providerConfig.gpu.count' (0) must be a whole number above 0; raise it",
      "'spec.provider.workers[0].providerConfig.minCpuPlatform' (Intel®) is not a valid CPU platform; use the form Intel Haswell",
    ],
  ],
  [
    'a node template without a capacity',
    { nodeTemplate: {} },
    {},
    ["'spec.provider.workers[0].providerConfig.nodeTemplate.capacity' is required on GCP; set at least one resource"],
  ],
])('rejects %s on GCP', (_, options, pool, messages) => {
  expect(errorsOf(options, pool)).toEqual(messages.map((message) => `[test/shoot] ${message}`));
});
