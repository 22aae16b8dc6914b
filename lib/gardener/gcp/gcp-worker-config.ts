import { listUnlessEmpty } from '../../private/empty';
import { violation } from '../../private/errors';
import { ask, positive } from '../ask';
import { NodeTemplate, renderNodeTemplate, validateNodeTemplate } from '../node-template';
import { WorkerPoolSettings } from '../worker-pool-settings';
import { validateDataVolumeNames } from '../worker-pool-volume';
import { GCP_API } from './gcp-api';
import { ACCELERATOR, CPU_PLATFORM, KMS_KEY, SCOPE, SERVICE_ACCOUNT, SOURCE_IMAGE } from './gcp-names';

/** How machines reach their local disks. */
export enum GcpLocalSsdInterface {
  /** By NVMe. */
  NVME = 'NVME',

  /** By SCSI. */
  SCSI = 'SCSI',
}

/** A local disk of the machine, which ends with it. */
const SCRATCH = 'SCRATCH';

/** A key of one's own that volumes are encrypted with. */
export interface GcpVolumeEncryption {
  /** The key: `projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY`. */
  readonly kmsKeyName: string;

  /**
   * The service account that may encrypt and decrypt with it.
   *
   * @default - that of Compute Engine
   */
  readonly kmsKeyServiceAccount?: string;
}

/** What a data volume of a pool is, beyond its size and type. */
export interface GcpDataVolume {
  /** The name of one of the `dataVolumes` of the pool. */
  readonly name: string;

  /**
   * The image that it is made of. Not that of the machines: Garden Linux finds its disks by labels, and both would have the same.
   *
   * @default - none: it is empty
   */
  readonly sourceImage?: string;

  /**
   * Operations per second. Of hyperdisks that may be told.
   *
   * @default - that of the type
   */
  readonly provisionedIops?: number;

  /**
   * Throughput in MiB/s. Of hyperdisks that may be told.
   *
   * @default - that of the type
   */
  readonly provisionedThroughput?: number;
}

/** The GPUs of each machine. A change replaces all machines. */
export interface GcpGpu {
  /** Their type: `nvidia-tesla-t4`. */
  readonly acceleratorType: string;

  /** How many a machine has. */
  readonly count: number;
}

/** The service account of machines. */
export interface GcpServiceAccount {
  /** Its address: `name@project.iam.gserviceaccount.com`. */
  readonly email: string;

  /** What machines may do with it; at least one: `https://www.googleapis.com/auth/cloud-platform`. */
  readonly scopes: string[];
}

/** Options of `Gcp.workerConfig()`. */
export interface GcpWorkerConfigOptions {
  /**
   * How machines reach their local disks. Needed where data volumes are of type `SCRATCH`, and then all must be.
   *
   * @default - none
   */
  readonly localSsdInterface?: GcpLocalSsdInterface;

  /**
   * A key of one's own that volumes are encrypted with. Not for local disks.
   *
   * @default - none: GCP has one
   */
  readonly volumeEncryption?: GcpVolumeEncryption;

  /**
   * What data volumes are, beyond their size and type.
   *
   * @default - nothing
   */
  readonly dataVolumes?: GcpDataVolume[];

  /**
   * The service account of machines.
   *
   * @default - that of Compute Engine, or one that Gardener makes
   */
  readonly serviceAccount?: GcpServiceAccount;

  /**
   * The GPUs of each machine.
   *
   * @default - none
   */
  readonly gpu?: GcpGpu;

  /**
   * The oldest generation of processors that will do: `Intel Haswell`.
   *
   * @default - any
   */
  readonly minCpuPlatform?: string;

  /**
   * What the autoscaler takes a node to have. A change replaces all machines.
   *
   * @default - what the CloudProfile says of the machine type
   */
  readonly nodeTemplate?: NodeTemplate;
}

/** Renders a WorkerConfig. */
export function renderGcpWorkerConfig(options: GcpWorkerConfigOptions): { [field: string]: unknown } {
  const { dataVolumes = [], gpu, localSsdInterface, nodeTemplate, serviceAccount, volumeEncryption } = options;
  const hasVolume = localSsdInterface !== undefined || volumeEncryption !== undefined;
  return {
    apiVersion: GCP_API,
    kind: 'WorkerConfig',
    gpu: gpu && { acceleratorType: gpu.acceleratorType, count: gpu.count },
    minCpuPlatform: options.minCpuPlatform,
    volume: hasVolume
      ? { interface: localSsdInterface, encryption: volumeEncryption && { ...volumeEncryption } }
      : undefined,
    dataVolumes: listUnlessEmpty(dataVolumes.map((volume) => ({ ...volume }))),
    serviceAccount: serviceAccount && { email: serviceAccount.email, scopes: [...serviceAccount.scopes] },
    nodeTemplate: nodeTemplate && renderNodeTemplate(nodeTemplate),
  };
}

