import { Duration } from 'cdk8s';
import { listUnlessEmpty } from '../../private/empty';
import { renderCloudControllerManager, renderDefaultClasses } from '../control-plane-config';
import { GCP_API } from './gcp-api';

/** Existing VPC network with its Cloud Router (`networks.vpc`). */
export interface GcpVpc {
  /** Name of the VPC network. */
  readonly name: string;

  /** Name of the Cloud Router of the VPC network, which Cloud NAT uses for outgoing traffic of the nodes. */
  readonly cloudRouter: string;
}

/**
 * Cloud NAT: outgoing traffic of the nodes (`networks.cloudNAT`).
 *
 * @see https://cloud.google.com/nat/docs/ports-and-addresses
 */
export interface GcpCloudNat {
  /**
   * Names of existing external IP addresses (`natIPNames`).
   *
   * @default - Gardener reserves addresses
   */
  readonly natIpNames?: string[];

  /**
   * Minimum number of ports per VM. Must be a power of two with `dynamicPortAllocation`.
   *
   * @default - provider default: 2048
   */
  readonly minPortsPerVm?: number;

  /**
   * Maximum number of ports per VM, a power of two. Requires `dynamicPortAllocation`.
   *
   * @default - provider default: 65536
   */
  readonly maxPortsPerVm?: number;

  /**
   * Dynamic port allocation (`enableDynamicPortAllocation`): VMs get more ports as they need them. Excludes
   * `endpointIndependentMapping`.
   *
   * @default false
   */
  readonly dynamicPortAllocation?: boolean;

  /**
   * Endpoint-independent mapping: a port of a VM keeps the same external address and port for all destinations.
   *
   * @default false
   */
  readonly endpointIndependentMapping?: boolean;

  /**
   * Idle timeout of UDP mappings, in whole seconds (`udpIdleTimeoutSec`).
   *
   * @default - GCP default: 30 seconds
   */
  readonly udpIdleTimeout?: Duration;

  /**
   * Idle timeout of ICMP mappings, in whole seconds (`icmpIdleTimeoutSec`).
   *
   * @default - GCP default: 30 seconds
   */
  readonly icmpIdleTimeout?: Duration;

  /**
   * Idle timeout of established TCP connections, in whole seconds (`tcpEstablishedIdleTimeoutSec`).
   *
   * @default - GCP default: 20 minutes
   */
  readonly tcpEstablishedIdleTimeout?: Duration;

  /**
   * Idle timeout of TCP connections that are being opened or closed, in whole seconds (`tcpTransitoryIdleTimeoutSec`).
   *
   * @default - GCP default: 30 seconds
   */
  readonly tcpTransitoryIdleTimeout?: Duration;

  /**
   * Time in TIME_WAIT before the port of a closed TCP connection is reused, in whole seconds (`tcpTimeWaitTimeoutSec`).
   *
   * @default - GCP default: 2 minutes
   */
  readonly tcpTimeWaitTimeout?: Duration;
}

/** Aggregation interval of VPC flow logs. */
export enum GcpFlowLogInterval {
  /** 5 seconds. */
  SECONDS_5 = 'INTERVAL_5_SEC',

  /** 30 seconds. */
  SECONDS_30 = 'INTERVAL_30_SEC',

  /** 1 minute. */
  MINUTES_1 = 'INTERVAL_1_MIN',

  /** 5 minutes. */
  MINUTES_5 = 'INTERVAL_5_MIN',

  /** 15 minutes. */
  MINUTES_15 = 'INTERVAL_15_MIN',
}

/** VPC flow logs of the subnet of the nodes (`networks.flowLogs`). At least one field is required. */
export interface GcpFlowLogs {
  /**
   * Aggregation interval of the samples.
   *
   * @default - GCP default
   */
  readonly aggregationInterval?: GcpFlowLogInterval;

  /**
   * Sampling rate, from 0 (no flows) to 1 (all flows).
   *
   * @default - GCP default
   */
  readonly flowSampling?: number;

  /**
   * Metadata annotations (`metadata`): adds all metadata that GCP has to each log entry.
   *
   * @default false
   */
  readonly includeAllMetadata?: boolean;
}

