import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { withoutNamespace } from '../../private/cluster-scoped';
import { inSeconds } from '../workload/pod';
import { CertManagerNames } from './names';
import { CertManagerSettings } from './settings';

/**
 * Tells the API server to ask the webhook. The cainjector writes the CA that it trusts, out of the Secret in which the
 * webhook keeps it.
 */
export function addWebhookConfigurations(
  scope: Construct,
  { caSecret, webhook: names }: CertManagerNames,
  { webhook: { timeout } }: CertManagerSettings,
): void {
  const { name, namespace } = names;
  const metadata = {
    ...names.clusterWide(),
    annotations: { 'cert-manager.io/inject-ca-from-secret': `${namespace}/${caSecret}` },
  };
  const webhook = (path: string) => ({
    name: 'webhook.cert-manager.io',
    admissionReviewVersions: ['v1'],
    clientConfig: { service: { name, namespace, path } },
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    sideEffects: 'None',
    timeoutSeconds: inSeconds(timeout),
  });
  const mutating = new kplus.k8s.KubeMutatingWebhookConfiguration(scope, 'MutatingWebhook', {
    metadata,
    webhooks: [{ ...webhook('/mutate'), rules: [REQUESTS] }],
  });
  const validating = new kplus.k8s.KubeValidatingWebhookConfiguration(scope, 'ValidatingWebhook', {
    metadata,
    webhooks: [{ ...webhook('/validate'), namespaceSelector: UNLESS_DISABLED, rules: [EVERYTHING] }],
  });
  withoutNamespace(mutating);
  withoutNamespace(validating);
}

/** In each request it is written down who makes it. */
const REQUESTS: kplus.k8s.RuleWithOperations = {
  apiGroups: ['cert-manager.io'],
  apiVersions: ['v1'],
  operations: ['CREATE'],
  resources: ['certificaterequests'],
};

const EVERYTHING: kplus.k8s.RuleWithOperations = {
  apiGroups: ['cert-manager.io', 'acme.cert-manager.io'],
  apiVersions: ['v1'],
  operations: ['CREATE', 'UPDATE'],
  // All resources of these two groups, and their subresources: a status must be right as well.
  resources: ['*/*'],
};

const UNLESS_DISABLED: kplus.k8s.LabelSelector = {
  matchExpressions: [{ key: 'cert-manager.io/disable-validation', operator: 'NotIn', values: ['true'] }],
};