export function validateGcpWorkerConfig(options: GcpWorkerConfigOptions, pool: WorkerPoolSettings): string[] {
  const { dataVolumes = [], gpu, minCpuPlatform, nodeTemplate, serviceAccount, volumeEncryption } = options;
  const property = (name: string) => `providerConfig.${name}`;
  return [
    ...validateScratchVolumes(options, pool),
    ...ask(property('volumeEncryption.kmsKeyName'), volumeEncryption?.kmsKeyName, KMS_KEY),
    ...ask(property('volumeEncryption.kmsKeyServiceAccount'), volumeEncryption?.kmsKeyServiceAccount, SERVICE_ACCOUNT),
    ...validateDataVolumeNames(
      dataVolumes.map(({ name }) => name),
      pool,
    ),
    ...dataVolumes.flatMap(validateDataVolume),
    ...(serviceAccount ? validateServiceAccount(serviceAccount) : []),
    ...ask(property('gpu.acceleratorType'), gpu?.acceleratorType, ACCELERATOR),
    ...(gpu ? positive(property('gpu.count'), gpu.count) : []),
    ...ask(property('minCpuPlatform'), minCpuPlatform, CPU_PLATFORM),
    ...(nodeTemplate ? validateNodeTemplate(nodeTemplate) : []),
    ...(nodeTemplate && Object.keys(nodeTemplate.capacity ?? {}).length === 0
      ? [violation(property('nodeTemplate.capacity'), nodeTemplate.capacity, 'is required on GCP', 'name a resource')]
      : []),
  ];
}

/** Local disks have an interface, and no key; other disks have none. */
export function validateScratchVolumes(
  { localSsdInterface, volumeEncryption }: GcpWorkerConfigOptions,
  { dataVolumes }: WorkerPoolSettings,
): string[] {
  const isScratch = dataVolumes.some(({ type }) => type === SCRATCH);
  const areOthers = dataVolumes.some(({ type }) => type !== SCRATCH);
  const property = 'providerConfig.localSsdInterface';
  return [
    ...(isScratch && localSsdInterface === undefined
      ? [
          violation(
            property,
            localSsdInterface,
            `is required for volumes of type ${SCRATCH}`,
            "give 'providerConfig' Gcp.workerConfig({ localSsdInterface: … })",
          ),
        ]
      : []),
    ...(areOthers && localSsdInterface !== undefined
      ? [
          violation(
            property,
            localSsdInterface,
            `is for volumes of type ${SCRATCH}, and there are others`,
            'remove it, or the other data volumes',
          ),
        ]
      : []),
    ...(isScratch && volumeEncryption !== undefined
      ? [
          violation(
            'providerConfig.volumeEncryption',
            volumeEncryption,
            `is set beside volumes of type ${SCRATCH}, which have no key`,
            'remove one of them',
          ),
        ]
      : []),
  ];
}

function validateDataVolume(
  { provisionedIops, provisionedThroughput, sourceImage }: GcpDataVolume,
  index: number,
): string[] {
  const property = `providerConfig.dataVolumes[${index}]`;
  return [
    ...ask(`${property}.sourceImage`, sourceImage, SOURCE_IMAGE),
    ...positive(`${property}.provisionedIops`, provisionedIops),
    ...positive(`${property}.provisionedThroughput`, provisionedThroughput),
  ];
}

function validateServiceAccount({ email, scopes }: GcpServiceAccount): string[] {
  const property = 'providerConfig.serviceAccount';
  return [
    ...ask(`${property}.email`, email, SERVICE_ACCOUNT),
    ...(scopes.length === 0
      ? [violation(`${property}.scopes`, [], 'has none, and one is needed', 'name at least one')]
      : []),
    ...scopes.flatMap((scope, index) => [
      ...ask(`${property}.scopes[${index}]`, scope, SCOPE),
      ...(scopes.indexOf(scope) < index
        ? [violation(`${property}.scopes[${index}]`, scope, 'is there already', 'remove one of them')]
        : []),
    ]),
  ];
}
