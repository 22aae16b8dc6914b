import { listUnlessEmpty } from '../../private/empty';
import { renderCloudControllerManager } from '../control-plane-config';
import { OPENSTACK_API } from './openstack-api';
import { checkedType } from '../../private/checked-props';

/** Purpose of a load balancer class. */
export enum OpenStackLoadBalancerPurpose {
  /** Default class: for Services that name no class. */
  DEFAULT = 'default',

  /** Class of internal load balancers, for settings that differ from the default class. */
  PRIVATE = 'private',
}

/** Subnet of the floating network that floating IPs are allocated from. */
export class OpenStackFloatingSubnet {
  /**
   * Subnet with this ID (`floatingSubnetID`).
   *
   * @param id UUID of the subnet
   */
  public static fromId(id: string): OpenStackFloatingSubnet {
    return new OpenStackFloatingSubnet('floatingSubnetID', id);
  }

  /**
   * Subnets with this name (`floatingSubnetName`).
   *
   * @param name name of the subnet, or a glob pattern: `internet-*`
   */
  public static fromName(name: string): OpenStackFloatingSubnet {
    return new OpenStackFloatingSubnet(
      'floatingSubnetName',
      checkedType('text', name, 'name', 'OpenStackFloatingSubnet.fromName'),
    );
  }

  /**
   * Subnets with these tags (`floatingSubnetTags`).
   *
   * @param tags tags of the subnet
   */
  public static fromTags(...tags: string[]): OpenStackFloatingSubnet {
    return new OpenStackFloatingSubnet('floatingSubnetTags', tags.join());
  }

  private constructor(
    private readonly field: string,
    private readonly text: string,
  ) {}

  /** @internal */
  public _toJson(): { [field: string]: string } {
    return { [this.field]: this.text };
  }
}

/** Load balancer class. A Service selects it with the annotation `loadbalancer.openstack.org/class`. */
export interface OpenStackLoadBalancerClass {
  /** Name of the class, unique in the Shoot. A class named `default` or `private` has that purpose. */
  readonly name: string;

  /**
   * Purpose of the class.
   *
   * @default - none: for Services that name the class
   */
  readonly purpose?: OpenStackLoadBalancerPurpose;

  /**
   * UUID of the network that floating IPs are allocated from (`floatingNetworkID`).
   *
   * @default - the network of the floating pool
   */
  readonly floatingNetworkId?: string;

  /**
   * Subnet of the floating network that floating IPs are allocated from.
   *
   * @default - chosen by OpenStack
   */
  readonly floatingSubnet?: OpenStackFloatingSubnet;

  /**
   * ID of the subnet of the virtual IPs (`subnetID`). Ignored if a floating network or subnet is set.
   *
   * @default - the subnet of the nodes
   */
  readonly subnetId?: string;
}

/** Options of `OpenStack.infrastructure()`. All networks are immutable. */
export interface OpenStackInfrastructureOptions {
  /** Floating pool of the router and the load balancers, from the CloudProfile. */
  readonly floatingPoolName: string;

  /**
   * Subnet of the floating pool that the router is attached to: a name or a glob pattern.
   *
   * @default - chosen by Gardener
   */
  readonly floatingPoolSubnetName?: string;

  /**
   * CIDR of the subnet of the nodes that Gardener creates, within `networking.nodes`: `10.250.0.0/19`. Exactly one of `workers` and
   * `subnetId` is required.
   *
   * @default - none: the nodes are in the existing subnet `subnetId`
   */
  readonly workers?: string;

  /**
   * ID of an existing Neutron network.
   *
   * @default - Gardener creates one
   */
  readonly networkId?: string;

  /**
   * ID of an existing router.
   *
   * @default - Gardener creates one
   */
  readonly routerId?: string;

  /**
   * UUID of an existing subnet of the nodes, with DHCP and a gateway, in the network `networkId` and attached to the router
   * `routerId`.
   *
   * @default - Gardener creates one
   */
  readonly subnetId?: string;

  /**
   * UUID of an existing security group of the nodes. It must allow traffic between nodes, and from load balancers to the node ports,
   * 30000 to 32767. Requires `networkId`.
   *
   * @default - Gardener creates one
   */
  readonly securityGroupId?: string;

  /** Load balancer provider, from the CloudProfile: `haproxy`. */
  readonly loadBalancerProvider: string;

  /**
   * Load balancer classes that Services can select.
   *
   * @default - those of the CloudProfile
   */
  readonly loadBalancerClasses?: OpenStackLoadBalancerClass[];

  /**
   * Manila CSI driver with a share network, for volumes that several pods can write to.
   *
   * @default false
   */
  readonly csiManila?: boolean;

  /**
   * UUID of an existing share network. Requires `csiManila` and `networkId`.
   *
   * @default - Gardener creates one
   */
  readonly shareNetworkId?: string;

  /**
   * Feature gates of the cloud-controller-manager.
   *
   * @default - none
   */
  readonly cloudControllerManagerFeatureGates?: { [gate: string]: boolean };
}

/** @internal */
export function renderOpenStackInfrastructureConfig(options: OpenStackInfrastructureOptions): {
  [field: string]: unknown;
} {
  const { csiManila = false, routerId, shareNetworkId } = options;
  return {
    apiVersion: OPENSTACK_API,
    kind: 'InfrastructureConfig',
    floatingPoolName: options.floatingPoolName,
    floatingPoolSubnetName: options.floatingPoolSubnetName,
    networks: {
      id: options.networkId,
      router: routerId === undefined ? undefined : { id: routerId },
      subnetId: options.subnetId,
      workers: options.workers,
      securityGroupId: options.securityGroupId,
      shareNetwork: csiManila && shareNetworkId === undefined ? { enabled: true } : undefined,
      shareNetworkId,
    },
  };
}

/** @internal */
export function renderOpenStackControlPlaneConfig(options: OpenStackInfrastructureOptions): {
  [field: string]: unknown;
} {
  const { csiManila = false, loadBalancerClasses = [] } = options;
  return {
    apiVersion: OPENSTACK_API,
    kind: 'ControlPlaneConfig',
    loadBalancerProvider: options.loadBalancerProvider,
    loadBalancerClasses: listUnlessEmpty(loadBalancerClasses.map(renderLoadBalancerClass)),
    cloudControllerManager: renderCloudControllerManager(options.cloudControllerManagerFeatureGates),
    storage: csiManila ? { csiManila: { enabled: true } } : undefined,
  };
}

function renderLoadBalancerClass(options: OpenStackLoadBalancerClass): unknown {
  const { floatingNetworkId, floatingSubnet, name, purpose, subnetId } = options;
  return { name, purpose, floatingNetworkID: floatingNetworkId, ...floatingSubnet?._toJson(), subnetID: subnetId };
}
