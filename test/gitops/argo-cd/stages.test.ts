import { ApiObject, Chart } from 'cdk8s';
import { DeliveryContext } from '../../../lib';
import { ArgoCdDelivery } from '../../../lib/gitops/argo-cd/argo-cd-delivery';
import { ArgoCdMode } from '../../../lib/gitops/argo-cd/argo-cd-props';
import { contextsOf, contextWith, SOURCE } from '../contexts';
import { deliver, RenderedApplication } from './delivered';

const { APP_OF_APPS, SYNC_WAVES } = ArgoCdMode;
const IN_CLUSTER = 'https://kubernetes.default.svc';
const CASCADE = 'resources-finalizer.argocd.argoproj.io';

const options = ({ spec }: RenderedApplication) => spec.syncPolicy?.syncOptions ?? [];
const crd = (group: string, kind: string, spec: object = {}) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  name: `${kind.toLowerCase()}s.${group}`,
  manifest: { spec: { group, names: { kind }, ...spec } },
});

const GROUPS: { [kind: string]: string } = {
  APIService: 'apiregistration.k8s.io',
  CustomResourceDefinition: 'apiextensions.k8s.io',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io',
};

test('writes no files for a bundle without stages', () => {
  expect(new ArgoCdDelivery({ source: SOURCE }).deliver(contextWith())).toEqual([]);
});

test('keeps CRDs of a mixed stage and deletes its other objects with the Application', () => {
  const { stages } = deliver(contextWith(['mine', crd('example.com', 'Thing'), { namespace: 'team' }]));
  expect(options(stages.mine)).toContain('Prune=false');
  expect(stages.mine.metadata.finalizers).toEqual([CASCADE]);
});

test('dry-runs custom resources when the Application has their CRDs', () => {
  const thing = { apiVersion: 'example.com/v1', kind: 'Thing', namespace: 'team' };
  const skips = (context: DeliveryContext, stage: string, mode = APP_OF_APPS) => {
    const { root, stages } = deliver(context, { mode });
    return options(mode === APP_OF_APPS ? stages[stage] : root).includes('SkipDryRunOnMissingResource=true');
  };
  const apart = contextWith(['crds', crd('example.com', 'Thing')], ['things', thing]);
  expect(skips(apart, 'crds')).toBe(false);
  expect(skips(apart, 'things')).toBe(true);
  expect(skips(apart, 'things', SYNC_WAVES)).toBe(false);
  expect(skips(contextWith(['both', crd('example.com', 'Thing'), thing]), 'both')).toBe(false);
  const elsewhere = contextWith(['scaling', { ...thing, apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject' }]);
  expect(skips(elsewhere, 'scaling')).toBe(true);
  expect(skips(elsewhere, 'scaling', SYNC_WAVES)).toBe(true);
  const gateway = { ...thing, apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' };
  expect(skips(contextWith(['routes', gateway]), 'routes')).toBe(true);
  const ingress = { ...thing, apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' };
  const event = { ...thing, apiVersion: 'events.k8s.io/v1', kind: 'Event' };
  expect(skips(contextWith(['routes', ingress, event, { namespace: 'team' }]), 'routes')).toBe(false);
});

test('ignores differences only in CA bundles that the manifests do not set', () => {
  const ignored = (kind: string, manifest: object) =>
    deliver(contextWith(['x', { kind, apiVersion: `${GROUPS[kind]}/v1`, manifest }])).stages.x.spec.ignoreDifferences;
  const webhooks = (...caBundles: (string | undefined)[]) => ({
    webhooks: caBundles.map((caBundle) => ({ clientConfig: { service: {}, caBundle } })),
  });
  expect(ignored('ValidatingWebhookConfiguration', webhooks('Q0E='))).toBeUndefined();
  expect(ignored('ValidatingWebhookConfiguration', webhooks('Q0E=', undefined))).toHaveLength(1);
  const outside = { clientConfig: { url: 'https://example.com/validate' } };
  expect(ignored('MutatingWebhookConfiguration', { webhooks: [outside] })).toBeUndefined();
  expect(ignored('APIService', { spec: { service: { name: 'metrics' } } })).toEqual([
    { group: 'apiregistration.k8s.io', kind: 'APIService', name: 'x', jsonPointers: ['/spec/caBundle'] },
  ]);
  expect(ignored('APIService', { spec: { service: {}, caBundle: 'Q0E=' } })).toBeUndefined();
  expect(ignored('APIService', { spec: {} })).toBeUndefined();
  const conversion = (clientConfig: object) => ({
    spec: { group: 'x', names: {}, conversion: { webhook: { clientConfig } } },
  });
  expect(ignored('CustomResourceDefinition', conversion({ service: {} }))?.[0].jsonPointers).toEqual([
    '/spec/conversion/webhook/clientConfig/caBundle',
  ]);
  expect(ignored('CustomResourceDefinition', conversion({ service: {}, caBundle: 'Q0E=' }))).toBeUndefined();
  expect(ignored('CustomResourceDefinition', { spec: { group: 'x', names: {} } })).toBeUndefined();
});

test('allows cluster-scoped objects as such, even in a chart with a namespace', () => {
  const [context] = contextsOf((bundle) => {
    const chart = new Chart(bundle, 'team', { namespace: 'team' });
    new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } });
    new ApiObject(chart, 'b', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' });
  });
  const { project, stages } = deliver(context, { mode: APP_OF_APPS });
  expect(project?.spec.namespaceResourceWhitelist).toEqual([{ group: 'argoproj.io', kind: 'Application' }]);
  expect(project?.spec.clusterResourceWhitelist).toEqual([
    { group: '', kind: 'Namespace' },
    { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
  ]);
  expect(stages.team.spec.destination.namespace).toBe('default');
  expect(project?.spec.destinations).toEqual([
    { server: IN_CLUSTER, namespace: 'default' },
    { server: IN_CLUSTER, namespace: 'argocd' },
  ]);
});

test('allows no namespaced kinds in the project of a bundle without any', () => {
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' };
  const { project } = deliver(contextWith(['roles', role]), { mode: SYNC_WAVES });
  expect(project?.spec.namespaceResourceWhitelist).toEqual([]);
  expect(deliver(contextWith(['maps', { namespace: 'team' }])).project?.spec.clusterResourceWhitelist).toEqual([]);
});

test('lists the namespace of Argo CD only once as a destination', () => {
  const { project } = deliver(contextWith(['maps', { namespace: 'argocd' }]));
  expect(project?.spec.destinations).toEqual([{ server: IN_CLUSTER, namespace: 'argocd' }]);
});
