/** IP family of networks. */
export enum IpFamily {
  /** IPv4. */
  IPV4 = 'IPv4',

  /** IPv6. */
  IPV6 = 'IPv6',
}

/** Network plugin: the Gardener networking extension that provides the pod network (`networking.type`). */
export class NetworkPlugin {
  /** Calico. */
  public static readonly CALICO = NetworkPlugin.of('calico');

  /** Cilium. */
  public static readonly CILIUM = NetworkPlugin.of('cilium');

  /**
   * Any other network plugin.
   *
   * @param type type of the networking extension in the garden
   */
  public static of(type: string): NetworkPlugin {
    return new NetworkPlugin(type);
  }

  private constructor(
    /** Type of the networking extension in the garden. */
    public readonly type: string,
  ) {}
}

/** Networking of a Shoot. IPv6 CIDRs are passed on unchecked. */
export interface ShootNetworking {
  /**
   * IP families. IPv6 can be added to IPv4 later and removed again; any other change is rejected.
   *
   * @default - Gardener default: IPv4 only
   */
  readonly ipFamilies?: IpFamily[];

  /**
   * Network plugin: the Gardener networking extension that provides the pod network.
   *
   * @default NetworkPlugin.CALICO
   */
  readonly plugin?: NetworkPlugin;

  /**
   * Settings of the network plugin (`networking.providerConfig`), an object with `apiVersion` and `kind`.
   *
   * @default - none
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows JSON as `any`, and refuses `unknown`
  readonly providerConfig?: { [field: string]: any };

  /**
   * CIDR of the nodes: `10.250.0.0/16`.
   *
   * @default - that of the infrastructure, if it has one
   */
  readonly nodes?: string;

  /**
   * CIDR of the pods. Immutable.
   *
   * @default - Gardener default: 100.96.0.0/11
   */
  readonly pods?: string;

  /**
   * CIDR of the Services. Immutable.
   *
   * @default - Gardener default: 100.64.0.0/13
   */
  readonly services?: string;
}

/**
 * Resolves the defaults.
 *
 * @internal
 */
export function settleNetworking(networking: ShootNetworking = {}, nodes?: string): ShootNetworking {
  const { ipFamilies, plugin = NetworkPlugin.CALICO } = networking;
  return {
    ...networking,
    plugin,
    ipFamilies: ipFamilies && [...ipFamilies],
    nodes: networking.nodes ?? (isIpv6Only(ipFamilies) ? undefined : nodes),
  };
}

/** @internal */
export function renderNetworking(networking: ShootNetworking): unknown {
  const { ipFamilies, nodes, plugin, pods, providerConfig, services } = networking;
  return { type: plugin?.type, providerConfig, ipFamilies, nodes, pods, services };
}

/** @internal */
export function isIpv6Only(families: readonly IpFamily[] = []): boolean {
  return families.length > 0 && !families.includes(IpFamily.IPV4);
}
