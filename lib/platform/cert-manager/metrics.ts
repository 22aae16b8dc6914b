import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Labels } from '../../private/helm-names';
import { CertManagerVersion } from '../releases';
import { METRICS_PORT, METRICS_PORT_NAME } from './monitoring';
import { ComponentNames } from './names';
import { CertManagerSettings } from './settings';

/** How the metrics of a component can be found. */
export interface Metrics {
  readonly podAnnotations: Labels;
  readonly ports: kplus.k8s.ContainerPort[];
  readonly hasService: boolean;
}

/** Of v1.14.4 only the controller says where its metrics are. */
export function metricsOf({ component }: ComponentNames, { monitoring, version }: CertManagerSettings): Metrics {
  if (version === CertManagerVersion.V1_14_4 && component !== 'controller') {
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

/** Adds the Service that leads to the metrics alone. */
export function addMetricsService(scope: Construct, names: ComponentNames, version: CertManagerVersion): void {
  const port = { port: METRICS_PORT, protocol: 'TCP' };
  new kplus.k8s.KubeService(scope, 'Service', {
    metadata: names.namespaced(),
    spec: {
      type: kplus.ServiceType.CLUSTER_IP,
      selector: names.selectorLabels,
      ports: [
        version === CertManagerVersion.V1_14_4
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
