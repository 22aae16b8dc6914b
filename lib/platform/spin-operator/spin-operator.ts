import { Construct } from 'constructs';
import { SpinOperatorApi } from '../../app/spin-operator-api';
import { SPIN_OPERATORS, SpinOperatorVersion } from '../releases';
import { WebhookTarget } from '../webhook-certificates/webhook-target';
import { addOperator, operatorArgs } from './deployment';
import { addMetrics } from './metrics';
import { SpinOperatorNames } from './names';
import { SpinOperatorProps } from './props';
import { addRbac } from './rbac';
import { validateConfigMaps, validateExecutors, validateSpinOperator } from './rules';
import { settle, SpinOperatorSettings } from './settings';
import { addWebhooks, addWebhookService } from './webhooks';

/**
 * The operator that runs SpinApps: its CustomResourceDefinitions, Deployment, rights, Services, webhooks and their
 * certificate.
 *
 * It is what the Helm chart `spin-operator` installs, under the same names, with these differences:
 *
 * - the operator may read ConfigMaps, see `readConfigMaps`;
 * - its pods have the seccomp profile `RuntimeDefault`, so that a namespace with the Pod Security Standard `restricted`
 *   takes them;
 * - v0.1.0 has no kube-rbac-proxy and no metrics Service unless an image is named, see `kubeRbacProxy`;
 * - the ClusterRole `…-metrics-role` of v0.6.1 and its binding are left out: they repeat `…-metrics-auth-role`;
 * - no object has the labels `helm.sh/chart` and `app.kubernetes.io/managed-by`.
 *
 * The Namespace is not here, and is needed before it.
 *
 * @see https://www.spinkube.dev/docs/install/installing-with-helm/
 *
 * @example
 *
 * new SpinOperator(chart, 'spin-operator', {
 *   namespace: 'spin-operator',
 *   replicas: 2,
 * });
 */
export class SpinOperator extends Construct {
  /** Version of the operator. */
  public readonly version: SpinOperatorVersion;

  /** What the operator can be told. */
  public readonly api: SpinOperatorApi;

  /** Namespace of the operator. */
  public readonly namespace: string;

  /** Name of the operator's Deployment. */
  public readonly deploymentName: string;

  /** Name of the ServiceAccount that the operator runs under. */
  public readonly serviceAccountName: string;

  /** Name of the MutatingWebhookConfiguration. */
  public readonly mutatingWebhookConfigurationName: string;

  /** Name of the ValidatingWebhookConfiguration. */
  public readonly validatingWebhookConfigurationName: string;

  public constructor(scope: Construct, id: string, props: SpinOperatorProps = {}) {
    super(scope, id);
    const settings = settle(this, props);
    const names = new SpinOperatorNames(settings.helmReleaseName, settings.namespace, settings.version);
    const target = webhookTarget(names, settings);
    this.version = settings.version;
    this.api = SPIN_OPERATORS[this.version].api;
    this.namespace = names.namespace;
    this.deploymentName = names.manager;
    this.serviceAccountName = names.manager;
    this.mutatingWebhookConfigurationName = names.mutatingWebhook;
    this.validatingWebhookConfigurationName = names.validatingWebhook;

    settings.customResourceDefinitions._addTo(this, SPIN_OPERATORS[this.version].crds);
    addRbac(this, names, settings);
    addWebhookService(this, names);
    const metrics = addMetrics(this, names, settings);
    const certificate = settings.webhookCertificates._addTo(this, target);
    addOperator(this, names, settings, metrics, certificate);
    addWebhooks(this, names, settings, certificate);
    this.node.addValidation({
      validate: () => [
        ...validateSpinOperator(names, settings, operatorArgs(metrics.bindAddress)),
        ...settings.webhookCertificates._validate(target),
        ...validateConfigMaps(this, settings),
        ...validateExecutors(this, this.api),
      ],
    });
  }
}

function webhookTarget(names: SpinOperatorNames, settings: SpinOperatorSettings): WebhookTarget {
  return {
    namespace: names.namespace,
    host: `${names.webhookService}.${names.namespace}.svc`,
    clusterDomain: settings.kubernetesClusterDomain,
    secretName: 'webhook-server-cert',
    mutatingWebhook: names.mutatingWebhook,
    validatingWebhook: names.validatingWebhook,
    imageRegistry: settings.imageRegistry,
    namespaced: (part) => names.namespaced(names.of(part)),
    clusterWide: (part) => names.clusterWide(names.of(part)),
  };
}
