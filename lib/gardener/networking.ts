import { violation } from '../private/errors';
import { isQualifiedName } from '../private/names';
import { canonical, isCanonical, parseCidr } from './cidr';
import { IpFamily, isIpv6, isIpv6Only, mustBeIpv6, validateIpFamilies } from './ip-family';

/** What Gardener prefixes the type with, to make a label of it. */
const TYPE_LABEL = 'networking.extensions.gardener.cloud/';

/** Which extension of Gardener makes the network of the pods. */
export class NetworkPlugin {
  /** Calico. */
  public static readonly CALICO = NetworkPlugin.of('calico');

  /** Cilium. */
  public static readonly CILIUM = NetworkPlugin.of('cilium');

  /**
   * Another one.
   *
   * @param type its type, as the garden knows it
   */
  public static of(type: string): NetworkPlugin {
    return new NetworkPlugin(type);
  }

  private constructor(
    /** Its type, as the garden knows it. */
    public readonly type: string,
  ) {}
}

/** The network of a Shoot. Networks of IPv6 are taken as they are: Gardener looks at them. */
export interface ShootNetworking {
  /**
   * The families of addresses. To IPv4, IPv6 can be added later and taken away again, and nothing else can change.
   *
   * @default - Gardener's, IPv4 only
   */
  readonly ipFamilies?: IpFamily[];

  /**
   * Which extension makes the network of the pods.
   *
   * @default NetworkPlugin.CALICO
   */
  readonly plugin?: NetworkPlugin;

  /**
   * What the extension is told: an object with `apiVersion` and `kind`.
   *
   * @default - nothing
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows JSON as `any`, and refuses `unknown`
  readonly providerConfig?: { [field: string]: any };

  /**
   * The network of the nodes: `10.250.0.0/16`.
   *
   * @default - that of the infrastructure, where it says one
   */
  readonly nodes?: string;

  /**
   * The network of the pods. Gardener never lets it change.
   *
   * @default - Gardener's, 100.96.0.0/11
   */
  readonly pods?: string;

  /**
   * The network of the Services. Gardener never lets it change.
   *
   * @default - Gardener's, 100.64.0.0/13
   */
  readonly services?: string;
}

/** What is wrong with the network. */
export function validateNetworking(networking: ShootNetworking): string[] {
  const { ipFamilies, nodes, plugin = NetworkPlugin.CALICO, pods, services } = networking;
  const errors = validateIpFamilies(ipFamilies);
  const check = (property: string, text?: string) => validateInFamilies(property, text, ipFamilies);
  return [
    ...(isQualifiedName(TYPE_LABEL + plugin.type)
      ? []
      : [
          violation(
            'networking.plugin',
            plugin.type,
            'is no type of an extension',
            'use the one that the garden knows',
          ),
        ]),
    ...errors,
    // As long as the families are not right, nobody knows what networks should be.
    ...(errors.length > 0
      ? []
      : [
          ...check('networking.nodes', nodes),
          ...check('networking.pods', pods),
          ...check('networking.services', services),
        ]),
  ];
}

function validateInFamilies(property: string, text?: string, families?: IpFamily[]): string[] {
  if (text === undefined || (isIpv6(text) && families?.includes(IpFamily.IPV6))) {
    return [];
  }
  return isIpv6Only(families) ? mustBeIpv6(property, text) : validateCidr(property, text);
}

/** What is wrong with a network, if it is given. */
export function validateCidr(property: string, text?: string): string[] {
  const cidr = text === undefined ? undefined : parseCidr(text);
  if (text !== undefined && cidr === undefined) {
    return [violation(property, text, 'is no IPv4 network', 'write 10.250.0.0/16, or the like')];
  }
  return cidr === undefined || isCanonical(cidr)
    ? []
    : [violation(property, text, 'is not the first address of its network', `did you mean '${canonical(cidr)}'?`)];
}
