import { Construct } from 'constructs';
import { CERT_MANAGERS, CertManagerVersion } from '../releases';
import { addCainjector } from './cainjector';
import { addController } from './controller';
import { CertManagerNames } from './names';
import { addNetworkPolicies } from './network-policies';
import { CertManagerProps } from './props';
import { validateCertManager } from './rules';
import { settle } from './settings';
import { addUserRbac } from './user-rbac';
import { addWebhook } from './webhook';

/**
 * cert-manager, which issues and renews certificates: its CustomResourceDefinitions, controller, webhook and cainjector
 * with their rights and Services.
 *
 * It is what the Helm chart `cert-manager` installs, under the same names, with these differences:
 *
 * - there is no startupapicheck, the Job with which Helm waits for the webhook, and its three RBAC objects. The stages of
 *   a bundle wait for `webhooks[0].clientConfig.caBundle` of the webhook configurations instead; so must whoever goes
 *   without a bundle, for until then the API server refuses all Certificates and issuers;
 * - `imagePullSecrets` are those of the pods, not of their ServiceAccounts;
 * - CustomResourceDefinitions have no labels;
 * - no object has the labels `helm.sh/chart` and `app.kubernetes.io/managed-by` or the annotation
 *   `helm.sh/resource-policy`. Nothing else keeps the CustomResourceDefinitions from being removed, and with them all
 *   Certificates: never prune them.
 *
 * The Namespace is not here, and is needed before it.
 *
 * @see https://cert-manager.io/docs/installation/
 *
 * @example
 *
 * new CertManager(chart, 'cert-manager', {
 *   namespace: 'cert-manager',
 *   controller: { replicas: 2 },
 *   webhook: { replicas: 3, podDisruptionBudget: PodDisruptionBudget.minAvailable(kplus.PercentOrAbsolute.absolute(1)) },
 *   cainjector: { replicas: 2 },
 * });
 */
export class CertManager extends Construct {
  /** Version of cert-manager. */
  public readonly version: CertManagerVersion;

  /** Namespace of cert-manager. */
  public readonly namespace: string;

  /** Name of the Deployment of the controller, and of its ServiceAccount. */
  public readonly controllerName: string;

  /**
   * Name of the Deployment of the webhook, of its Service and ServiceAccount, and of the MutatingWebhookConfiguration and
   * the ValidatingWebhookConfiguration.
   */
  public readonly webhookName: string;

  /** Name of the Deployment of the cainjector, and of its ServiceAccount. */
  public readonly cainjectorName: string;

  public constructor(scope: Construct, id: string, props: CertManagerProps = {}) {
    super(scope, id);
    const settings = settle(this, props);
    const names = new CertManagerNames(settings.helmReleaseName, settings.namespace, settings.version);
    this.version = settings.version;
    this.namespace = settings.namespace;
    this.controllerName = names.controller.name;
    this.webhookName = names.webhook.name;
    this.cainjectorName = names.cainjector.name;

    settings.customResourceDefinitions._addTo(this, CERT_MANAGERS[this.version].crds);
    addUserRbac(this, names.controller, this.version);
    addController(this, names.controller, settings);
    addCainjector(this, names.cainjector, settings);
    addWebhook(this, names, settings);
    settings.monitoring._addTo(this, names, this.version);
    addNetworkPolicies(this, names, settings);
    this.node.addValidation({ validate: () => validateCertManager(names, settings) });
  }
}
