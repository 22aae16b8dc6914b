import { Bundle, NodeInstaller, SpinKubeRelease, WebhookCertificates } from '../../lib';
import { planUpgrade } from '../../lib/upgrade/plan-upgrade';
import { upgradeScript } from '../../lib/upgrade/upgrade-script';
import { Behaviour, Run, runText } from '../gitops/kubectl/stub';
import { objects, platform, SMALL, upgradeBetween } from '../upgrade/upgrades';

function script(before: Bundle, after: Bundle, fromHelm = false): string {
  const upgrade = upgradeBetween(before, after, fromHelm);
  return upgradeScript(planUpgrade(upgrade), upgrade, '../manifests');
}

const ISSUED = { ...SMALL, webhookCertificates: WebhookCertificates.certManager() };
const MOVE = script(platform({ ...ISSUED, release: SpinKubeRelease.V2024_05 }), platform(ISSUED));
const NODES = script(platform(), platform({ ...SMALL, nodeInstaller: NodeInstaller.runtimeClassManager() }));

/** Replies of kubectl about the app of the old group. */
const APP = {
  "*'get spinapps.core.spinoperator.dev'*": 'shop/hello ',
  "*'get deployment.apps/spin-operator-controller-manager'*": 'ghcr.io/spinkube/spin-operator:v0.1.0',
  "*'get --namespace spin-operator deployment.apps/spin-operator-controller-manager'*":
    'ghcr.io/spinkube/spin-operator:v0.1.0',
  "*'get replicasets'*": 'replicaset.apps/hello-1',
  "*'get pods'*": 'pod/hello-1-a',
  "*'get secrets'*": 'secret/hello-7',
  "*'get spinapp.core.spinkube.dev/hello'*": 'uid-2',
  "*'get service hello'*": 'uid-2',
  "*'get spinappexecutor.core.spinoperator.dev'*": 'spinappexecutor.core.spinoperator.dev/containerd-shim-spin',
};

const moved = (args: string[] = [], behaviour: Behaviour = {}) =>
  runText(MOVE, args, { ...behaviour, replies: { ...APP, ...behaviour.replies } });

/** The calls that change something. */
const changes = ({ calls }: Run) => calls.filter((line) => !/^(get|wait|rollout status)/.test(line));

