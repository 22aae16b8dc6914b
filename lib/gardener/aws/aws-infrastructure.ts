import { listUnlessEmpty } from '../../private/empty';
import { AWS_API } from './aws-api';

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
   * The Elastic IP of the NAT gateway. To change it cuts off the machines for a while.
   *
   * @default - one that Gardener makes
   */
  readonly elasticIpAllocationId?: string;
}

/** Options of `Infrastructure.aws()`. */
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
   * Whether the controller of AWS for load balancers is installed.
   *
   * @default - that of the provider: it is not
   */
  readonly loadBalancerController?: boolean;

  /**
   * Whether the StorageClass that Gardener makes is the default one.
   *
   * @default - that of the provider: it is
   */
  readonly managedDefaultStorageClass?: boolean;
}

/** Renders an InfrastructureConfig. */
export function renderAwsInfrastructureConfig(options: AwsInfrastructureOptions): unknown {
  const { enableEcrAccess, gatewayEndpoints = [], vpc, zones } = options;
  return {
    apiVersion: AWS_API,
    kind: 'InfrastructureConfig',
    enableECRAccess: enableEcrAccess,
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
  };
}

/** Renders a ControlPlaneConfig. */
export function renderAwsControlPlaneConfig(options: AwsInfrastructureOptions): unknown {
  const { loadBalancerController, managedDefaultStorageClass } = options;
  return {
    apiVersion: AWS_API,
    kind: 'ControlPlaneConfig',
    loadBalancerController: loadBalancerController === undefined ? undefined : { enabled: loadBalancerController },
    storage: managedDefaultStorageClass === undefined ? undefined : { managedDefaultClass: managedDefaultStorageClass },
  };
}
