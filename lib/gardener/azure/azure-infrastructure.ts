import { listUnlessEmpty } from '../../private/empty';
import { renderCloudControllerManager, renderDefaultClasses } from '../control-plane-config';
import { AZURE_API } from './azure-api';
import { AzureNatGateway, renderNatGateway } from './azure-nat-gateway';

/** The virtual network of a Shoot. */
export class AzureVnet {
  /**
   * One that Gardener makes.
   *
   * @param cidr its network: `10.250.0.0/16`
   */
  public static fromCidr(cidr: string): AzureVnet {
    return new AzureVnet(cidr, undefined, undefined);
  }

  /**
   * One that is there.
   *
   * @param name its name
   * @param resourceGroup the resource group that it is in
   */
  public static fromName(name: string, resourceGroup: string): AzureVnet {
    return new AzureVnet(undefined, name, resourceGroup);
  }

  private constructor(
    /** Its network, if Gardener makes it. */
    public readonly cidr?: string,
    /** Its name, if it is there. */
    public readonly name?: string,
    /** The resource group that it is in, if it is there. */
    public readonly resourceGroup?: string,
  ) {}
}

/** The subnet of a Shoot in a zone of Azure. */
export interface AzureZone {
  /** The number of the zone, from 1 on. Worker pools name it `1`. */
  readonly name: number;

  /** The network of the machines; in that of the nodes. */
  readonly cidr: string;

  /**
   * Services of Azure that the subnet reaches directly: `Microsoft.Storage`.
   *
   * @default - none
   */
  readonly serviceEndpoints?: string[];

  /**
   * The NAT gateway of the zone.
   *
   * @default - none: through the load balancer of the cluster, unless the garden makes one for new Shoots
   */
  readonly natGateway?: AzureNatGateway;
}

/** A managed identity of Azure that is there. To change it replaces all machines. */
export interface AzureIdentity {
  /** Its name. */
  readonly name: string;

  /** The resource group that it is in. */
  readonly resourceGroup: string;

  /**
   * Whether machines pull images from the Azure Container Registry with it.
   *
   * @default false
   */
  readonly acrAccess?: boolean;
}

/** Options of `Azure.infrastructure()`: one network for all machines, `workers`, or one for each zone, `zones`. */
export interface AzureInfrastructureOptions {
  /**
   * The virtual network. One that Gardener makes can be made larger later, and nothing else.
   *
   * @default - one of `workers`; needed with `zones`
   */
  readonly vnet?: AzureVnet;

  /**
   * The network of all machines: `10.250.0.0/19`. In that of the nodes. All that can be changed later is to have `zones`
   * instead, one of which keeps it.
   *
   * @default - none: each zone has one
   */
  readonly workers?: string;

  /**
   * Zones with a subnet each. None may go.
   *
   * @default - none: all have one
   */
  readonly zones?: AzureZone[];

  /**
   * Whether machines are in zones. Without, Azure places them, in scale sets or availability sets.
   *
   * @default true
   */
  readonly zoned?: boolean;

  /**
   * Services of Azure that the subnet of `workers` reaches directly: `Microsoft.Storage`.
   *
   * @default - none
   */
  readonly serviceEndpoints?: string[];

  /**
   * The NAT gateway of `workers`. It is in one zone.
   *
   * @default - none: through the load balancer of the cluster, unless the garden makes one for new Shoots
   */
  readonly natGateway?: AzureNatGateway;

  /**
   * The zone of that NAT gateway. Another one means other public addresses.
   *
   * @default - one that Azure chooses
   */
  readonly natGatewayZone?: number;

  /**
   * A managed identity that machines have.
   *
   * @default - none
   */
  readonly identity?: AzureIdentity;

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
export function renderAzureInfrastructureConfig(options: AzureInfrastructureOptions): { [field: string]: unknown } {
  const {
    identity,
    natGateway,
    natGatewayZone,
    serviceEndpoints = [],
    vnet,
    workers,
    zoned = true,
    zones = [],
  } = options;
  return {
    apiVersion: AZURE_API,
    kind: 'InfrastructureConfig',
    zoned,
    identity: identity && { ...identity },
    networks: {
      vnet: { name: vnet?.name, resourceGroup: vnet?.resourceGroup, cidr: vnet?.cidr },
      workers,
      serviceEndpoints: listUnlessEmpty([...serviceEndpoints]),
      natGateway: natGateway && renderNatGateway(natGateway, natGatewayZone),
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

/** Renders a ControlPlaneConfig. */
export function renderAzureControlPlaneConfig(options: AzureInfrastructureOptions): { [field: string]: unknown } {
  return {
    apiVersion: AZURE_API,
    kind: 'ControlPlaneConfig',
    cloudControllerManager: renderCloudControllerManager(options.cloudControllerManagerFeatureGates),
    storage: renderDefaultClasses(options),
  };
}
