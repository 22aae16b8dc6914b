import { ApiObject, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { violation } from '../../private/errors';
import { Labels } from '../../private/helm-names';
import { validateNamespace, validateWholeSeconds } from '../component-rules';
import { CertManagerVersion } from '../releases';
import { inSeconds } from '../workload/pod';
import { CertManagerNames } from './names';

/** All components serve their metrics there. */
export const METRICS_PORT = 9402;
export const METRICS_PORT_NAME = 'http-metrics';

/** Options of `CertManagerMonitoring.podMonitor()` and `CertManagerMonitoring.serviceMonitor()`. */
export interface CertManagerMonitorOptions {
  /**
   * Namespace of the monitor, where a Prometheus looks for it. A DNS label.
   *
   * @default - that of cert-manager
   */
  readonly namespace?: string;

  /**
   * How often the metrics are read. Whole seconds, 1 or more.
   *
   * @default Duration.seconds(60)
   */
  readonly interval?: Duration;

  /**
   * How long reading them may take. Whole seconds, 1 or more, and no longer than the interval.
   *
   * @default Duration.seconds(30)
   */
  readonly scrapeTimeout?: Duration;

  /**
   * Further labels of the monitor: those by which a Prometheus chooses its monitors. None that cert-manager's objects
   * have anyway, but for `prometheus`.
   *
   * @default - `prometheus: default`
   */
  readonly labels?: { [key: string]: string };
}

/** What a monitor has been told, with the defaults filled in. */
interface MonitorSettings {
  readonly kind: 'PodMonitor' | 'ServiceMonitor';
  readonly namespace?: string;
  readonly interval: Duration;
  readonly scrapeTimeout: Duration;
  readonly labels: Labels;
}

/**
 * How Prometheus learns where the metrics of cert-manager are.
 *
 * @see https://cert-manager.io/docs/devops-tips/prometheus-metrics/
 */
export class CertManagerMonitoring {
  /**
   * By annotations `prometheus.io/…` of the pods, for whichever Prometheus goes by those. With v1.14.4 only the
   * controller has them.
   */
  public static annotations(): CertManagerMonitoring {
    return new CertManagerMonitoring();
  }

  /**
   * By a PodMonitor. The metrics then need no Services, and have none.
   *
   * Needs the CustomResourceDefinitions of the Prometheus Operator. With v1.14.4 it finds the controller only.
   *
   * @param options where the monitor is and what it says
   */
  public static podMonitor(options: CertManagerMonitorOptions = {}): CertManagerMonitoring {
    return new CertManagerMonitoring(settle('PodMonitor', options));
  }

  /**
   * By a ServiceMonitor.
   *
   * Needs the CustomResourceDefinitions of the Prometheus Operator. With v1.14.4 it finds the controller only.
   *
   * @param options where the monitor is and what it says
   */
  public static serviceMonitor(options: CertManagerMonitorOptions = {}): CertManagerMonitoring {
    return new CertManagerMonitoring(settle('ServiceMonitor', options));
  }

  private constructor(private readonly monitor?: MonitorSettings) {}

  /**
   * Whether pods have annotations for Prometheus. v1.14.4 keeps them beside a PodMonitor.
   *
   * @internal
   */
  public _annotatesPods(version: CertManagerVersion): boolean {
    const kind = this.monitor?.kind;
    return kind === undefined || (version === CertManagerVersion.V1_14_4 && kind === 'PodMonitor');
  }

  /**
   * Whether metrics are read through Services.
   *
   * @internal
   */
  public _usesServices(): boolean {
    return this.monitor?.kind !== 'PodMonitor';
  }

  /** @internal */
  public _addTo(scope: Construct, names: CertManagerNames, version: CertManagerVersion): void {
    if (this.monitor === undefined) {
      return;
    }
    const { kind, labels, namespace } = this.monitor;
    const { namespace: own, ...metadata } = names.controller.namespaced();
    const isOld = version === CertManagerVersion.V1_14_4;
    new ApiObject(scope, kind, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind,
      metadata: { ...metadata, namespace: namespace ?? own, labels: { ...labels, ...metadata.labels } },
      spec: {
        jobLabel: isOld ? names.controller.name : 'app.kubernetes.io/name',
        selector: isOld ? { matchLabels: names.controller.selectorLabels } : selectAll(names),
        namespaceSelector: namespace === undefined ? undefined : { matchNames: [own] },
        [kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints']: [renderEndpoint(this.monitor, isOld)],
      },
    });
  }

  /** @internal */
  public _validate(names: CertManagerNames): string[] {
    if (this.monitor === undefined) {
      return [];
    }
    const { interval, labels, namespace, scrapeTimeout } = this.monitor;
    return [
      ...validateNamespace('monitoring.namespace', namespace),
      ...validatePeriod('monitoring.interval', interval),
      ...validatePeriod('monitoring.scrapeTimeout', scrapeTimeout),
      ...(inSeconds(scrapeTimeout) <= inSeconds(interval)
        ? []
        : [
            violation(
              'monitoring.scrapeTimeout',
              `${inSeconds(scrapeTimeout)}s`,
              `is longer than the interval, ${inSeconds(interval)}s: the Prometheus Operator leaves such a monitor out`,
              'shorten it',
            ),
          ]),
      ...Object.keys(labels)
        .filter((key) => key in names.controller.labels)
        .map((key) =>
          violation('monitoring.labels', key, "is a label that cert-manager's objects have anyway", 'remove it'),
        ),
    ];
  }
}

function settle(kind: MonitorSettings['kind'], options: CertManagerMonitorOptions): MonitorSettings {
  return {
    kind,
    namespace: options.namespace,
    interval: options.interval ?? Duration.seconds(60),
    scrapeTimeout: options.scrapeTimeout ?? Duration.seconds(30),
    labels: { prometheus: 'default', ...options.labels },
  };
}

/** The pods, or Services, of all three. */
function selectAll({ cainjector, controller, webhook }: CertManagerNames): object {
  const all = [cainjector, controller, webhook].map(({ selectorLabels }) => selectorLabels);
  return {
    matchExpressions: Object.keys(controller.selectorLabels).map((key) => ({
      key,
      operator: 'In',
      values: [...new Set(all.map((labels) => labels[key]))],
    })),
  };
}

function renderEndpoint({ interval, kind, scrapeTimeout }: MonitorSettings, isOld: boolean): object {
  return {
    ...(kind === 'PodMonitor' ? { port: METRICS_PORT_NAME } : { targetPort: isOld ? METRICS_PORT : METRICS_PORT_NAME }),
    path: '/metrics',
    interval: `${inSeconds(interval)}s`,
    scrapeTimeout: `${inSeconds(scrapeTimeout)}s`,
    honorLabels: false,
  };
}

function validatePeriod(property: string, period: Duration): string[] {
  return inSeconds(period) === 0
    ? [violation(property, '0s', 'must be 1 second or more', 'remove it to use the default')]
    : validateWholeSeconds(property, period);
}
