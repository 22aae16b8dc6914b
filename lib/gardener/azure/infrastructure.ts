import { Duration } from 'cdk8s';
import { listUnlessEmpty } from '../../private/empty';
import { Problems } from '../../validation/problems';
import { renderCloudControllerManager, renderDefaultClasses } from '../control-plane-config';
import { AZURE_API } from './azure-api';
import { checkedType } from '../../private/checked-props';

/** Virtual network (VNet) of a Shoot: one that Gardener creates, or an existing one. */
export class AzureVnet {
  /**
   * VNet that Gardener creates.
   *
   * @param cidr CIDR of the VNet: `10.250.0.0/16`
   */
  public static fromCidr(cidr: string): AzureVnet {
    return new AzureVnet(cidr, undefined, undefined);
  }

  /**
   * Existing VNet.
   *
   * @param name name of the VNet
   * @param resourceGroup resource group of the VNet
   */
  public static fromName(name: string, resourceGroup: string): AzureVnet {
    return new AzureVnet(undefined, checkedType('text', name, 'name', 'AzureVnet.fromName'), resourceGroup);
  }

  private constructor(
    /** CIDR of the VNet that Gardener creates. */
    public readonly cidr?: string,
    /** Name of the existing VNet. */
    public readonly name?: string,
    /** Resource group of the existing VNet. */
    public readonly resourceGroup?: string,
  ) {}
}

/** Existing public IP address of a NAT gateway. Its SKU must be `Standard`, and its zone that of the NAT gateway. */
export interface AzurePublicIp {
  /** Name of the public IP address. */
  readonly name: string;

  /** Resource group of the public IP address. */
  readonly resourceGroup: string;
}

/** NAT gateway of a subnet, for outgoing traffic of the nodes. */
export interface AzureNatGateway {
  /**
   * NAT gateway on or off. `false` is not the same as no `natGateway`: without it, a garden may add a NAT gateway to new Shoots
   * and make them zoned. `false` does not go together with other settings.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Idle timeout of connections, from 4 to 120 whole minutes (`idleConnectionTimeoutMinutes`).
   *
   * @default - that of Azure
   */
  readonly idleConnectionTimeout?: Duration;

  /**
   * Existing public IP addresses. Those of the NAT gateway of `workers` require `natGatewayZone`.
   *
   * @default - Gardener creates one
   */
  readonly ipAddresses?: AzurePublicIp[];
}

/** Availability zone with a subnet of its own (`networks.zones`). */
export interface AzureZone {
  /** Number of the availability zone, 1 or greater. Worker pools name it as a string: `1`. */
  readonly name: number;

  /** CIDR of the subnet of the nodes, within `networking.nodes`. */
  readonly cidr: string;

  /**
   * Service endpoints of the subnet, for direct access to Azure services: `Microsoft.Storage`.
   *
   * @default - none
   */
  readonly serviceEndpoints?: string[];

  /**
   * NAT gateway of the subnet.
   *
   * @default - none, unless the garden adds one to new Shoots: outgoing traffic uses the load balancer of the cluster
   */
  readonly natGateway?: AzureNatGateway;
}

/** Existing user-assigned managed identity of the nodes. Changing it replaces all nodes. */
export interface AzureIdentity {
  /** Name of the managed identity. */
  readonly name: string;

  /** Resource group of the managed identity. */
  readonly resourceGroup: string;

  /**
   * Access to Azure Container Registry (`acrAccess`): nodes pull images with the managed identity.
   *
   * @default false
   */
  readonly acrAccess?: boolean;
}

/** Options of `Azure.infrastructure()`: either one subnet for all nodes (`workers`), or one for each zone (`zones`). */
export interface AzureInfrastructureOptions {
  /**
   * VNet of the Shoot. The CIDR of one that Gardener creates can be extended later; everything else is immutable. Required with
   * `zones`.
   *
   * @default - Gardener creates one with the CIDR of `workers`
   */
  readonly vnet?: AzureVnet;