/** Options of `Gcp.infrastructure()`. */
export interface GcpInfrastructureOptions {
  /** CIDR of the subnet of the nodes, within `networking.nodes`: `10.250.0.0/16`. It can be extended later; otherwise immutable. */
  readonly workers: string;

  /**
   * Zone of the cloud-controller-manager (`controlPlaneConfig.zone`); one of the zones of the worker pools: `europe-west1-b`.
   * Immutable.
   */
  readonly zone: string;

  /**
   * Existing VPC network. Immutable.
   *
   * @default - Gardener creates one
   */
  readonly vpc?: GcpVpc;

  /**
   * CIDR of the subnet of internal load balancers (`networks.internal`), outside `networking.nodes`: `10.251.0.0/16`.
   *
   * @default - none
   */
  readonly internalSubnet?: string;

  /**
   * Cloud NAT: outgoing traffic of the nodes.
   *
   * @default - provider defaults
   */
  readonly cloudNat?: GcpCloudNat;

  /**
   * VPC flow logs of the subnet of the nodes.
   *
   * @default - disabled
   */
  readonly flowLogs?: GcpFlowLogs;

  /**
   * Default StorageClass (`managedDefaultStorageClass`): marks the StorageClass `default` that Gardener creates as the default of
   * the cluster.
   *
   * @default - provider default: true
   */
  readonly managedDefaultStorageClass?: boolean;

  /**
   * Default VolumeSnapshotClass (`managedDefaultVolumeSnapshotClass`): marks the VolumeSnapshotClass `default` that Gardener
   * creates as the default of the cluster.
   *
   * @default - provider default: true
   */
  readonly managedDefaultVolumeSnapshotClass?: boolean;

  /**
   * Feature gates of the cloud-controller-manager.
   *
   * @default - none
   */
  readonly cloudControllerManagerFeatureGates?: { [gate: string]: boolean };
}

/** @internal */
export function renderGcpInfrastructureConfig(options: GcpInfrastructureOptions): { [field: string]: unknown } {
  const { cloudNat, flowLogs, internalSubnet, vpc, workers } = options;
  return {
    apiVersion: GCP_API,
    kind: 'InfrastructureConfig',
    networks: {
      vpc: vpc && { name: vpc.name, cloudRouter: { name: vpc.cloudRouter } },
      workers,
      internal: internalSubnet,
      cloudNAT: cloudNat && renderCloudNat(cloudNat),
      flowLogs: flowLogs && renderFlowLogs(flowLogs),
    },
  };
}

function renderCloudNat(nat: GcpCloudNat): unknown {
  const { endpointIndependentMapping: enabled, natIpNames = [] } = nat;
  return {
    natIPNames: listUnlessEmpty(natIpNames.map((name) => ({ name }))),
    minPortsPerVM: nat.minPortsPerVm,
    maxPortsPerVM: nat.maxPortsPerVm,
    enableDynamicPortAllocation: nat.dynamicPortAllocation,
    endpointIndependentMapping: enabled === undefined ? undefined : { enabled },
    udpIdleTimeoutSec: seconds(nat.udpIdleTimeout),
    icmpIdleTimeoutSec: seconds(nat.icmpIdleTimeout),
    tcpEstablishedIdleTimeoutSec: seconds(nat.tcpEstablishedIdleTimeout),
    tcpTransitoryIdleTimeoutSec: seconds(nat.tcpTransitoryIdleTimeout),
    tcpTimeWaitTimeoutSec: seconds(nat.tcpTimeWaitTimeout),
  };
}

/** Fractions of a second are rejected by the checks, together with everything else that is wrong. */
function seconds(duration?: Duration): number | undefined {
  return duration?.toSeconds({ integral: false });
}

function renderFlowLogs({ aggregationInterval, flowSampling, includeAllMetadata = false }: GcpFlowLogs): unknown {
  return { aggregationInterval, flowSampling, metadata: includeAllMetadata ? 'INCLUDE_ALL_METADATA' : undefined };
}

/** @internal */
export function renderGcpControlPlaneConfig(options: GcpInfrastructureOptions): { [field: string]: unknown } {
  return {
    apiVersion: GCP_API,
    kind: 'ControlPlaneConfig',
    zone: options.zone,
    cloudControllerManager: renderCloudControllerManager(options.cloudControllerManagerFeatureGates),
    storage: renderDefaultClasses(options),
  };
}
