import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { withoutNamespace } from '../../private/cluster-scoped';
import { SPIN_OPERATORS } from '../releases';
import { ServingCertificate } from '../webhook-certificates/webhook-target';
import { WEBHOOK_PORT } from './deployment';
import { kubebuilderLabels, SpinOperatorNames } from './names';
import { SpinOperatorSettings } from './settings';

/** What the operator is asked about before it is written, by singular name. */
const RESOURCES = ['spinapp', 'spinappexecutor'];

/** Where the API server reaches the webhooks. */
export function addWebhookService(scope: Construct, names: SpinOperatorNames): void {
  new kplus.k8s.KubeService(scope, 'WebhookService', {
    metadata: names.namespaced(names.webhookService, kubebuilderLabels('webhook')),
    spec: {
      type: kplus.ServiceType.CLUSTER_IP,
      selector: names.selectorLabels,
      ports: [{ port: 443, protocol: 'TCP', targetPort: kplus.k8s.IntOrString.fromNumber(WEBHOOK_PORT) }],
    },
  });
}

/** Tells the API server to ask the operator: first what to fill in, then whether to accept it. */
export function addWebhooks(
  scope: Construct,
  names: SpinOperatorNames,
  { version }: SpinOperatorSettings,
  { caBundle, injectionAnnotations: annotations }: ServingCertificate,
): void {
  const { group } = SPIN_OPERATORS[version].api;
  const { namespace, webhookService: name } = names;
  const webhook = (verb: 'mutate' | 'validate', resource: string) => ({
    name: `${verb[0]}${resource}.kb.io`,
    admissionReviewVersions: ['v1'],
    clientConfig: {
      caBundle,
      service: { namespace, name, path: `/${verb}-${group.replaceAll('.', '-')}-v1alpha1-${resource}` },
    },
    failurePolicy: 'Fail',
    rules: [
      {
        apiGroups: [group],
        apiVersions: ['v1alpha1'],
        operations: ['CREATE', 'UPDATE'],
        resources: [`${resource}s`],
      },
    ],
    sideEffects: 'None',
  });
  const mutating = new kplus.k8s.KubeMutatingWebhookConfiguration(scope, 'MutatingWebhook', {
    metadata: { ...names.clusterWide(names.mutatingWebhook), annotations },
    webhooks: RESOURCES.map((resource) => webhook('mutate', resource)),
  });
  const validating = new kplus.k8s.KubeValidatingWebhookConfiguration(scope, 'ValidatingWebhook', {
    metadata: { ...names.clusterWide(names.validatingWebhook), annotations },
    webhooks: RESOURCES.map((resource) => webhook('validate', resource)),
  });
  withoutNamespace(mutating);
  withoutNamespace(validating);
}
