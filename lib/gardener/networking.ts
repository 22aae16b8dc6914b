import { violation } from '../private/errors';
import { canonical, isCanonical, parseCidr } from './cidr';
import { IpFamily } from './ip-family';

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
