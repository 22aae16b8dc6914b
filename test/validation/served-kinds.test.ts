import { FieldValidation } from '../../lib/validation/field-validation';
import { objectCheck } from '../../lib/validation/object-check';
import { describeProblem } from '../../lib/validation/problems';

/** The findings about an object of a kind that is not served. */
function findings(apiVersion: string, kind: string): string[] {
  const object = { apiVersion, kind, metadata: { name: 'a', namespace: 'shop' }, spec: {} };
  return objectCheck([object], { fieldValidation: FieldValidation.STRICT })(object)
    .filter(({ rule }) => !rule.startsWith('spin-app-'))
    .map((finding) => `${finding.level} ${finding.rule}: ${describeProblem(finding)}`);
}

test.each([
  ['core.spinkube.dev/v1', 'SpinApp', 'core.spinkube.dev/v1alpha1'],
  ['core.spinkube.dev/v1beta1', 'SpinAppExecutor', 'core.spinkube.dev/v1alpha1'],
  ['core.spinoperator.dev/v1', 'SpinApp', 'core.spinoperator.dev/v1alpha1'],
  ['runtime.spinkube.dev/v1', 'Shim', 'runtime.spinkube.dev/v1alpha1'],
  ['runtime.kwasm.sh/v1alpha1', 'Shim', 'runtime.spinkube.dev/v1alpha1'],
  ['cert-manager.io/v1alpha2', 'Certificate', 'cert-manager.io/v1'],
  ['networking.k8s.io/v1beta1', 'Ingress', 'networking.k8s.io/v1'],
  ['apps/v1beta2', 'Deployment', 'apps/v1'],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'autoscaling/v2'],
  ['policy/v1beta1', 'PodDisruptionBudget', 'policy/v1'],
  ['node.k8s.io/v1beta1', 'RuntimeClass', 'node.k8s.io/v1'],
])('rejects %s %s, which no cluster serves', (apiVersion, kind, right) => {
  expect(findings(apiVersion, kind)).toEqual([
    `error served: 'apiVersion' (${apiVersion}) does not have the kind ${kind} in any cluster; use '${right}'`,
  ]);
});

test.each([
  ['extensions/v1beta1', 'Ingress', 'networking.k8s.io/v1'],
  ['v1', 'Deployment', 'apps/v1'],
  ['apps/v1', 'Ingress', 'networking.k8s.io/v1'],
  ['apps/v1', 'Pod', 'v1'],
  ['apps/v1', 'Service', 'v1'],
  ['batch/v1', 'ConfigMap', 'v1'],
  ['rbac.authorization.k8s.io/v1', 'ServiceAccount', 'v1'],
  ['v1', 'NetworkPolicy', 'networking.k8s.io/v1'],
])('rejects %s %s, whose kind is in another API group', (apiVersion, kind, right) => {
  expect(findings(apiVersion, kind)).toEqual([
    `error served: 'apiVersion' (${apiVersion}) does not have the kind ${kind} in any cluster; use '${right}'`,
  ]);
});

test.each([
  ['apps/v1', 'Deploymnt', 'Deployment'],
  ['v1', 'ConfigMaps', 'ConfigMap'],
  ['core.spinkube.dev/v1alpha1', 'SpinApps', 'SpinApp'],
  ['networking.k8s.io/v1', 'Ingres', 'Ingress'],
])('warns of %s %s, which is nearly a kind', (apiVersion, kind, meant) => {
  expect(findings(apiVersion, kind)).toEqual([
    `warning served: 'kind' (${kind}) is not a kind of ${apiVersion}; did you mean '${meant}'?`,
  ]);
});

test.each([
  ['external-secrets.io/v1', 'ExternalSecret'],
  ['source.toolkit.fluxcd.io/v1beta2', 'GitRepository'],
  ['argoproj.io/v1alpha1', 'Rollout'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
  ['resource.k8s.io/v1beta1', 'DeviceClass'],
  ['metrics.k8s.io/v1beta1', 'PodMetrics'],
  ['example.com/v1', 'Deployment'],
  ['policy/v1beta1', 'PodSecurityPolicy'],
])('accepts %s %s, which a cluster may serve', (apiVersion, kind) => {
  expect(findings(apiVersion, kind)).toEqual([]);
});
