import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { withoutNamespace } from '../private/cluster-scoped';
import { ServingCertificate } from './spin-operator-certificate';
import { SpinOperatorNames } from './spin-operator-names';

/** What the operator is asked about before it is written, by singular name. */
const RESOURCES = ['spinapp', 'spinappexecutor'];

/** Tells the API server to ask the operator: first what to fill in, then whether to accept it. */
export function addWebhooks(scope: Construct, names: SpinOperatorNames, certificate: ServingCertificate): void {
  const annotations = certificate.injectionAnnotations;
  const mutating = new kplus.k8s.KubeMutatingWebhookConfiguration(scope, 'MutatingWebhook', {
    metadata: { ...names.clusterWide(names.mutatingWebhook), annotations },
    webhooks: RESOURCES.map((resource) => webhook('mutate', resource, names)),
  });
  const validating = new kplus.k8s.KubeValidatingWebhookConfiguration(scope, 'ValidatingWebhook', {
    metadata: { ...names.clusterWide(names.validatingWebhook), annotations },
    webhooks: RESOURCES.map((resource) => webhook('validate', resource, names)),
  });
  withoutNamespace(mutating);
  withoutNamespace(validating);
}

function webhook(
  verb: 'mutate' | 'validate',
  resource: string,
  { namespace, webhookService }: SpinOperatorNames,
): kplus.k8s.MutatingWebhook & kplus.k8s.ValidatingWebhook {
  return {
    name: `${verb[0]}${resource}.kb.io`,
    admissionReviewVersions: ['v1'],
    clientConfig: {
      service: { namespace, name: webhookService, path: `/${verb}-core-spinkube-dev-v1alpha1-${resource}` },
    },
    failurePolicy: 'Fail',
    rules: [
      {
        apiGroups: ['core.spinkube.dev'],
        apiVersions: ['v1alpha1'],
        operations: ['CREATE', 'UPDATE'],
        resources: [`${resource}s`],
      },
    ],
    sideEffects: 'None',
  };
}
