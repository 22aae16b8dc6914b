import { Construct } from 'constructs';
import { SPIN_OPERATOR_V0_6_1 } from './releases';
import { addSelfSignedCertificate } from './spin-operator-certificate';
import { addDeployment } from './spin-operator-deployment';
import { SpinOperatorNames } from './spin-operator-names';
import { SpinOperatorProps } from './spin-operator-props';
import { addRbac } from './spin-operator-rbac';
import { validateConfigMaps, validateSpinOperator } from './spin-operator-rules';
import { addServices } from './spin-operator-services';
import { settle } from './spin-operator-settings';
import { addWebhooks } from './spin-operator-webhooks';

/**
 * The operator that runs SpinApps: its Deployment, rights, Services, certificate and webhooks.
 *
 * It is what the Helm chart `spin-operator` installs, under the same names, with these differences:
 *
 * - the operator may read ConfigMaps, see `readConfigMaps`;
 * - the ClusterRole `…-metrics-role` and its binding are left out: they repeat `…-metrics-auth-role`;
 * - no object has the labels `helm.sh/chart` and `app.kubernetes.io/managed-by`.
 *
 * Not here, and needed before it: the Namespace, the CustomResourceDefinitions of SpinKube, and cert-manager, which
 * issues the certificate of the webhooks.
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
  /** Version of the operator, for example `v0.6.1`. */
  public readonly version: string;

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
    const names = new SpinOperatorNames(settings.helmReleaseName, settings.namespace);
    this.version = SPIN_OPERATOR_V0_6_1.version;
    this.namespace = names.namespace;
    this.deploymentName = names.manager;
    this.serviceAccountName = names.manager;
    this.mutatingWebhookConfigurationName = names.mutatingWebhook;
    this.validatingWebhookConfigurationName = names.validatingWebhook;

    addRbac(this, names, settings);
    addServices(this, names, settings);
    const certificate = addSelfSignedCertificate(this, names, settings);
    addDeployment(this, names, settings, certificate);
    addWebhooks(this, names, certificate);
    this.node.addValidation({
      validate: () => [...validateSpinOperator(names, settings), ...validateConfigMaps(this, settings)],
    });
  }
}
