import { renderCloudControllerManager, renderDefaultClasses } from '../control-plane-config';
import { GCP_API } from './gcp-api';
import { GcpCloudNat, renderCloudNat } from './gcp-cloud-nat';

/** How often traffic is summed up for flow logs. */
export enum GcpFlowLogInterval {
  /** Every five seconds. */
  SECONDS_5 = 'INTERVAL_5_SEC',

  /** Every half a minute. */
  SECONDS_30 = 'INTERVAL_30_SEC',

  /** Every minute. */
  MINUTES_1 = 'INTERVAL_1_MIN',

  /** Every five minutes. */
  MINUTES_5 = 'INTERVAL_5_MIN',

  /** Every quarter of an hour. */
  MINUTES_15 = 'INTERVAL_15_MIN',
}

/** What is logged of the traffic of machines. At least one of them must be given. */
export interface GcpFlowLogs {
  /**
   * How often traffic is summed up.
   *
   * @default - that of GCP
   */
  readonly aggregationInterval?: GcpFlowLogInterval;

  /**
   * Which share of the traffic is logged, from 0 to 1.
   *
   * @default - that of GCP
   */
  readonly flowSampling?: number;

  /**
   * Whether everything that GCP knows of the traffic is logged with it.
   *
   * @default false
   */
  readonly includeAllMetadata?: boolean;
}

/** A VPC of GCP that is there. */
export interface GcpVpc {
  /** Its name. */
  readonly name: string;

  /** The name of its Cloud Router, which has the machines reach the internet. */
  readonly cloudRouter: string;
}

/** Options of `Gcp.infrastructure()`. */
export interface GcpInfrastructureOptions {
  /** The network of the machines: `10.250.0.0/16`. In that of the nodes. It can be made larger later, and nothing else. */
  readonly workers: string;

  /**
   * The zone that the cloud controller manager is in; one of those of the worker pools: `europe-west1-b`. It can never be changed.
   */
  readonly zone: string;

  /**
   * A VPC that is there. It can never be changed.
   *
   * @default - Gardener makes one
   */
  readonly vpc?: GcpVpc;

  /**
   * The network of internal load balancers: `10.251.0.0/16`. Outside of that of the nodes.
   *
   * @default - none
   */
  readonly internal?: string;

  /**
   * How machines reach the internet.
   *
   * @default - as the provider has it
   */
  readonly cloudNat?: GcpCloudNat;

  /**
   * What is logged of the traffic of machines.
   *
   * @default - nothing
   */
  readonly flowLogs?: GcpFlowLogs;

  /**
   * Whether the StorageClass that Gardener makes is the default one.
   *
   * @default - that of the provider: it is
   */
  readonly managedDefaultStorageClass?: boolean;

  /**
   * Whether the VolumeSnapshotClass that Gardener makes is the default one.
   *
   * @default - that of the provider: it is
   */
  readonly managedDefaultVolumeSnapshotClass?: boolean;

  /**
   * Feature gates of the cloud controller manager.
   *
   * @default - none
   */
  readonly cloudControllerManagerFeatureGates?: { [gate: string]: boolean };
}

/** Renders an InfrastructureConfig. */
export function renderGcpInfrastructureConfig(options: GcpInfrastructureOptions): { [field: string]: unknown } {
  const { cloudNat, flowLogs, internal, vpc, workers } = options;
  return {
    apiVersion: GCP_API,
    kind: 'InfrastructureConfig',
    networks: {
      vpc: vpc && { name: vpc.name, cloudRouter: { name: vpc.cloudRouter } },
      workers,
      internal,
      cloudNAT: cloudNat && renderCloudNat(cloudNat),
      flowLogs: flowLogs && renderFlowLogs(flowLogs),
    },
  };
}

function renderFlowLogs({ aggregationInterval, flowSampling, includeAllMetadata = false }: GcpFlowLogs): unknown {
  return { aggregationInterval, flowSampling, metadata: includeAllMetadata ? 'INCLUDE_ALL_METADATA' : undefined };
}

/** Renders a ControlPlaneConfig. */
export function renderGcpControlPlaneConfig(options: GcpInfrastructureOptions): { [field: string]: unknown } {
  return {
    apiVersion: GCP_API,
    kind: 'ControlPlaneConfig',
    zone: options.zone,
    cloudControllerManager: renderCloudControllerManager(options.cloudControllerManagerFeatureGates),
    storage: renderDefaultClasses(options),
  };
}