  /**
   * CIDR of the subnet of all nodes, within `networking.nodes`: `10.250.0.0/19`. Immutable, except for a migration to `zones`, one
   * of which keeps the CIDR.
   *
   * @default - none: each of the `zones` has a subnet
   */
  readonly workers?: string;

  /**
   * Availability zones with a subnet each. Existing zones cannot be removed.
   *
   * @default - none: all nodes share the subnet of `workers`
   */
  readonly zones?: AzureZone[];

  /**
   * Zoned cluster: nodes are placed in availability zones. If false, Azure places them, in scale sets or availability sets.
   *
   * @default true
   */
  readonly zoned?: boolean;

  /**
   * Service endpoints of the subnet of `workers`, for direct access to Azure services: `Microsoft.Storage`.
   *
   * @default - none
   */
  readonly serviceEndpoints?: string[];

  /**
   * NAT gateway of the subnet of `workers`.
   *
   * @default - none, unless the garden adds one to new Shoots: outgoing traffic uses the load balancer of the cluster
   */
  readonly natGateway?: AzureNatGateway;

  /**
   * Availability zone of `natGateway`. Changing it changes the public IP addresses.
   *
   * @default - chosen by Azure
   */
  readonly natGatewayZone?: number;

  /**
   * User-assigned managed identity of the nodes.
   *
   * @default - none
   */
  readonly identity?: AzureIdentity;

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
export function renderAzureInfrastructureConfig(options: AzureInfrastructureOptions): { [field: string]: unknown } {
  const { identity, natGateway, serviceEndpoints = [], vnet, workers, zoned = true, zones = [] } = options;
  return {
    apiVersion: AZURE_API,
    kind: 'InfrastructureConfig',
    zoned,
    identity: identity && { ...identity },
    networks: {
      vnet: { name: vnet?.name, resourceGroup: vnet?.resourceGroup, cidr: vnet?.cidr },
      workers,
      serviceEndpoints: listUnlessEmpty([...serviceEndpoints]),
      natGateway: natGateway && renderNatGateway(natGateway, options.natGatewayZone),
      zones: listUnlessEmpty(zones.map(renderZone)),
    },
  };
}

function renderZone({ cidr, name, natGateway, serviceEndpoints = [] }: AzureZone): unknown {
  return {
    name,
    cidr,
    serviceEndpoints: listUnlessEmpty([...serviceEndpoints]),
    natGateway: natGateway && renderNatGateway(natGateway),
  };
}

/** The NAT gateway of `workers` names its zone; that of a zone is in that zone. */
function renderNatGateway(gateway: AzureNatGateway, zone?: number): unknown {
  const { enabled = true, idleConnectionTimeout, ipAddresses = [] } = gateway;
  return {
    enabled,
    idleConnectionTimeoutMinutes: idleConnectionTimeout?.toMinutes({ integral: false }),
    zone,
    ipAddresses: listUnlessEmpty(ipAddresses.map(({ name, resourceGroup }) => ({ name, resourceGroup, zone }))),
  };
}

/** @internal */
export function renderAzureControlPlaneConfig(options: AzureInfrastructureOptions): { [field: string]: unknown } {
  return {
    apiVersion: AZURE_API,
    kind: 'ControlPlaneConfig',
    cloudControllerManager: renderCloudControllerManager(options.cloudControllerManagerFeatureGates),
    storage: renderDefaultClasses(options),
  };
}

/** Reports options of which nothing is rendered. */
export function checkAzureInfrastructure({ natGateway, natGatewayZone }: AzureInfrastructureOptions): Problems {
  const problems = Problems.at('infrastructure');
  if (natGatewayZone !== undefined && natGateway === undefined) {
    problems.at('natGatewayZone').refuse(natGatewayZone, "requires 'natGateway'", 'set it, or remove this');
  }
  return problems;
}
