import { FluxHealthCheck, healthChecksFor } from '../../../lib/gitops/flux/flux-delivery';
import { contextWith } from '../contexts';
import { judge } from './cel';
import { OBSERVED } from '../kinds/observed';

describe('apps of an executor without Deployments', () => {
  const v1alpha1 = { apiVersion: 'core.spinkube.dev/v1alpha1', namespace: 'team' };
  const app = (name: string, executor: string) => ({
    ...v1alpha1,
    kind: 'SpinApp',
    name,
    manifest: { spec: { executor } },
  });
  const other = {
    ...v1alpha1,
    kind: 'SpinAppExecutor',
    name: 'other',
    manifest: { spec: { createDeployment: false } },
  };
  const { stages } = contextWith(['apps', app('a', 'shim'), app('b', 'other')], ['executors', other]);
  const [check] = healthChecksFor(
    stages[0],
    stages.flatMap(({ objects }) => objects),
  );

  test('are current without a status', () => {
    const metadata = { name: 'b', namespace: 'team' };
    expect(judge(check, { metadata, spec: { executor: 'other' } })).toBe('Current');
    expect(judge(check, { metadata: { name: 'b', namespace: 'x' }, spec: { executor: 'other' } })).toBe('Error');
  });

  test.each(
    OBSERVED.filter(({ apiVersion, kind }) => apiVersion === v1alpha1.apiVersion && kind === 'SpinApp').map(
      ({ flux, object, when }) => [when, flux, object] as const,
    ),
  )('do not affect other apps: when %s, %s', (_, verdict, object) => {
    expect(judge(check, object)).toBe(verdict);
  });
});

test('rejects an invalid condition', () => {
  const check: FluxHealthCheck = { apiVersion: 'v1', kind: 'ConfigMap', current: 'data.a' };
  expect(() => judge(check, { data: { a: 'b' } })).toThrow('data.a is not a condition');
  expect(judge({ ...check, inProgress: 'true' }, {})).toBe('InProgress');
});
