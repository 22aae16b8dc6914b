import {
  ArgoCdMode,
  Bundle,
  Delivery,
  GitSource,
  NodeInstaller,
  SpinKubeRelease,
  WebhookCertificates,
} from '../../lib';
import { readTree } from '../../lib/changes/tree';
import { upgradeOf } from '../../lib/upgrade/upgrade';
import { callsOf, clusterOf, objects, planBetween, platform, SMALL } from './upgrades';

test('has nothing to do between equal bundles', () => {
  const plan = planBetween(platform(), platform());
  expect(plan).toMatchObject({ notices: [], steps: [] });
  expect(plan.unchanged).toContain('spin-operator');
});

test('applies only the stages that a patch release changes', () => {
  const issued = { ...SMALL, webhookCertificates: WebhookCertificates.certManager() };
  const plan = planBetween(platform(issued), platform({ ...issued, release: SpinKubeRelease.V2026_12 }));
  expect(callsOf(plan)['cert-manager'].slice(0, 2)).toEqual([
    'apply cert-manager',
    'rolled_out cert-manager deployment.apps/cert-manager deployment.apps/cert-manager-cainjector deployment.apps/cert-manager-webhook',
  ]);
  expect(plan.unchanged).toContain('spin-operator');
});

describe('from core.spinoperator.dev to core.spinkube.dev', () => {
  const old = { ...SMALL, release: SpinKubeRelease.V2024_05, webhookCertificates: WebhookCertificates.certManager() };
  const now = { ...old, release: SpinKubeRelease.V2026_11 };
  const plan = planBetween(platform(old), platform(now));
  const calls = callsOf(plan);

  test('checks that all SpinApps in the cluster are known', () => {
    expect(calls['check the cluster']).toEqual(['only_apps core.spinoperator.dev shop/hello']);
  });

  test('stops the old operator just before the new one is applied', () => {
    expect(calls['spin-operator'].slice(0, 2)).toEqual([
      'operator_stopped spin-operator deployment.apps/spin-operator-controller-manager app.kubernetes.io/instance=spin-operator,app.kubernetes.io/name=spin-operator,control-plane=controller-manager ghcr.io/spinframework/spin-operator:v0.6.1',
      'apply spin-operator',
    ]);
  });

  test('keeps the pods of a SpinApp until the new ones are ready', () => {
    expect(calls.apps).toEqual([
      'app_detached shop hello core.spinoperator.dev core.spinkube.dev',
      'apply_unchecked apps',
      'wait_for condition=Available shop spinapp.core.spinkube.dev/hello',
      'app_rolled_out shop deployment.apps/hello',
      'ready',
      'app_moved shop hello core.spinoperator.dev core.spinkube.dev',
    ]);
  });

  test('removes the old executor without its operator, and CustomResourceDefinitions only on request', () => {
    expect(calls['finish the moves']).toEqual([
      'executor_released shop spinappexecutor.core.spinoperator.dev/containerd-shim-spin',
    ]);
    expect(Object.keys(calls)).not.toContain('remove what is left of executors');
    expect(calls['remove what is only removed on request'].slice(0, 3)).toEqual([
      'if requested crds; then',
      "  gone '' customresourcedefinition.apiextensions.k8s.io/spinapps.core.spinoperator.dev customresourcedefinition.apiextensions.k8s.io/spinappexecutors.core.spinoperator.dev",
      'else',
    ]);
  });

  test('deletes the webhook configurations of an old operator of another name', () => {
    const renamed = planBetween(
      platform(old),
      platform({ ...now, operator: { namespace: 'spin', helmReleaseName: 'spin-operator-6' } }),
    );
    const [stop, webhooks] = callsOf(renamed)['spin-operator'];
    expect(stop).toMatch(/ ''$/);
    expect(webhooks).toBe(
      "gone '' mutatingwebhookconfiguration.admissionregistration.k8s.io/spin-operator-mutating-webhook-configuration validatingwebhookconfiguration.admissionregistration.k8s.io/spin-operator-validating-webhook-configuration",
    );
  });

  test('goes back in the same way', () => {
    const back = planBetween(platform(now), platform(old));
    expect(back.notices[0].title).toBe('SpinApps move from core.spinkube.dev to core.spinoperator.dev');
    expect(callsOf(back).apps[0]).toBe('app_detached shop hello core.spinkube.dev core.spinoperator.dev');
  });
});

