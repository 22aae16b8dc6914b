import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkedProps } from '../../private/checked-props';
import { Labels } from '../../private/helm-names';
import { CertManagerVersion } from '../../releases/cert-manager/cert-manager-version';
import { Problems } from '../../validation/problems';
import { checkPeriod } from '../monitoring/period';
import { inSeconds, NAMESPACE_NAME } from '../workload/workload';
import { CertManagerNames, ComponentNames } from './names';

/** Port of the metrics of every component. */
export const METRICS_PORT = 9402;
export const METRICS_PORT_NAME = 'http-metrics';

/** Options of `CertManagerMonitoring.podMonitor()` and `CertManagerMonitoring.serviceMonitor()`. */
export interface CertManagerMonitorOptions {
  /**
   * Namespace of the monitor, in which Prometheus discovers it. A DNS label.
   *
   * @default - the namespace of cert-manager
   */
  readonly namespace?: string;

  /**
   * Scrape interval (`interval`). Whole seconds, 1 or more.
   *
   * @default Duration.seconds(60)
   */
  readonly interval?: Duration;

  /**
   * Scrape timeout (`scrapeTimeout`). Whole seconds, 1 or more, and no longer than the interval.
   *
   * @default Duration.seconds(30)
   */
  readonly scrapeTimeout?: Duration;

  /**
   * Additional labels of the monitor, by which Prometheus selects it. They cannot replace the labels that all objects of
   * cert-manager have.
   *
   * @default - `prometheus: default`
   */
  readonly labels?: { [key: string]: string };
}

/** `CertManagerMonitorOptions`, copied, with all defaults. */
interface MonitorSettings {
  readonly kind: 'PodMonitor' | 'ServiceMonitor';
  readonly namespace?: string;
  readonly interval: Duration;
  readonly scrapeTimeout: Duration;
  readonly labels: Labels;
}

/**
 * Prometheus metrics: how Prometheus discovers the metrics endpoints of cert-manager.
 *
 * @see https://cert-manager.io/docs/devops-tips/prometheus-metrics/
 */
export class CertManagerMonitoring {
  /**
   * Annotations `prometheus.io/…` of the pods, for a Prometheus that is configured to use them. In v1.14.4 only the
   * controller has them.
   */
  public static annotations(): CertManagerMonitoring {
    return new CertManagerMonitoring();
  }

  /**
   * A PodMonitor. Services for the metrics are then omitted.
   *
   * Requires the CustomResourceDefinitions of the Prometheus Operator. In v1.14.4 it selects only the controller.
   *
   * @param options options of the monitor
   */
  public static podMonitor(options: CertManagerMonitorOptions = {}): CertManagerMonitoring {
    return new CertManagerMonitoring(
      settle('PodMonitor', checkedProps('CertManagerMonitorOptions', options, 'CertManagerMonitoring.podMonitor')),
    );
  }

  /**
   * A ServiceMonitor.
   *
   * Requires the CustomResourceDefinitions of the Prometheus Operator. In v1.14.4 it selects only the controller.
   *
   * @param options options of the monitor
   */
  public static serviceMonitor(options: CertManagerMonitorOptions = {}): CertManagerMonitoring {
    return new CertManagerMonitoring(
      settle(
        'ServiceMonitor',
        checkedProps('CertManagerMonitorOptions', options, 'CertManagerMonitoring.serviceMonitor'),
      ),
    );
  }

  private constructor(private readonly monitor?: MonitorSettings) {}

  /**
   * Tells whether pods have annotations for Prometheus. v1.14.4 keeps them beside a PodMonitor.
   *
   * @internal
   */
  public _annotatesPods(version: CertManagerVersion): boolean {
    const kind = this.monitor?.kind;
    return kind === undefined || (version._isBefore(CertManagerVersion.V1_21_1) && kind === 'PodMonitor');
  }

  /**
   * Tells whether metrics are scraped through Services.
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
    const isOld = version._isBefore(CertManagerVersion.V1_21_1);
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
  public _check(problems: Problems, names: CertManagerNames): void {
    if (this.monitor === undefined) {
      return;
    }
    const { interval, labels, namespace, scrapeTimeout } = this.monitor;
    const timeout = problems.at('scrapeTimeout');
    problems.at('namespace').require(namespace, NAMESPACE_NAME);
    checkPeriod(problems.at('interval'), interval);
    checkPeriod(timeout, scrapeTimeout);
    if (inSeconds(scrapeTimeout) > inSeconds(interval)) {
      const rule = `is longer than the interval (${inSeconds(interval)}s): the Prometheus Operator ignores such a monitor`;
      timeout.refuse(`${inSeconds(scrapeTimeout)}s`, rule, 'shorten it');
    }
    for (const key of Object.keys(labels).filter((label) => label in names.controller.labels)) {
      problems.at('labels').refuse(key, 'is a label that all objects of cert-manager have', 'remove it');
    }
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

/** Selects the pods, or the Services, of all three components. */
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

/** Settings of cert-manager from which its metrics follow. */
export interface MonitoringSettings {
  readonly version: CertManagerVersion;
  readonly monitoring: CertManagerMonitoring;
}

/** How the metrics of one component are discovered. */
export interface Metrics {
  readonly podAnnotations: Labels;
  readonly ports: kplus.k8s.ContainerPort[];
  readonly hasService: boolean;
}

/** In v1.14.4 only the metrics of the controller can be discovered. */
export function metricsOf({ component }: ComponentNames, { monitoring, version }: MonitoringSettings): Metrics {
  if (version._isBefore(CertManagerVersion.V1_21_1) && component !== 'controller') {
    return { podAnnotations: {}, ports: [], hasService: false };
  }
  return {
    podAnnotations: monitoring._annotatesPods(version) ? SCRAPED : {},
    ports: [{ containerPort: METRICS_PORT, name: METRICS_PORT_NAME, protocol: 'TCP' }],
    hasService: monitoring._usesServices(),
  };
}

const SCRAPED: Labels = {
  'prometheus.io/path': '/metrics',
  'prometheus.io/port': String(METRICS_PORT),
  'prometheus.io/scrape': 'true',
};

/** Adds a Service for nothing but the metrics. */
export function addMetricsService(scope: Construct, names: ComponentNames, version: CertManagerVersion): void {
  const port = { port: METRICS_PORT, protocol: 'TCP' };
  new kplus.k8s.KubeService(scope, 'Service', {
    metadata: names.namespaced(),
    spec: {
      type: kplus.ServiceType.CLUSTER_IP,
      selector: names.selectorLabels,
      ports: [
        version._isBefore(CertManagerVersion.V1_21_1)
          ? {
              ...port,
              name: 'tcp-prometheus-servicemonitor',
              targetPort: kplus.k8s.IntOrString.fromNumber(METRICS_PORT),
            }
          : { ...port, name: METRICS_PORT_NAME },
      ],
    },
  });
}