describe('a move to another API group', () => {
  const run = moved();

  test('stops the operator, keeps the pods for the new Service, and removes the old objects last', () => {
    expect([run.status, run.stderr]).toEqual([0, '']);
    const calls = changes(run);
    const from = calls.findIndex((line) => line.startsWith('scale'));
    expect(calls.slice(from).map((line) => line.replace(' --timeout=300s', ''))).toEqual([
      'scale --namespace spin-operator deployment.apps/spin-operator-controller-manager --replicas=0',
      'apply --server-side --force-conflicts -f MANIFESTS/spin-operator --field-manager kubectl',
      'apply --server-side --force-conflicts -f MANIFESTS/executors --field-manager kubectl',
      'delete deployments --namespace shop --selector core.spinoperator.dev/app-name=hello --cascade=orphan',
      'patch replicaset.apps/hello-1 --namespace shop --patch {"spec":{"template":{"metadata":{"labels":{"core.spinkube.dev/app-name":"hello","core.spinkube.dev/app.hello.status":"ready"}}}}}',
      'label pod/hello-1-a --namespace shop --overwrite core.spinkube.dev/app-name=hello core.spinkube.dev/app.hello.status=ready',
      'apply --server-side --force-conflicts -f MANIFESTS/apps --field-manager kubectl',
      'label pod/hello-1-a --namespace shop core.spinkube.dev/app.hello.status-',
      'delete replicasets --namespace shop --selector core.spinoperator.dev/app-name=hello',
      'patch secret/hello-7 --namespace shop --type=merge --patch {"metadata":{"ownerReferences":[{"apiVersion":"core.spinkube.dev/v1alpha1","kind":"SpinApp","name":"hello","uid":"uid-2"}]}}',
      'delete --namespace shop --ignore-not-found --cascade=background spinapp.core.spinoperator.dev/hello',
      'patch spinappexecutor.core.spinoperator.dev/containerd-shim-spin --namespace shop --type=merge --patch {"metadata":{"finalizers":null}}',
      'delete --namespace shop --ignore-not-found --cascade=background spinappexecutor.core.spinoperator.dev/containerd-shim-spin',
      ...calls.slice(from + 13).map((line) => line.replace(' --timeout=300s', '')),
    ]);
    expect(calls.slice(from + 13).filter((line) => !line.startsWith('delete'))).toEqual([]);
  });

  test('prints its progress, and what it has kept', () => {
    const progress = run.stdout.split('\n').filter((line) => line.startsWith('['));
    expect(progress[0]).toBe(`[1/${progress.length}] check the cluster`);
    expect(progress).toContain(`[${progress.length - 1}/${progress.length}] finish the moves`);
    expect(run.stdout).toContain(
      'kept without --crds: CustomResourceDefinition/spinappexecutors.core.spinoperator.dev',
    );
    expect(run.stdout).toMatch(/done: the cluster has the new bundle\n$/);
  });

  test('deletes the old CustomResourceDefinitions with --crds', () => {
    expect(
      changes(moved(['--crds']))
        .at(-1)
        ?.match(/[^/ ]+\.core\.spinoperator\.dev/g),
    ).toEqual(['spinapps.core.spinoperator.dev', 'spinappexecutors.core.spinoperator.dev']);
  });

  test('changes nothing if the cluster has other SpinApps of the group, unless they may be left', () => {
    const others = { "*'get spinapps.core.spinoperator.dev'*": 'shop/hello bar/other ' };
    const stopped = moved([], { replies: others });
    expect([stopped.status, changes(stopped)]).toEqual([1, []]);
    expect(stopped.stderr).toContain('core.spinoperator.dev, which would lose their operator: bar/other\n');
    expect(moved(['--leave-other-apps'], { replies: others }).status).toBe(0);
  });

  test('does not stop an operator that is the new one already', () => {
    const image = 'ghcr.io/spinframework/spin-operator:v0.6.1';
    const again = moved([], {
      replies: { "*'get --namespace spin-operator deployment.apps/spin-operator-controller-manager'*": image },
    });
    expect(again.calls.filter((line) => line.startsWith('scale'))).toEqual([]);
  });

  test('removes nothing of an app whose Service the new operator has not taken over', () => {
    const stopped = moved([], { replies: { "*'get service hello'*": 'uid-1' } });
    expect(stopped.stderr).toBe(
      'failed: the new operator has not taken over the Service hello\n' +
        '  look at: kubectl get service hello --namespace shop --output yaml\n',
    );
    expect(changes(stopped).at(-1)).toBe(
      'apply --server-side --force-conflicts -f MANIFESTS/apps --field-manager kubectl',
    );
  });

  test('only prints with --dry-run what it would do', () => {
    const dry = moved(['--dry-run']);
    expect([dry.status, dry.stderr]).toEqual([0, '']);
    expect(changes(dry).filter((line) => !line.includes('--dry-run=server'))).toEqual([]);
    expect(dry.stdout).toContain('would run: kubectl scale --namespace spin-operator');
    expect(dry.stdout).toContain('would apply apps, which a dry run cannot check');
    expect(dry.stdout).toMatch(/dry run succeeded: nothing was changed\n$/);
  });
});

describe('a move to runtime-class-manager', () => {
  const provisioned = "*'get nodes --selector kubernetes.io/os=linux,kwasm.sh/kwasm-provisioned'*";
  const replies = {
    [provisioned]: '',
    "*'get runtimeclass'*handler*": 'spin',
    "*'get runtimeclass'*creationTimestamp*": '2026-11-27T20:00:00Z',
    "*'get deployments'*": 'shop/hello ',
  };

  test('replaces the RuntimeClass, and restarts the SpinApps before kwasm-operator goes', () => {
    const run = runText(NODES, [], { replies });
    expect([run.status, run.stderr]).toEqual([0, '']);
    const calls = changes(run).map((line) => line.replace(/ --timeout=\S+/, ''));
    const order = [
      'delete --ignore-not-found --cascade=background runtimeclass.node.k8s.io/wasmtime-spin-v2',
      'apply --server-side --force-conflicts -f MANIFESTS/runtime-class --field-manager kubectl',
      'rollout restart --namespace shop deployment.apps/hello',
      'delete --namespace kwasm --ignore-not-found --cascade=background deployment.apps/kwasm-operator',
    ];
    expect(calls.filter((line) => order.includes(line))).toEqual(order);
  });

  test('leaves a RuntimeClass that is the new one already', () => {
    const run = runText(NODES, [], { replies: { ...replies, "*'get runtimeclass'*handler*": 'spin-v2' } });
    expect(run.calls.filter((line) => line.includes('runtimeclass') && line.startsWith('delete'))).toEqual([]);
  });

  test.each([
    ['fails on a node with the shim of kwasm-operator', 'node-0: ', [], 1],
    ['fails on such a node with another handler', 'node-0:runc,spin, ', [], 1],
    ['accepts such a node if containerd has the handler', 'node-0:runc,spin-v2, ', [], 0],
    ['accepts such a node with an option', 'node-0: ', ['--accept-kwasm-nodes'], 0],
  ])('%s', (_, nodes, args, status) => {
    const run = runText(NODES, args, { replies: { ...replies, [provisioned]: nodes } });
    expect(run.status).toBe(status);
    expect(run.stderr.includes('runtime-class-manager does not: node-0\n')).toBe(status === 1);
  });
});

