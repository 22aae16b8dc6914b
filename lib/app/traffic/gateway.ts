import { checkedOptions, checkedString } from '../../private/checked-values';

/** Options of `Gateway.fromGatewayName()`. */
export interface GatewayOptions {
  /**
   * Namespace of the Gateway. Its listener must allow routes from the namespace of the route (`allowedRoutes`).
   *
   * @default - the namespace of the route
   */
  readonly namespace?: string;

  /**
   * Name of a listener of the Gateway (`sectionName`).
   *
   * @default - all listeners that allow the route
   */
  readonly listener?: string;
}

/**
 * Reference to a Gateway of the Gateway API, which receives the requests that routes are for. Gateways are created by those
 * who run the cluster; the reference adds nothing to the manifest.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/gateway/
 *
 * @example
 *
 * app.exposeViaHttpRoute({
 *   gateway: Gateway.fromGatewayName('public', { namespace: 'gateways', listener: 'https' }),
 *   hostnames: ['shop.example.com'],
 * });
 */
export class Gateway {
  /**
   * Gateway by its name.
   *
   * @param name name of the Gateway
   * @param options namespace and listener
   * @throws if the name is not a string
   */
  public static fromGatewayName(name: string, options: GatewayOptions = {}): Gateway {
    const where = 'Gateway.fromGatewayName';
    const { listener, namespace } = checkedOptions('GatewayOptions', options, where);
    return new Gateway(checkedString(name, 'name', where, 'give the name of a Gateway'), namespace, listener);
  }

  private constructor(
    /** Name of the Gateway. */
    public readonly name: string,
    /** Namespace of the Gateway; undefined if it is that of the route. */
    public readonly namespace?: string,
    /** Name of the listener; undefined for all. */
    public readonly listener?: string,
  ) {}

  /**
   * Renders an entry of `spec.parentRefs`.
   *
   * @internal
   */
  public _render(): { readonly name: string; readonly namespace?: string; readonly sectionName?: string } {
    return { name: this.name, namespace: this.namespace, sectionName: this.listener };
  }
}
