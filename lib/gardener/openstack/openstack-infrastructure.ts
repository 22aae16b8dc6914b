import { listUnlessEmpty } from '../../private/empty';
import { renderCloudControllerManager } from '../control-plane-config';
import { OPENSTACK_API } from './openstack-api';
import { OpenStackLoadBalancerClass, renderLoadBalancerClass } from './openstack-load-balancer-class';

/** Options of `OpenStack.infrastructure()`. Networks can never be changed. */
export interface OpenStackInfrastructureOptions {
  /** The floating pool that the router and load balancers get public addresses from, as the CloudProfile knows it. */
  readonly floatingPoolName: string;

  /**
   * The subnet of the floating pool that the router is attached to: a name, or a pattern of names.
   *
   * @default - one that Gardener chooses
   */
  readonly floatingPoolSubnetName?: string;

  /**
   * The network of the machines, for which Gardener makes a subnet: `10.250.0.0/19`. In that of the nodes.
   *
   * @default - none; needed unless there is a subnet, `subnetId`
   */
  readonly workers?: string;

  /**
   * The id of a Neutron network that is there.
   *
   * @default - Gardener makes one
   */
  readonly networkId?: string;

  /**
   * The id of a router that is there.
   *
   * @default - Gardener makes one
   */
  readonly routerId?: string;

  /**
   * The UUID of a subnet that is there, with DHCP and a gateway, in the network `networkId` and attached to the router
   * `routerId`.
   *
   * @default - Gardener makes one
   */
  readonly subnetId?: string;

  /**
   * The UUID of a security group that is there. It must let nodes talk to each other, and load balancers to the ports 30000 to 32767.
   *
   * @default - Gardener makes one
   */
  readonly securityGroupId?: string;

  /** The provider of load balancers, as the CloudProfile knows it: `haproxy`. */
  readonly loadBalancerProvider: string;

  /**
   * Classes of load balancers that Services can name.
   *
   * @default - those of the CloudProfile
   */
  readonly loadBalancerClasses?: OpenStackLoadBalancerClass[];

  /**
   * Whether there are volumes that several pods can write to: by the driver for Manila, and a share network.
   *
   * @default false
   */
  readonly csiManila?: boolean;

  /**
   * The UUID of a share network that is there. Only with `csiManila`.
   *
   * @default - Gardener makes one
   */
  readonly shareNetworkId?: string;

  /**
   * Feature gates of the cloud controller manager.
   *
   * @default - none
   */
  readonly cloudControllerManagerFeatureGates?: { [gate: string]: boolean };
}

/** Renders an InfrastructureConfig. */
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

/** Renders a ControlPlaneConfig. */
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
