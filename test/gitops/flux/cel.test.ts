import { FLUX_HEALTH_CHECKS, FluxHealthCheck, healthChecksFor } from '../../../lib/gitops/flux/health-checks';
import { contextWith } from '../contexts';
import { judge } from './cel';
import { OBSERVED } from './objects';

test('there are checks for the kinds that stages wait for, and objects to try them on', () => {
  const names = (those: { apiVersion: string; kind: string }[]) => [
    ...new Set(those.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)),
  ];
  expect(names(FLUX_HEALTH_CHECKS)).toEqual([
    'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration',
    'cert-manager.io/v1 Certificate',
    'cert-manager.io/v1 ClusterIssuer',
    'cert-manager.io/v1 Issuer',
    'core.gardener.cloud/v1beta1 Shoot',
    'core.spinkube.dev/v1alpha1 SpinApp',
    'core.spinkube.dev/v1alpha1 SpinAppExecutor',
    'core.spinoperator.dev/v1alpha1 SpinApp',
    'core.spinoperator.dev/v1alpha1 SpinAppExecutor',
    'runtime.spinkube.dev/v1alpha1 Shim',
  ]);
  expect(names(OBSERVED).sort()).toEqual(names(FLUX_HEALTH_CHECKS));
});

const checkOf = (apiVersion: string, kind: string) =>
  FLUX_HEALTH_CHECKS.filter((check) => check.apiVersion === apiVersion && check.kind === kind);

test.each(OBSERVED.map((one) => [one.apiVersion, one.kind, one.when, one.verdict, one.object] as const))(
  '%s %s, when %s, is judged as %s',
  (apiVersion, kind, _, verdict, object) => {
    expect(checkOf(apiVersion, kind).map((check) => judge(check, object))).toEqual([verdict]);
  },
);

describe('apps of an executor without Deployments', () => {
  const v1alpha1 = { apiVersion: 'core.spinkube.dev/v1alpha1', namespace: 'team' };
  const app = (name: string, executor: string) => ({
    ...v1alpha1,
    kind: 'SpinApp',
    name,
    manifest: { spec: { executor } },
  });
  const { stages } = contextWith(['apps', app('a', 'shim'), app('b', 'other')]);
  const [check] = healthChecksFor(stages[0], new Set(['team/other']));

  test('are as they should be without a status', () => {
    const metadata = { name: 'b', namespace: 'team' };
    expect(judge(check, { metadata, spec: { executor: 'other' } })).toBe('Current');
    expect(judge(check, { metadata: { name: 'b', namespace: 'x' }, spec: { executor: 'other' } })).toBe('Error');
  });

  test.each(
    OBSERVED.filter(({ apiVersion, kind }) => apiVersion === v1alpha1.apiVersion && kind === 'SpinApp').map(
      ({ object, verdict, when }) => [when, verdict, object] as const,
    ),
  )('do not change what the others are: when %s, %s', (_, verdict, object) => {
    expect(judge(check, object)).toBe(verdict);
  });
});

test('what is no condition is found', () => {
  const check: FluxHealthCheck = { apiVersion: 'v1', kind: 'ConfigMap', current: 'data.a' };
  expect(() => judge(check, { data: { a: 'b' } })).toThrow('data.a is no condition');
  expect(judge({ ...check, inProgress: 'true' }, {})).toBe('InProgress');
});