test('replaces a certificate of another issuer once', () => {
  const text = script(platform(ISSUED), platform());
  const issued = (by: string) => ({ "*'get secret webhook-server-cert'*": `webhook-server-cert=${by}` });
  const removed = (run: Run) =>
    run.calls.filter((line) => line.startsWith('delete') && line.includes('webhook-server-cert'));
  const first = runText(text, [], { replies: issued('spin-operator-serving-cert') });
  expect([first.status, first.stderr]).toEqual([0, '']);
  expect(removed(first)).toHaveLength(1);
  expect(first.calls).toContain(
    'rollout restart --namespace spin-operator deployment.apps/spin-operator-controller-manager',
  );
  expect(removed(runText(text, [], { replies: issued('') }))).toEqual([]);
});

test('takes over the fields of Helm before it applies a stage', () => {
  const run = runText(script(platform(), platform(), true), [], {
    replies: { "*'get customresourcedefinition'*spinapps*": ',{"op":"replace"}' },
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
  expect(changes(run).slice(0, 2)).toEqual([
    'patch customresourcedefinition.apiextensions.k8s.io/spinapps.core.spinkube.dev --type=json --patch [{"op":"replace"}]',
    'apply --server-side --force-conflicts -f MANIFESTS/spinkube-crds --field-manager kubectl',
  ]);
  expect(run.calls.at(-1)).toBe('delete secrets --namespace spin-operator --selector owner=helm,name=spin-operator');
});

test('applies, and takes over from Helm, as another field manager', () => {
  const run = runText(script(platform(), platform(), true), ['--field-manager', 'argocd-controller'], {
    replies: { '*spinapps.core.spinkube.dev*\'/manager","value":"argocd-controller"\'*': ',{"op":"replace"}' },
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
  expect(changes(run).slice(0, 2)).toEqual([
    'patch customresourcedefinition.apiextensions.k8s.io/spinapps.core.spinkube.dev --type=json --patch [{"op":"replace"}]',
    'apply --server-side --force-conflicts -f MANIFESTS/spinkube-crds --field-manager argocd-controller',
  ]);
});

test('deletes the pods that a workload with another selector has left', () => {
  const deployment = (app: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app } },
      template: { metadata: { labels: { app } }, spec: { containers: [{ name: 'web', image: 'web' }] } },
    },
  });
  const run = runText(script(objects(deployment('a')), objects(deployment('b'))), [], {
    replies: { "*'get --namespace default deployment.apps/web'*": '{"app":"a"}', "*'get replicasets'*": 'web-1 ' },
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
  expect(changes(run).map((line) => line.replace(/ --timeout=\S+/, ''))).toEqual([
    'delete --namespace default --ignore-not-found --cascade=orphan deployment.apps/web',
    'apply --server-side --force-conflicts -f MANIFESTS/all --field-manager kubectl',
    'delete replicasets web-1 --namespace default --ignore-not-found',
  ]);
});

test('has nothing to do between equal bundles', () => {
  const run = runText(script(platform(), platform()));
  expect([run.status, run.stdout, run.calls]).toEqual([
    0,
    'nothing to do: the bundles are equal\ndone: the cluster has the new bundle\n',
    [],
  ]);
});

describe('the command line', () => {
  test('has a help text, and refuses unknown options', () => {
    expect(runText(MOVE, ['--help'])).toMatchObject({ status: 0, stderr: '' });
    expect(runText(MOVE, ['--help']).stdout).toContain('usage: upgrade.sh');
    expect(runText(MOVE, ['--unknown'])).toMatchObject({ status: 2, stdout: '' });
  });

  test('needs the folder of the new bundle', () => {
    const run = runText(MOVE, ['--manifests', '/missing']);
    expect([run.status, run.stderr]).toEqual([
      2,
      'there is no stage cert-manager-crds in /missing; use --manifests to name the folder of the new bundle\n',
    ]);
    expect(run.calls).toEqual([]);
  });

  test('passes the context to kubectl', () => {
    const run = moved(['--context', 'prod']);
    expect(run.calls.every((line) => line.startsWith('--context prod '))).toBe(true);
  });
});
