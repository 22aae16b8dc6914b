import { ApiObject, ApiObjectMetadata, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Bundle, Cluster } from '../lib';
import { addPlatform, addSpinApp } from './shapes';

export function addConfigMap(
  scope: Construct,
  name: string,
  metadata: ApiObjectMetadata = { namespace: 'default' },
): ApiObject {
  return new ApiObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata } });
}

/** Charts with a ConfigMap each. */
export function charts(scope: Construct, size: number, prefix = 'chart'): Chart[] {
  return Array.from({ length: size }, (_, index) => {
    const chart = new Chart(scope, `${prefix}-${index}`);
    addConfigMap(chart, `${prefix}-${index}`);
    return chart;
  });
}

/** Makes each item depend on the one before. */
export function chain<T extends { addDependency: (before: T) => void }>(items: readonly T[]): void {
  items.slice(1).forEach((item, index) => {
    item.addDependency(items[index]);
  });
}

/** Executor and RuntimeClass, and a chart with SpinApps, to each of which something is added. */
export function spinApps(bundle: Bundle, size: number, add: (chart: Chart, name: string) => void): void {
  addPlatform(new Chart(bundle, 'platform'));
  const chart = new Chart(bundle, 'apps');
  for (let index = 0; index < size; index++) {
    add(chart, `app-${index}`);
  }
}

export function addWebhook(scope: Construct, group: string): void {
  new ApiObject(scope, 'webhook', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'webhook' },
    webhooks: [
      {
        name: 'webhook.example.com',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        clientConfig: { service: { name: 'webhook', namespace: 'default' } },
        rules: [{ apiGroups: [group], apiVersions: ['*'], operations: ['CREATE'], resources: ['spinapps'] }],
      },
    ],
  });
}

/** Policies and their bindings, each for the pods of one SpinApp in a namespace that only admits restricted pods. */
export function addPodPolicies(bundle: Bundle, size: number): void {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  spinApps(bundle, size, (chart, name) => {
    addSpinApp(chart, name);
    const group = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name } };
    const namespaces = { key: 'kubernetes.io/metadata.name', operator: 'In', values: ['default'] };
    new ApiObject(chart, `policy-${name}`, {
      ...group,
      kind: 'MutatingAdmissionPolicy',
      spec: { matchConstraints: { resourceRules: [] }, mutations: [], reinvocationPolicy: 'Never' },
    });
    new ApiObject(chart, `binding-${name}`, {
      ...group,
      kind: 'MutatingAdmissionPolicyBinding',
      spec: {
        policyName: name,
        matchResources: {
          namespaceSelector: { matchExpressions: [namespaces] },
          objectSelector: { matchLabels: { 'core.spinkube.dev/app-name': name } },
        },
      },
    });
  });
  const metadata = { name: 'default', labels };
  new ApiObject(bundle.node.findChild('platform'), 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata });
}

/** Clusters with a ConfigMap each. */
export function clusters(bundle: Bundle, size: number, prefix = 'cluster'): Cluster[] {
  return Array.from({ length: size }, (_, index) => {
    const cluster = new Cluster(bundle, `${prefix}-${index}`);
    charts(cluster, 1);
    return cluster;
  });
}

/** Rings of three clusters, each of which depends on all of the ring before. */
export function rings(bundle: Bundle, size: number): void {
  let before: Cluster[] = [];
  for (let ring = 0; ring < size; ring++) {
    const now = clusters(bundle, 3, `ring-${ring}`);
    now.forEach((cluster) => {
      cluster.addDependency(...before);
    });
    before = now;
  }
}
