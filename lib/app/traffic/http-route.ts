import { ApiObject, ApiObjectMetadataDefinition, Duration, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../../imports/gateway.networking.k8s.io';
import { checkedOptions } from '../../private/checked-values';
import { checkedProps } from '../../private/checked-props';
import { invalid } from '../../private/errors';
import { ownFindings } from '../../validation/own-findings';
import { Problems } from '../../validation/problems';
import { Gateway } from './gateway';
import { HttpRouteFilter } from './http-route-filter';
import { HttpRouteMatch, renderMatch } from './http-route-match';

/** Service that routes send requests to: a `Service` of any cdk8s-plus, such as that of `SpinApp.exposeViaService()`. */
export interface IRoutedService {
  /** Name of the Service. */
  readonly name: string;

  /** First port of the Service. */
  readonly port: number;

  /** Metadata of the Service, with its namespace. */
  readonly metadata: ApiObjectMetadataDefinition;
}

/** App that routes send requests to: a `SpinApp`. */
export interface IRoutedApp {
  /** Service that the operator creates for the app. */
  readonly service: kplus.Service;
}

/** Backend of an `HttpRouteRule`: an app or a Service, with its share of the requests. */
export interface HttpRouteBackend {
  /**
   * App that gets the requests.
   *
   * @default - none, with `service`
   */
  readonly app?: IRoutedApp;

  /**
   * Service that gets the requests.
   *
   * @default - none, with `app`
   */
  readonly service?: kplus.Service | IRoutedService;

  /**
   * Port of the Service.
   *
   * @default - its first port
   */
  readonly port?: number;

  /**
   * Weight: the backend gets this share of the sum of all weights of the rule. 0 sends it nothing.
   *
   * @default 1
   */
  readonly weight?: number;
}

/** Rule of an `HttpRoute`: which requests it is for, what is changed about them, and where they are sent. */
export interface HttpRouteRule {
  /**
   * Conditions, of which a request must match one.
   *
   * @default - every request
   */
  readonly matches?: HttpRouteMatch[];

  /**
   * Filters, applied to requests and responses.
   *
   * @default - none
   */
  readonly filters?: HttpRouteFilter[];

  /**
   * Backends, which share the requests by weight.
   *
   * @default - of `SpinApp.exposeViaHttpRoute()`, the app; otherwise none, which only a redirect can do without
   */
  readonly backends?: HttpRouteBackend[];

  /**
   * Timeout of a request, in which the client gets its response. Not every Gateway supports it.
   *
   * @default - that of the Gateway
   */
  readonly timeout?: Duration;

  /**
   * Timeout of each request to a backend, of which a Gateway that retries sends several. At most `timeout`.
   *
   * @default - that of the Gateway
   */
  readonly backendTimeout?: Duration;
}

/** Options that all HTTPRoutes have in common. */
export interface HttpRouteOptions extends kplus.ResourceProps {
  /** Gateway that receives the requests. */
  readonly gateway: Gateway;

  /**
   * Host names of the requests, such as `shop.example.com` or `*.example.com`.
   *
   * @default - those of the listeners of the Gateway
   */
  readonly hostnames?: string[];
}

/** Properties of an `HttpRoute`. */
export interface HttpRouteProps extends HttpRouteOptions {
  /** Rules: of those that match, the most specific one counts, such as the longest path. At most 16. */
  readonly rules: HttpRouteRule[];
}

/**
 * HTTPRoute of the Gateway API: sends requests that a Gateway receives to SpinApps and Services, also by weight.
 *
 * For a backend in another namespace, a ReferenceGrant is created there, which allows routes of this namespace to use its
 * Service.
 *
 * The cluster needs the CRDs of the Gateway API (v1) and a Gateway whose listener allows routes from the namespace.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/httproute/
 *
 * @example
 *
 * const canary = new SpinApp(chart, 'canary', { image, executor });
 * new HttpRoute(chart, 'route', {
 *   gateway: Gateway.fromGatewayName('public', { namespace: 'gateways' }),
 *   hostnames: ['shop.example.com'],
 *   rules: [{ backends: [{ app, weight: 90 }, { app: canary, weight: 10 }] }],
 * });
 */
export class HttpRoute extends kplus.Resource {
  public readonly resourceType = 'httproutes';

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  private readonly gateways: Gateway[];
  private readonly rules: HttpRouteRule[] = [];

  /**
   * Creates the HTTPRoute.
   *
   * @param scope scope of the route
   * @param id its id there
   * @param props Gateway, host names and rules
   * @throws if the Gateway is missing, or a property has a wrong type
   */
  public constructor(scope: Construct, id: string, props: HttpRouteProps) {
    super(scope, id);
    const { gateway, hostnames, metadata, rules } = checkedOptions('HttpRouteProps', props, this, 'gateway', 'rules');
    this.gateways = [gateway];
    const names = hostnames && [...hostnames];
    this.apiObject = new l1.HttpRoute(this, 'Resource', {
      metadata,
      spec: Lazy.any({
        produce: (): l1.HttpRouteSpec => ({
          parentRefs: this.gateways.map((one) => one._render()),
          hostnames: names,
          rules: this.rules.map((rule) => this.renderRule(rule)),
        }),
      }) as l1.HttpRouteSpec,
    });
    for (const rule of rules) {
      this.addRule(rule);
    }
    this.node.addValidation({ validate: () => [...this.checkBackends(), ...ownFindings(this.apiObject)] });
  }

  /**
   * Attaches the route to another Gateway or listener.
   *
   * @param gateway the Gateway
   */
  public addGateway(gateway: Gateway): void {
    this.gateways.push(gateway);
  }

  /**
   * Adds a rule.
   *
   * @param rule requests, filters and backends
   * @throws if a backend has neither an app nor a Service, or both
   */
  public addRule(rule: HttpRouteRule): void {
    const known = checkedProps('HttpRouteRule', rule, this);
    known.backends?.forEach(({ app, service }, index) => {
      if ((app === undefined) === (service === undefined)) {
        const remedy = app ? 'remove one of them' : 'set one of them';
        throw invalid(this, `backends[${index}]`, undefined, "must have either 'app' or 'service'", remedy);
      }
    });
    this.rules.push({ ...known });
    for (const backend of known.backends ?? []) {
      this.allowReference(serviceOf(backend));
    }
  }

  private renderRule({ backendTimeout, backends, filters, matches, timeout }: HttpRouteRule): l1.HttpRouteSpecRules {
    return {
      matches: matches?.map(renderMatch),
      filters: filters?.map((filter) => filter._render()),
      backendRefs: backends?.map((backend) => this.renderBackend(backend)),
      timeouts: (timeout ?? backendTimeout) && {
        request: timeout && renderDuration(timeout),
        backendRequest: backendTimeout && renderDuration(backendTimeout),
      },
    };
  }

  private renderBackend(backend: HttpRouteBackend): l1.HttpRouteSpecRulesBackendRefs {
    const service = serviceOf(backend);
    const { namespace } = service.metadata;
    return {
      name: service.name,
      namespace: this.isElsewhere(service) ? namespace : undefined,
      port: backend.port ?? service.port,
      weight: backend.weight,
    };
  }

  private isElsewhere({ metadata }: IRoutedService): boolean {
    return metadata.namespace !== undefined && metadata.namespace !== this.metadata.namespace;
  }

  /** Gateways use a Service of another namespace only if that has a grant. */
  private allowReference(service: IRoutedService): void {
    const { namespace } = this.metadata;
    const { namespace: other } = service.metadata;
    const id = `Grant-${String(other)}`;
    if (namespace === undefined || !this.isElsewhere(service) || this.node.tryFindChild(id)) {
      return;
    }
    const names = () =>
      this.rules.flatMap(({ backends = [] }) =>
        backends
          .map(serviceOf)
          .filter(({ metadata }) => metadata.namespace === other)
          .map(({ name }) => name),
      );
    new l1.ReferenceGrant(this, id, {
      metadata: { namespace: other },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace }],
        to: Lazy.any({
          produce: () => [...new Set(names())].sort().map((name) => ({ group: '', kind: 'Service', name })),
        }) as l1.ReferenceGrantSpecTo[],
      },
    });
  }

  private checkBackends(): string[] {
    const problems = Problems.at('rules');
    this.rules.forEach(({ backends = [], filters = [] }, index) => {
      if (backends.length === 0 && !filters.some(({ _answers }) => _answers)) {
        const rule = 'is empty, so that requests are answered with an error';
        problems.at(index, 'backends').refuse(undefined, rule, 'add an app, or a filter that redirects');
      }
      backends.forEach((backend, at) => {
        if (this.metadata.namespace === undefined && this.isElsewhere(serviceOf(backend))) {
          const rule = 'is in a namespace, and the route is not: whether a grant is needed is not known';
          problems.at(index, 'backends', at).refuse(undefined, rule, 'give the chart of the route a namespace');
        }
      });
      if (backends.length > 0 && backends.every(({ weight }) => weight === 0)) {
        const rule = 'all have weight 0, so that requests are answered with an error';
        problems.at(index, 'backends').refuse(undefined, rule, 'raise the weight of one of them');
      }
    });
    return problems.messages;
  }
}

function serviceOf({ app, service }: HttpRouteBackend): IRoutedService {
  // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- addRule() rejects a backend without one of the two
  return (app?.service ?? service)!;
}

/** A duration as the Gateway API writes it, in seconds and milliseconds. */
function renderDuration(duration: Duration): string {
  const milliseconds = duration.toMilliseconds();
  const [seconds, rest] = [Math.floor(milliseconds / 1000), milliseconds % 1000];
  return rest === 0 ? `${seconds}s` : `${seconds}s${rest}ms`;
}