describe('from kwasm-operator to runtime-class-manager', () => {
  const manager = { ...SMALL, nodeInstaller: NodeInstaller.runtimeClassManager({ nodeSelector: { pool: 'spin-v2' } }) };
  const plan = planBetween(platform(), platform(manager));
  const calls = callsOf(plan);

  test('checks that the new nodes do not have the shim of kwasm-operator', () => {
    expect(calls['check the cluster']).toEqual(['nodes_without_kwasm spin-v2 pool=spin-v2']);
  });

  test('replaces the RuntimeClass, restarts the SpinApps, and removes kwasm-operator last', () => {
    expect(calls['runtime-class'].slice(0, 2)).toEqual([
      "replaced '' runtimeclass.node.k8s.io/wasmtime-spin-v2 '{.handler}' spin-v2",
      'apply_unchecked runtime-class',
    ]);
    expect(calls['finish the moves']).toEqual(['apps_restarted wasmtime-spin-v2']);
    expect(calls['remove what is left of kwasm-operator'][0]).toBe('gone kwasm deployment.apps/kwasm-operator');
    expect(Object.keys(calls).slice(-3)).toEqual([
      'finish the moves',
      'remove what is left of kwasm-operator',
      'remove what is only removed on request',
    ]);
  });

  test('replaces nothing if the new RuntimeClass has a name of its own', () => {
    const named = planBetween(
      platform(),
      platform({ ...manager, runtimeClass: { name: 'new' }, executor: { name: 'new' } }),
    );
    expect(callsOf(named)['runtime-class'].filter((line) => line.startsWith('replaced'))).toEqual([]);
    expect(callsOf(named)['remove what is left of runtime-class']).toEqual(['runtime_class_gone wasmtime-spin-v2']);
  });
});

describe('webhook certificates', () => {
  const issued = { ...SMALL, webhookCertificates: WebhookCertificates.certManager() };
  const webhooks = [
    'mutatingwebhookconfiguration.admissionregistration.k8s.io/spin-operator-mutating-webhook-configuration',
    'validatingwebhookconfiguration.admissionregistration.k8s.io/spin-operator-validating-webhook-configuration',
  ].join(' ');

  test('are replaced by generated ones, and cert-manager is removed without the new Secret', () => {
    const calls = callsOf(planBetween(platform(issued), platform()));
    expect(calls['spin-operator'][0]).toBe(
      `certificate_replaced spin-operator webhook-server-cert '' certificate.cert-manager.io/spin-operator-serving-cert ${webhooks}`,
    );
    expect(calls['spin-operator'].at(-1)).toBe(
      'restarted spin-operator deployment.apps/spin-operator-controller-manager',
    );
    expect(Object.values(calls).flat().join('\n')).not.toContain('secret/webhook-server-cert');
    expect(Object.keys(calls)).toContain('remove what is left of cert-manager');
  });

  test('are replaced by those of cert-manager', () => {
    const calls = callsOf(planBetween(platform(), platform(issued)));
    expect(calls['spin-operator'][0]).toMatch(
      /^certificate_replaced spin-operator webhook-server-cert spin-operator-serving-cert job.batch\/spin-operator-webhook-certgen-\w+ /,
    );
    expect(calls['spin-operator'].at(-1)).toBe(
      'restarted spin-operator deployment.apps/spin-operator-controller-manager',
    );
  });
});

