import { listUnlessEmpty } from '../../private/empty';
import { AWS_API } from './aws-api';
import { AwsElasticFileSystem } from './aws-elastic-file-system';
import { AwsIgnoredTags, renderIgnoredTags } from './aws-ignored-tags';

/** The VPC of a Shoot. */
export class AwsVpc {
  /**
   * One that Gardener makes.
   *
   * @param cidr its network: `10.250.0.0/16`
   */
  public static fromCidr(cidr: string): AwsVpc {
    return new AwsVpc(cidr, undefined);
  }

  /**
   * One that is there. It needs an internet gateway, and DNS names switched on.
   *
   * @param id its id: `vpc-0123456789`
   */
  public static fromId(id: string): AwsVpc {
    return new AwsVpc(undefined, id);
  }

  private constructor(
    /** Its network, if Gardener makes it. */
    public readonly cidr?: string,
    /** Its id, if it is there. */
    public readonly id?: string,
  ) {}
}

/** The networks of a Shoot in a zone of AWS. They must not overlap. */
export interface AwsZone {
  /** Name of the zone: `eu-central-1a`. */
  readonly name: string;

  /** The network of the machines; in that of the nodes. */
  readonly workers: string;

  /** The network of NAT gateways and public load balancers. */
  readonly public: string;

  /** The network of internal load balancers. */
  readonly internal: string;

  /**
   * The Elastic IP of the NAT gateway, `eipalloc-0676786f3e288044c`, of this zone only. To change it cuts off the machines for a while.
   *
   * @default - one that Gardener makes
   */
  readonly elasticIpAllocationId?: string;
}

/** Options of `Aws.infrastructure()`. */
export interface AwsInfrastructureOptions {
  /** The VPC. It can never be changed. */
  readonly vpc: AwsVpc;

  /** The zones with their networks. Later, add some at the end: none may change or go. */
  readonly zones: AwsZone[];

  /**
   * Services of AWS that are reached without the NAT gateway: `s3`.
   *
   * @default - none
   */
  readonly gatewayEndpoints?: string[];

  /**
   * Whether machines may pull images from the registry of AWS.
   *
   * @default - that of the provider: they may
   */
  readonly enableEcrAccess?: boolean;

  /**
   * Whether networks have IPv6 addresses beside those of IPv4. It can never be switched off.
   *
   * @default false
   */
  readonly dualStack?: boolean;

  /**
   * A file system for volumes that several pods can write to. Its driver needs `AwsHttpTokens.OPTIONAL`.
   *
   * @default - none
   */
  readonly elasticFileSystem?: AwsElasticFileSystem;

  /**
   * Tags that others set, and Gardener leaves alone.
   *
   * @default - none
   */
  readonly ignoredTags?: AwsIgnoredTags;

  /**
   * Whether machines are told to send packets of at most 1460 bytes. Networks of pods find that out by themselves.
   *
   * @default - that of the provider: false for new Shoots
   */
  readonly enableMtuCustomizer?: boolean;

  /**
   * Whether the controller of AWS for load balancers is installed.
   *
   * @default - that of the provider: it is not
   */
  readonly loadBalancerController?: boolean;

  /**
   * The name of the IngressClass of that controller, which you make.
   *
   * @default - that of the provider, `alb`
   */
  readonly loadBalancerIngressClassName?: string;

  /**
   * Whether a controller gives nodes their pods' addresses in IPv6.
   *
   * @default - that of the provider
   */
  readonly ipamController?: boolean;

  /**
   * Whether the routes to pods are written by Gardener's own controller, for all zones.
   *
   * @default - that of the provider
   */
  readonly useCustomRouteController?: boolean;

  /**
   * Feature gates of the cloud controller manager.
   *
   * @default - none
   */
  readonly cloudControllerManagerFeatureGates?: { [gate: string]: boolean };

  /**
   * Whether the StorageClass that Gardener makes is the default one.
   *
   * @default - that of the provider: it is
   */
  readonly managedDefaultStorageClass?: boolean;
}

/** Renders an InfrastructureConfig. */
export function renderAwsInfrastructureConfig(options: AwsInfrastructureOptions): { [field: string]: unknown } {
  const { dualStack, elasticFileSystem, gatewayEndpoints = [], ignoredTags, vpc, zones } = options;
  return {
    apiVersion: AWS_API,
    kind: 'InfrastructureConfig',
    enableECRAccess: options.enableEcrAccess,
    enableMTUCustomizer: options.enableMtuCustomizer,
    dualStack: enabledIfSaid(dualStack),
    networks: {
      vpc: { id: vpc.id, cidr: vpc.cidr, gatewayEndpoints: listUnlessEmpty([...gatewayEndpoints]) },
      zones: zones.map(({ elasticIpAllocationId, internal, name, public: publicCidr, workers }) => ({
        name,
        workers,
        public: publicCidr,
        internal,
        elasticIPAllocationID: elasticIpAllocationId,
      })),
    },
    elasticFileSystem: elasticFileSystem?._toJson(),
    ignoreTags: ignoredTags && renderIgnoredTags(ignoredTags),
  };
}

/** Renders a ControlPlaneConfig. */
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
    ipamController: enabledIfSaid(options.ipamController),
    storage: managedDefaultStorageClass === undefined ? undefined : { managedDefaultClass: managedDefaultStorageClass },
  };
}

function enabledIfSaid(enabled?: boolean): unknown {
  return enabled === undefined ? undefined : { enabled };
}
