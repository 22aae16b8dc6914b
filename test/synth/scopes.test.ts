import { ApiObject, Chart } from 'cdk8s';
import { Bundle } from '../../lib';
import { synthFiles } from '../gitops/stages';

function errorsOf(add: (chart: Chart) => void, namespace?: string): string {
  const bundle = new Bundle();
  add(new Chart(bundle, 'chart', { namespace }));
  try {
    synthFiles(bundle);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const object = (apiVersion: string, kind: string) => (chart: Chart) =>
  new ApiObject(chart, 'object', { apiVersion, kind, metadata: { name: 'a' } });

const crd = (chart: Chart, scope: string) =>
  new ApiObject(chart, 'crd', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com' },
    spec: { group: 'example.com', names: { kind: 'Thing', plural: 'things' }, scope, versions: [] },
  });

test.each([
  ['v1', 'ConfigMap', 'ConfigMap'],
  ['apps/v1', 'Deployment', 'Deployment.apps'],
  ['rbac.authorization.k8s.io/v1', 'Role', 'Role.rbac.authorization.k8s.io'],
  ['cert-manager.io/v1', 'Certificate', 'Certificate.cert-manager.io'],
  ['core.spinkube.dev/v1alpha1', 'SpinApp', 'SpinApp.core.spinkube.dev'],
  ['core.spinoperator.dev/v1alpha1', 'SpinAppExecutor', 'SpinAppExecutor.core.spinoperator.dev'],
])('requires a namespace for %s %s', (apiVersion, kind, name) => {
  expect(errorsOf(object(apiVersion, kind))).toContain(
    `[chart/object] 'metadata.namespace' is required: where ${name}/a went would depend on who applies it; set it, or the 'namespace' of the chart`,
  );
  expect(errorsOf(object(apiVersion, kind), 'team')).not.toContain('metadata.namespace');
});

test.each([
  ['v1', 'Namespace'],
  ['v1', 'Node'],
  ['v1', 'UnheardOf'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
  ['node.k8s.io/v1', 'RuntimeClass'],
  ['cert-manager.io/v1', 'ClusterIssuer'],
  ['runtime.spinkube.dev/v1alpha1', 'Shim'],
  ['example.com/v1', 'Thing'],
])('does not require a namespace for %s %s, which is cluster-scoped or unknown', (apiVersion, kind) => {
  expect(errorsOf(object(apiVersion, kind))).not.toContain('metadata.namespace');
});

test('takes the scope of a kind from its CRD in the bundle', () => {
  const withCrd = (scope: string) =>
    errorsOf((chart) => {
      crd(chart, scope);
      object('example.com/v1', 'Thing')(chart);
    });
  expect(withCrd('Namespaced')).toContain('Thing.example.com/a');
  expect(withCrd('Cluster')).toBe('');
});