describe('objects with changes that the API server refuses', () => {
  const deployment = (app: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      selector: { matchLabels: { part: 'web', app } },
      template: { metadata: { labels: { part: 'web', app } }, spec: { containers: [{ name: 'web', image: 'web' }] } },
    },
  });
  const binding = (role: string) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'web', namespace: 'default' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
    subjects: [],
  });
  const job = (image: string) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'web', namespace: 'default' },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'web', image }] } } },
  });
  const claim = (mode: string) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'web', namespace: 'default' },
    spec: { accessModes: [mode], resources: { requests: { storage: '1Gi' } } },
  });
  const callsBetween = (...[from, to]: Parameters<typeof objects>) => callsOf(planBetween(objects(from), objects(to)));

  test('are a Deployment with another selector, whose pods run until the new ones are ready', () => {
    expect(callsBetween(deployment('a'), deployment('b')).all).toEqual([
      `detached default deployment.apps/web '{.spec.selector.matchLabels}' '{"app":"b","part":"web"}'`,
      'apply_unchecked all',
      'rolled_out default deployment.apps/web',
      'ready',
      'orphans_gone default app=a,part=web',
    ]);
  });

  test('are a binding of another role, and a Job', () => {
    expect(callsBetween(binding('a'), binding('b')).all[0]).toBe(
      "replaced default rolebinding.rbac.authorization.k8s.io/web '{.roleRef.kind}/{.roleRef.name}' Role/b",
    );
    expect(callsBetween(job('a'), job('b')).all[0]).toBe('gone default job.batch/web');
  });

  test('are left to people if they hold data', () => {
    const plan = planBetween(objects(claim('ReadWriteOnce')), objects(claim('ReadWriteMany')));
    expect(callsOf(plan)['check the cluster']).toEqual([
      "say 'Prerequisite: replace PersistentVolumeClaim/default/web yourself'",
    ]);
    expect(callsOf(plan).all[0]).toBe('apply all');
  });

  test('stay if they named no namespace and the new version has one of their name', () => {
    const [kept, gone] = ['containerd-shim-spin', 'other'].map((name) =>
      JSON.stringify({ apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinAppExecutor', metadata: { name } }),
    );
    const [old] = readTree(new Map([['all.yaml', `${kept}\n---\n${gone}\n`]])).clusters;
    expect(upgradeOf(old, clusterOf(platform())).removed.map(({ name }) => name)).toEqual(['other']);
  });

  test('are only removed on request if they hold data', () => {
    const calls = callsOf(planBetween(objects(claim('ReadWriteOnce'), binding('a')), objects(binding('a'))));
    expect(Object.keys(calls)).toEqual(['remove what is only removed on request']);
    expect(calls['remove what is only removed on request'].slice(0, 2)).toEqual([
      'if requested volumes; then',
      '  gone default persistentvolumeclaim/web',
    ]);
  });
});

test('takes over what Helm has installed, and deletes the records of its releases last', () => {
  const plan = planBetween(platform(), platform(), true);
  const calls = callsOf(plan);
  expect(plan.unchanged).toEqual([]);
  expect(calls['spinkube-crds'].slice(0, 2)).toEqual([
    "taken_over '' customresourcedefinition.apiextensions.k8s.io/spinapps.core.spinkube.dev customresourcedefinition.apiextensions.k8s.io/spinappexecutors.core.spinkube.dev",
    'apply spinkube-crds',
  ]);
  expect(Object.keys(calls).at(-1)).toBe('forget the releases of Helm');
  expect(calls['forget the releases of Helm']).toEqual([
    'helm_forgotten kwasm kwasm-operator',
    'helm_forgotten spin-operator spin-operator',
  ]);
});

describe('bundles that are applied from Git', () => {
  const source = GitSource.of({ url: 'https://example.com/gitops.git', path: 'dist' });
  const argoCd = (mode = ArgoCdMode.APP_OF_APPS) => Delivery.argoCd({ source, mode });
  const changed = {
    ...SMALL,
    release: SpinKubeRelease.V2024_05,
    webhookCertificates: WebhookCertificates.certManager(),
  };

  const noticeOf = (before: Bundle, after: Bundle) =>
    planBetween(before, after).notices.find(({ title }) => title === 'Argo CD applies the bundle')?.summary;

  test('are suspended if there are steps that are not in Git, or objects are removed', () => {
    expect(noticeOf(platform(SMALL, argoCd()), platform(changed, argoCd()))).toContain(
      'Suspend the sync of the old stages, run the script (`--field-manager argocd-controller` for Argo CD)',
    );
    expect(noticeOf(platform(changed, argoCd()), platform(SMALL, argoCd()))).toContain('Suspend the sync');
    expect(noticeOf(platform(SMALL), platform(changed))).toBeUndefined();
  });

  test('are only pushed if all steps are in Git', () => {
    const scaled = { ...SMALL, operator: { replicas: 2 } };
    expect(noticeOf(platform(SMALL, argoCd()), platform(scaled, argoCd()))).toMatch(/^All steps are in Git/);
    expect(noticeOf(platform(SMALL, argoCd()), platform(scaled))).toContain('Suspend the sync');
  });

  test('may move to another tool', () => {
    const [notice] = planBetween(
      platform(SMALL, argoCd()),
      platform(changed, Delivery.flux({ source })),
    ).notices.filter(({ title }) => title === 'Another tool applies the bundle');
    expect(notice.summary).toContain('Argo CD no longer does.');
    expect(notice.summary).toContain('Flux does from now on');
  });
});
