import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { METRICS_PORT, WEBHOOK_PORT } from './spin-operator-deployment';
import { CONTROL_PLANE, kubebuilderLabels, SpinOperatorNames } from './spin-operator-names';
import { SpinOperatorSettings } from './spin-operator-settings';

/** Where the API server reaches the webhooks, and where metrics are read. */
export function addServices(scope: Construct, names: SpinOperatorNames, settings: SpinOperatorSettings): void {
  new kplus.k8s.KubeService(scope, 'WebhookService', {
    metadata: names.namespaced(names.webhookService, kubebuilderLabels('webhook')),
    spec: {
      type: kplus.ServiceType.CLUSTER_IP,
      selector: names.selectorLabels,
      ports: [{ port: 443, protocol: 'TCP', targetPort: kplus.k8s.IntOrString.fromNumber(WEBHOOK_PORT) }],
    },
  });
  new kplus.k8s.KubeService(scope, 'MetricsService', {
    metadata: names.namespaced(names.metricsService, CONTROL_PLANE),
    spec: {
      type: settings.metricsServiceType,
      selector: names.selectorLabels,
      ports: [
        {
          name: 'https',
          port: METRICS_PORT,
          protocol: 'TCP',
          targetPort: kplus.k8s.IntOrString.fromNumber(METRICS_PORT),
        },
      ],
    },
  });
}
