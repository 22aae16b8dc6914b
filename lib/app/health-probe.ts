import { Duration } from 'cdk8s';
import * as l1 from '../../imports/core.spinkube.dev';

/** A header of an HTTP request. */
export interface HttpHeader {
  /** Name of the header. */
  readonly name: string;

  /** Its value. */
  readonly value: string;
}

/** Options of an HTTP probe. */
export interface HttpGetHealthProbeOptions {
  /**
   * Headers to send along. A name may occur more than once.
   *
   * @default - none
   */
  readonly httpHeaders?: HttpHeader[];

  /**
   * How long to wait after the container has started before the first check. Rendered as whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly initialDelay?: Duration;

  /**
   * How often to check. Rendered as whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly period?: Duration;

  /**
   * How long the app may take to answer. Rendered as whole seconds.
   *
   * @default Duration.seconds(1)
   */
  readonly timeout?: Duration;

  /**
   * How many checks in a row must succeed after one has failed. Must be 1 for a liveness probe.
   *
   * @default 1
   */
  readonly successThreshold?: number;

  /**
   * How many checks in a row must fail for the app to count as failed.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
}

/**
 * How Kubernetes finds out whether an app answers.
 *
 * What is not set is left to the CRD, which has the defaults named here.
 *
 * @see https://www.spinkube.dev/docs/topics/configuring-healthchecks/
 *
 * @example
 *
 * HealthProbe.fromHttpGet('/healthz', { period: Duration.seconds(5) });
 */
export class HealthProbe {
  /**
   * Asks the app for a path, on port 80; a status from 200 to 399 is a success.
   *
   * @param path the path, beginning with a slash
   * @param options headers and times
   * @throws if a time is no whole number of seconds
   */
  public static fromHttpGet(path: string, options: HttpGetHealthProbeOptions = {}): HealthProbe {
    const { httpHeaders = [], initialDelay, period, timeout, successThreshold, failureThreshold } = options;
    return new HealthProbe({
      // Written even when there are none: the operator's mutating webhook would put `null` there, which the CRD refuses.
      httpGet: { path, httpHeaders: httpHeaders.map(({ name, value }) => ({ name, value })) },
      initialDelaySeconds: initialDelay?.toSeconds(),
      periodSeconds: period?.toSeconds(),
      timeoutSeconds: timeout?.toSeconds(),
      successThreshold,
      failureThreshold,
    });
  }

  private constructor(private readonly probe: l1.SpinAppSpecChecksReadiness) {}

  /**
   * Renders `spec.checks.readiness` or `spec.checks.liveness`.
   *
   * @internal
   */
  public _render(): l1.SpinAppSpecChecksReadiness {
    return this.probe;
  }
}
