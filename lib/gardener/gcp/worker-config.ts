import { listUnlessEmpty } from '../../private/empty';
import { NodeTemplate, renderNodeTemplate } from '../node-template';
import { GCP_API } from './gcp-api';

/** Interface of local SSDs (`volume.interface`). */
export enum GcpLocalSsdInterface {
  /** NVMe. */
  NVME = 'NVME',

  /** SCSI. */
  SCSI = 'SCSI',
}

/** Customer-managed encryption key (CMEK) of the volumes (`volume.encryption`). */
export interface GcpVolumeEncryption {
  /** Cloud KMS key: `projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY`. */
  readonly kmsKeyName: string;

  /**
   * Service account that encrypts and decrypts with the key.
   *
   * @default - the Compute Engine service agent
   */
  readonly kmsKeyServiceAccount?: string;
}

/** Settings of a data volume, in addition to its size and type. */
export interface GcpDataVolume {
  /** Name of the data volume in the `dataVolumes` of the worker pool. */
  readonly name: string;

  /**
   * Image that the volume is created from. It must differ from the machine image: Garden Linux mounts disks by label, and both
   * would have the same labels.
   *
   * @default - none: the volume is empty
   */
  readonly sourceImage?: string;

  /**
   * Provisioned IOPS: I/O operations per second. For Hyperdisk types that support it.
   *
   * @default - that of the volume type
   */
  readonly provisionedIops?: number;

  /**
   * Provisioned throughput, in MiB/s. For Hyperdisk types that support it.
   *
   * @default - that of the volume type
   */
  readonly provisionedThroughput?: number;
}

/** GPUs of each VM. Changing them replaces all nodes. */
export interface GcpGpu {
  /** Accelerator type: `nvidia-tesla-t4`. */
  readonly acceleratorType: string;

  /** Number of GPUs per VM, 1 or greater. */
  readonly count: number;
}

/** Service account of the VMs. */
export interface GcpServiceAccount {
  /** Email address of the service account: `name@project.iam.gserviceaccount.com`. */
  readonly email: string;

  /** OAuth scopes; at least one: `https://www.googleapis.com/auth/cloud-platform`. */
  readonly scopes: string[];
}

/** Options of `Gcp.workerConfig()`. */
export interface GcpWorkerConfigOptions {
  /**
   * Interface of local SSDs. Required for data volumes of type `SCRATCH`; all data volumes must then be of that type.
   *
   * @default - none
   */
  readonly localSsdInterface?: GcpLocalSsdInterface;

  /**
   * Customer-managed encryption key of the volumes. Not for data volumes of type `SCRATCH`.
   *
   * @default - Google-managed keys
   */
  readonly volumeEncryption?: GcpVolumeEncryption;

  /**
   * Settings of data volumes.
   *
   * @default - those of the volume types
   */
  readonly dataVolumes?: GcpDataVolume[];

  /**
   * Service account of the VMs.
   *
   * @default - that of Compute Engine, or one that Gardener creates
   */
  readonly serviceAccount?: GcpServiceAccount;

  /**
   * GPUs of each VM.
   *
   * @default - none
   */
  readonly gpu?: GcpGpu;

  /**
   * Minimum CPU platform: `Intel Haswell`.
   *
   * @default - any
   */
  readonly minCpuPlatform?: string;

  /**
   * Node template: resources that the cluster-autoscaler expects of a new node, to scale up from zero. Requires `capacity`. Changing
   * it replaces all nodes.
   *
   * @default - the resources of the machine type in the CloudProfile
   */
  readonly nodeTemplate?: NodeTemplate;
}

/** @internal */
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
