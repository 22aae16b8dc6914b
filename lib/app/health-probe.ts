import { Duration } from 'cdk8s';
import * as l1 from '../../imports/core.spinkube.dev';
import { checkedProps } from '../private/checked-props';

/** HTTP header of a probe's request. */
export interface HttpHeader {
  /** Name of the header. */
  readonly name: string;

  /** Value of the header. */
  readonly value: string;
}

/** Options of an HTTP probe. */
export interface HttpGetHealthProbeOptions {
  /**
   * Headers of the request. A name may occur more than once.
   *
   * @default - none
   */
  readonly httpHeaders?: HttpHeader[];

  /**
   * Initial delay between the start of the container and the first probe, in whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly initialDelay?: Duration;

  /**
   * Period of the probe, in whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly period?: Duration;

  /**
   * Timeout of one probe, in whole seconds.
   *
   * @default Duration.seconds(1)
   */
  readonly timeout?: Duration;

  /**
   * Success threshold: consecutive successes after a failure for the probe to succeed. Must be 1 for a liveness probe.
   *
   * @default 1
   */
  readonly successThreshold?: number;

  /**
   * Failure threshold: consecutive failures for the probe to fail.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
}

/**
 * Readiness or liveness probe of an app.
 *
 * Options that are not set are left to the CRD, which has the defaults given here.
 *
 * @see https://www.spinkube.dev/docs/topics/configuring-healthchecks/
 *
 * @example
 *
 * HealthProbe.fromHttpGet('/healthz', { period: Duration.seconds(5) });
 */
export class HealthProbe {
  /**
   * HTTP GET probe on port 80; a status from 200 to 399 is a success.
   *
   * @param path path of the request, beginning with a slash
   * @param options headers, times and thresholds
   * @throws if a time is not a whole number of seconds
   */
  public static fromHttpGet(path: string, options: HttpGetHealthProbeOptions = {}): HealthProbe {
    const {
      httpHeaders = [],
      initialDelay,
      period,
      timeout,
      successThreshold,
      failureThreshold,
    } = checkedProps('HttpGetHealthProbeOptions', options, 'HealthProbe.fromHttpGet');
    return new HealthProbe({
      // Rendered even if empty: the operator's mutating webhook would write `null` instead, which the CRD rejects.
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
   * Path of the request.
   *
   * @internal
   */
  public get _path(): string | undefined {
    return this.probe.httpGet?.path;
  }

  /**
   * Renders `spec.checks.readiness` or `spec.checks.liveness`.
   *
   * @internal
   */
  public _render(): l1.SpinAppSpecChecksReadiness {
    return this.probe;
  }
}
