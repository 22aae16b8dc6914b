import { listUnlessEmpty } from '../../private/empty';
import { Problems } from '../../validation/problems';
import { AWS_API } from './aws-api';

/** VPC of a Shoot (`networks.vpc`): one that Gardener creates, or an existing one. */
export class AwsVpc {
  /**
   * VPC that Gardener creates.
   *
   * @param cidr CIDR of the VPC: `10.250.0.0/16`
   */
  public static fromCidr(cidr: string): AwsVpc {
    return new AwsVpc(cidr, undefined);
  }

  /**
   * Existing VPC. It must have an internet gateway, and DNS hostnames and DNS resolution must be enabled.
   *
   * @param id VPC ID: `vpc-0123456789`
   */
  public static fromId(id: string): AwsVpc {
    return new AwsVpc(undefined, id);
  }

  private constructor(
    /** CIDR of the VPC that Gardener creates. */
    public readonly cidr?: string,
    /** ID of the existing VPC. */
    public readonly id?: string,
  ) {}
}

/** Availability zone with its three subnets (`networks.zones`). The CIDRs must not overlap. */
export interface AwsZone {
  /** Name of the availability zone: `eu-central-1a`. */
  readonly name: string;

  /** CIDR of the subnet of the nodes, within `networking.nodes`. */
  readonly workers: string;

  /** CIDR of the public subnet (`public`), for NAT gateways and internet-facing load balancers. */
  readonly publicSubnet: string;

  /** CIDR of the internal subnet (`internal`), for internal load balancers. */
  readonly internalSubnet: string;

  /**
   * Allocation ID of an existing Elastic IP for the NAT gateway: `eipalloc-0676786f3e288044c`. Each zone needs its own. Changing
   * it interrupts outgoing traffic for a while.
   *
   * @default - Gardener allocates an Elastic IP
   */
  readonly elasticIpAllocationId?: string;
}

/** Elastic File System (EFS) with its CSI driver, for volumes that several pods can write to. Immutable. */
export class AwsElasticFileSystem {
  /** EFS file system that Gardener creates. */
  public static create(): AwsElasticFileSystem {
    return new AwsElasticFileSystem();
  }

  /**
   * Existing EFS file system in the region of the Shoot.
   *
   * @param id file system ID: `fs-0123456789abcdef0`
   */
  public static fromId(id: string): AwsElasticFileSystem {
    return new AwsElasticFileSystem(id);
  }

  private constructor(private readonly id?: string) {}

  /** @internal */
  public _toJson(): { [field: string]: unknown } {
    return { enabled: true, id: this.id };
  }
}

/** Tags of AWS resources that others manage, and that Gardener would otherwise remove (`ignoreTags`). */
export interface AwsIgnoredTags {
  /**
   * Keys of the tags.
   *
   * @default - none
   */
  readonly keys?: string[];

  /**
   * Prefixes of the keys of the tags.
   *
   * @default - none
   */
  readonly keyPrefixes?: string[];
}

/** Options of `Aws.infrastructure()`. */
export interface AwsInfrastructureOptions {
  /** VPC of the Shoot. Immutable. */
  readonly vpc: AwsVpc;

  /** Availability zones with their subnets. Append new zones at the end: existing ones can be neither changed nor removed. */
  readonly zones: AwsZone[];

  /**
   * VPC gateway endpoints: AWS services that are reached without the NAT gateway, such as `s3`.
   *
   * @default - none
   */
  readonly gatewayEndpoints?: string[];

  /**
   * Permission of the nodes to pull images from the Elastic Container Registry (`enableECRAccess`).
   *
   * @default - provider default: true
   */
  readonly enableEcrAccess?: boolean;

  /**
   * Dual-stack networks: IPv6 addresses in addition to IPv4. Cannot be disabled once enabled.
   *
   * @default false
   */
  readonly dualStack?: boolean;

  /**
   * EFS file system and its CSI driver. The driver requires `AwsHttpTokens.OPTIONAL` on the worker pools.
   *
   * @default - none
   */
  readonly elasticFileSystem?: AwsElasticFileSystem;

  /**
   * Tags that Gardener leaves alone (`ignoreTags`).
   *
   * @default - none: Gardener removes tags that it did not set
   */
  readonly ignoredTags?: AwsIgnoredTags;

