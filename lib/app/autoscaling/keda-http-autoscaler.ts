import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../../imports/http.keda.sh';
import { checkedProps, checkedType } from '../../private/checked-props';
import { ownFindings } from '../../validation/own-findings';
import { Problems } from '../../validation/problems';
import { NEEDED, ofText, wholeNumber } from '../../validation/requirement';
import { KedaAutoscaler, KedaScalingOptions } from './keda-autoscaler';
import { KedaTrigger } from './keda-trigger';

/** Properties of a `KedaHttpAutoscaler`. At least one of `concurrency` and `requestRate` is required. */
export interface KedaHttpAutoscalerProps extends KedaScalingOptions {
  /** Host names of the requests. May begin with `*.`; `*` is for all. */
  readonly hosts: string[];

  /**
   * Path prefixes of the requests. The interceptor takes the longest that matches.
   *
   * @default - all paths
   */
  readonly pathPrefixes?: string[];

  /**
   * Target for the number of concurrent requests of a pod.
   *
   * @default - none
   */
  readonly concurrency?: number;

  /**
   * Target for the number of requests of a pod per second.
   *
   * @default - none
   */
  readonly requestRate?: number;

  /**
   * Window over which the request rate is averaged. Only with `requestRate`.
   *
   * @default Duration.minutes(1)
   */
  readonly requestRateWindow?: Duration;

  /**
   * Time that a request waits for a pod of an app at zero.
   *
   * @default - that of the interceptor
   */
  readonly readinessTimeout?: Duration;

  /**
   * Address of the external scaler of the add-on.
   *
   * @default 'keda-add-ons-http-external-scaler.keda:9090'
   */
  readonly scalerAddress?: string;
}

/**
 * InterceptorRoute and ScaledObject of KEDA's HTTP add-on: scales a `SpinApp` by its requests, also from and to zero.
 *
 * Requests must go through the interceptor of the add-on, which holds them until there is a pod: route the hosts to its
 * Service `keda-add-ons-http-interceptor-proxy` instead of the app.
 *
 * @see https://kedacore.github.io/http-add-on/
 *
 * @example
 *
 * new KedaHttpAutoscaler(chart, 'scaler', { target: app, hosts: ['shop.example.com'], concurrency: 50 });
 */
export class KedaHttpAutoscaler extends kplus.Resource {
  public readonly resourceType: string = 'interceptorroutes';

  /** ScaledObject, which the trigger of the add-on scales. */
  public readonly autoscaler: KedaAutoscaler;
  protected readonly apiObject: ApiObject;
  private readonly props: KedaHttpAutoscalerProps;

  public constructor(scope: Construct, id: string, props: KedaHttpAutoscalerProps) {
    super(scope, id);
    this.props = { ...props };
    const given = checkedProps('KedaHttpAutoscalerProps', props, this);
    const { cooldownPeriod, initialCooldownPeriod, metadata, scalerAddress = SCALER } = given;
    const target = checkedType('SpinApp', given.target, 'target', this);
    checkedType('text[]', given.hosts, 'hosts', this);
    this.apiObject = new l1.InterceptorRoute(this, 'Resource', {
      metadata: { namespace: target.metadata.namespace, ...metadata },
      spec: this.renderSpec(),
    });
    this.autoscaler = new KedaAutoscaler(this, 'ScaledObject', {
      target,
      metadata,
      minReplicas: props.minReplicas,
      maxReplicas: props.maxReplicas,
      cooldownPeriod,
      initialCooldownPeriod,
      paused: props.paused,
      pausedReplicas: props.pausedReplicas,
      scaleUp: props.scaleUp,
      scaleDown: props.scaleDown,
      triggers: [KedaTrigger.of('external-push', { scalerAddress, interceptorRoute: this.apiObject.name })],
    });
    // The external scaler reads the route when KEDA asks it for its metrics.
    ApiObject.of(this.autoscaler).addDependency(this.apiObject);
    this.node.addValidation({ validate: () => this.validate() });
  }

  private renderSpec(): l1.InterceptorRouteSpec {
    const { concurrency, hosts, pathPrefixes, readinessTimeout, requestRate, requestRateWindow, target } = this.props;
    return {
      target: { service: target.serviceName, port: target.service.port },
      rules: [{ hosts: [...hosts], paths: pathPrefixes?.map((value) => ({ value })) }],
      scalingMetric: {
        concurrency: concurrency === undefined ? undefined : { targetValue: concurrency },
        requestRate:
          requestRate === undefined ? undefined : { targetValue: requestRate, window: text(requestRateWindow) },
      },
      timeouts: readinessTimeout && { readiness: text(readinessTimeout) },
    };
  }

  private validate(): string[] {
    const { concurrency, hosts, pathPrefixes = [], requestRate, requestRateWindow } = this.props;
    const problems = Problems.at();
    problems.at('hosts').require(hosts, NEEDED);
    pathPrefixes.forEach((prefix, index) => {
      problems.at('pathPrefixes', index).require(prefix, NEEDED, PREFIX);
    });
    problems.at('concurrency').require(concurrency, wholeNumber(1));
    problems.at('requestRate').require(requestRate, wholeNumber(1));
    if (concurrency === undefined && requestRate === undefined) {
      problems.at('concurrency').refuse(undefined, "or 'requestRate' is required", 'set at least one of them');
    }
    if (requestRateWindow !== undefined && requestRate === undefined) {
      const rule = "has no effect without 'requestRate'";
      problems.at('requestRateWindow').refuse(text(requestRateWindow), rule, 'set that, or remove it');
    }
    return problems.all.length > 0 ? problems.messages : ownFindings(this.apiObject);
  }
}

/** The Service of the external scaler, as the Helm chart of the add-on installs it in its usual namespace. */
const SCALER = 'keda-add-ons-http-external-scaler.keda:9090';

const PREFIX = ofText((path) => path.startsWith('/'), 'must begin with a slash', 'add it');

/** A duration as Go writes it. */
function text(duration: Duration): string;
function text(duration: Duration | undefined): string | undefined;
function text(duration: Duration | undefined): string | undefined {
  return duration && `${duration.toMilliseconds({ integral: false }) / 1000}s`;
}