  /**
   * MTU customizer (`enableMTUCustomizer`): sets the MTU of the nodes to 1460 bytes. The pod network detects its MTU by itself.
   *
   * @default - provider default: false for new Shoots
   */
  readonly enableMtuCustomizer?: boolean;

  /**
   * AWS Load Balancer Controller: provisions Application and Network Load Balancers.
   *
   * @default - provider default: false
   */
  readonly loadBalancerController?: boolean;

  /**
   * IngressClass that the AWS Load Balancer Controller handles. You create the IngressClass. Requires `loadBalancerController`.
   *
   * @default - provider default: `alb`
   */
  readonly loadBalancerIngressClassName?: string;

  /**
   * AWS IPAM controller: assigns IPv6 pod CIDRs to the nodes.
   *
   * @default - provider default
   */
  readonly ipamController?: boolean;

  /**
   * Custom route controller of Gardener (`useCustomRouteController`): maintains the pod routes in the route tables of all zones.
   *
   * @default - provider default
   */
  readonly useCustomRouteController?: boolean;

  /**
   * Feature gates of the cloud-controller-manager.
   *
   * @default - none
   */
  readonly cloudControllerManagerFeatureGates?: { [gate: string]: boolean };

  /**
   * Default StorageClass (`managedDefaultClass`): marks the StorageClass `default` that Gardener creates as the default of the
   * cluster.
   *
   * @default - provider default: true
   */
  readonly managedDefaultStorageClass?: boolean;
}

/** @internal */
export function renderAwsInfrastructureConfig(options: AwsInfrastructureOptions): { [field: string]: unknown } {
  const { dualStack, elasticFileSystem, gatewayEndpoints = [], ignoredTags, vpc, zones } = options;
  return {
    apiVersion: AWS_API,
    kind: 'InfrastructureConfig',
    enableECRAccess: options.enableEcrAccess,
    enableMTUCustomizer: options.enableMtuCustomizer,
    dualStack: renderEnabled(dualStack),
    networks: {
      vpc: { id: vpc.id, cidr: vpc.cidr, gatewayEndpoints: listUnlessEmpty([...gatewayEndpoints]) },
      zones: zones.map(({ elasticIpAllocationId, internalSubnet, name, publicSubnet, workers }) => ({
        name,
        workers,
        public: publicSubnet,
        internal: internalSubnet,
        elasticIPAllocationID: elasticIpAllocationId,
      })),
    },
    elasticFileSystem: elasticFileSystem?._toJson(),
    ignoreTags: ignoredTags && renderIgnoredTags(ignoredTags),
  };
}

function renderIgnoredTags({ keyPrefixes = [], keys = [] }: AwsIgnoredTags): unknown {
  return { keys: listUnlessEmpty([...keys]), keyPrefixes: listUnlessEmpty([...keyPrefixes]) };
}

/** @internal */
export function renderAwsControlPlaneConfig(options: AwsInfrastructureOptions): { [field: string]: unknown } {
  const { cloudControllerManagerFeatureGates: featureGates, managedDefaultStorageClass } = options;
  const { loadBalancerController, loadBalancerIngressClassName, useCustomRouteController } = options;
  return {
    apiVersion: AWS_API,
    kind: 'ControlPlaneConfig',
    cloudControllerManager:
      featureGates === undefined && useCustomRouteController === undefined
        ? undefined
        : { featureGates: featureGates && { ...featureGates }, useCustomRouteController },
    loadBalancerController:
      loadBalancerController === undefined
        ? undefined
        : { enabled: loadBalancerController, ingressClassName: loadBalancerIngressClassName },
    ipamController: renderEnabled(options.ipamController),
    storage: managedDefaultStorageClass === undefined ? undefined : { managedDefaultClass: managedDefaultStorageClass },
  };
}

function renderEnabled(enabled?: boolean): unknown {
  return enabled === undefined ? undefined : { enabled };
}

/** Reports options of which nothing is rendered. */
export function checkAwsInfrastructure(options: AwsInfrastructureOptions): Problems {
  const { loadBalancerController, loadBalancerIngressClassName: name } = options;
  const problems = Problems.at('infrastructure');
  if (name !== undefined && loadBalancerController !== true) {
    const remedy = 'set it to true, or remove this';
    problems.at('loadBalancerIngressClassName').refuse(name, "requires 'loadBalancerController'", remedy);
  }
  return problems;
}
