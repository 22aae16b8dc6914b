import { ApiObject, Chart } from 'cdk8s';
import {
  Bundle,
  Delivery,
  NodeInstaller,
  SmokeTest,
  SpinApp,
  SpinAppExecutor,
  SpinKube,
  SpinKubeRelease,
  WebhookCertificates,
} from '../../lib';
import { stagesOf } from '../gitops/stages';
import { Behaviour, run, Run } from '../gitops/kubectl/stub';
import { appsIn, platform } from './platform';

const STAGES = [
  'cert-manager-crds',
  'spinkube-crds',
  'runtime-class-manager-crds',
  'cert-manager',
  'runtime-class-manager',
  'runtime-class',
  'spin-operator',
  'executors',
  'apps',
];

const applied = ({ calls }: Run) =>
  calls
    .filter((line) => line.startsWith('apply '))
    .flatMap((line) => [...line.matchAll(/MANIFESTS\/(\S+)/g)].map(([, stage]) => stage));

/** The calls after the apply of the level of a stage, up to the next one. */
function waits({ calls }: Run, stage: string): string[] {
  const start = calls.findIndex((line) => `${line} `.includes(` MANIFESTS/${stage} `)) + 1;
  const end = calls.findIndex((line, index) => index >= start && line.startsWith('apply '));
  return calls.slice(start, end === -1 ? undefined : end).map((line) => line.replace('--timeout=300s ', ''));
}

describe('install.sh', () => {
  const ended = run(platform, 'install.sh');

  test('applies the stages in order with server-side apply, and prints its progress', () => {
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    expect(applied(ended)).toEqual(STAGES);
    expect(ended.calls[0]).toBe(
      'apply --server-side --force-conflicts -f MANIFESTS/cert-manager-crds -f MANIFESTS/spinkube-crds -f MANIFESTS/runtime-class-manager-crds',
    );
    expect(ended.stdout.split('\n').filter((line) => line.startsWith('['))).toEqual(
      STAGES.map((stage, index) => `[${index + 1}/9] ${stage}`),
    );
    expect(ended.stdout).toMatch(/done: all stages are ready\n$/);
  });

  const crds = (...names: string[]) =>
    names.map((name) => ` customresourcedefinition.apiextensions.k8s.io/${name}`).join('');
  const webhooks = (name: string) =>
    ['mutating', 'validating']
      .map((kind) => ` ${kind}webhookconfiguration.admissionregistration.k8s.io/${name.replace('*', kind)}`)
      .join('');
  const ca = 'wait --for=jsonpath={.webhooks[0].clientConfig.caBundle}';

  test.each<[string, string[]]>([
    [
      'spinkube-crds',
      [
        `wait --for=condition=Established${crds(
          'certificates.cert-manager.io',
          'certificaterequests.cert-manager.io',
          'clusterissuers.cert-manager.io',
          'issuers.cert-manager.io',
          'challenges.acme.cert-manager.io',
          'orders.acme.cert-manager.io',
          'spinapps.core.spinkube.dev',
          'spinappexecutors.core.spinkube.dev',
          'shims.runtime.spinkube.dev',
        )}`,
      ],
    ],
    [
      'cert-manager',
      [
        'rollout status --namespace cert-manager deployment.apps/cert-manager',
        'rollout status --namespace cert-manager deployment.apps/cert-manager-cainjector',
        'rollout status --namespace cert-manager deployment.apps/cert-manager-webhook',
        `${ca}${webhooks('cert-manager-webhook')}`,
        'rollout status --namespace runtime-class-manager deployment.apps/runtime-class-manager',
      ],
    ],
    [
      'runtime-class',
      [
        'get nodes --selector kubernetes.io/os=linux --output name',
        'wait --for=jsonpath={.status.nodes}=2 shim.runtime.spinkube.dev/spin-v2',
        'wait --for=jsonpath={.status.nodesReady}=2 shim.runtime.spinkube.dev/spin-v2',
        'get shim.runtime.spinkube.dev/spin-v2 --output template',
        'get jobs --all-namespaces --selector spinkube.dev/shimName=spin-v2,spinkube.dev/operation=install --output template',
        'get nodes --selector kubernetes.io/os=linux --output template',
      ],
    ],
    [
      'spin-operator',
      [
        'wait --namespace spin-operator --for=condition=Ready issuer.cert-manager.io/spin-operator-selfsigned-issuer certificate.cert-manager.io/spin-operator-serving-cert',
        'rollout status --namespace spin-operator deployment.apps/spin-operator-controller-manager',
        `${ca}${webhooks('spin-operator-*-webhook-configuration')}`,
      ],
    ],
    [
      'executors',
      [
        'wait --namespace shop --for=jsonpath={.metadata.finalizers[0]} spinappexecutor.core.spinkube.dev/containerd-shim-spin',
      ],
    ],
    [
      'apps',
      [
        'wait --namespace shop --for=condition=Available spinapp.core.spinkube.dev/hello',
        'rollout status --namespace shop deployment.apps/hello',
      ],
    ],
  ])('waits until %s is ready', (stage, expected) => {
    expect(waits(ended, stage)).toEqual(expected);
  });

  test('makes the same calls when run again', () => {
    expect(run(platform, 'install.sh').calls).toEqual(ended.calls);
  });

  test('fails when an object is not ready in time, with a command to inspect it', () => {
    const { calls, status, stderr } = run(platform, 'install.sh', ['--timeout', '5s'], {
      fails: '*spin-operator-serving-cert',
      says: 'issuer.cert-manager.io/spin-operator-selfsigned-issuer condition met\nerror: condition not met',
    });
    expect(status).toBe(1);
    expect(stderr).toBe(
      'error: condition not met\n' +
        'failed: certificate.cert-manager.io/spin-operator-serving-cert of the stage spin-operator is not ready after 5s (condition=Ready)\n' +
        '  look at: kubectl describe --namespace spin-operator certificate.cert-manager.io/spin-operator-serving-cert\n',
    );
    // The Certificate gets the whole timeout, however long the Issuer took.
    const wait = 'wait --namespace spin-operator --for=condition=Ready --timeout';
    const issuer = 'issuer.cert-manager.io/spin-operator-selfsigned-issuer';
    const certificate = 'certificate.cert-manager.io/spin-operator-serving-cert';
    expect(calls.slice(-4)).toEqual([
      `${wait}=5s ${issuer} ${certificate}`,
      `${wait}=0 ${issuer} ${certificate}`,
      `${wait}=5s ${certificate}`,
      `${wait}=0 ${certificate}`,
    ]);
  });

  test('names every object that is not ready, with its stage', () => {
    const { stderr } = run(platform, 'install.sh', [], { fails: 'wait*caBundle*' });
    expect(stderr.match(/^failed: .*$/gm)).toEqual(
      ['mutating', 'validating'].map(
        (kind) =>
          `failed: ${kind}webhookconfiguration.admissionregistration.k8s.io/cert-manager-webhook of the stage cert-manager` +
          ' is not ready after 300s (jsonpath={.webhooks[0].clientConfig.caBundle})',
      ),
    );
  });

  test('waits for a CustomResourceDefinition that has no conditions yet', () => {
    const says = 'error: .status.conditions accessor error: <nil> is of the type <nil>, expected []interface{}';
    const { calls, status, stderr } = run(platform, 'install.sh', [], {
      fails: 'wait*Established*',
      says,
      times: 1,
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(calls.slice(1, 4).map((line) => line.split(' ')[1])).toEqual([
      '--for=condition=Established',
      '--for=jsonpath={.status.conditions[0].type}',
      '--for=condition=Established',
    ]);
    expect(run(platform, 'install.sh', [], { fails: 'wait*', says }).status).toBe(1);
  });

  test('fails when a Deployment is not rolled out in time', () => {
    const { status, stderr } = run(platform, 'install.sh', [], { fails: 'rollout*runtime-class-manager' });
    expect([status, stderr.split('\n')[0]]).toEqual([
      1,
      'failed: deployment.apps/runtime-class-manager of the stage runtime-class-manager is not rolled out after 300s',
    ]);
  });

  test('fails when no node matches the Shim', () => {
    const { status, stderr } = run(platform, 'install.sh', [], { nodes: 0 });
    expect([status, stderr.split('\n')[0]]).toEqual([
      1,
      'failed: no node matches the nodeSelector of the Shim spin-v2',
    ]);
  });

  test('retries when a webhook does not answer yet', () => {
    const again = run(platform, 'install.sh', [], { fails: 'apply*executors', times: 2 });
    expect(again.status).toBe(0);
    expect(applied(again).filter((stage) => stage === 'executors')).toHaveLength(3);
    expect(again.stdout).toContain('retrying in 1s\n');
  });

  test('fails when a stage cannot be applied', () => {
    const { calls, status, stderr } = run(platform, 'install.sh', [], { fails: 'apply*executors' });
    expect([status, stderr.split('\n')[0]]).toEqual([1, 'failed: stage executors could not be applied']);
    expect(calls.filter((line) => line.endsWith('executors'))).toHaveLength(5);
  });

  test('tells which of several stages cannot be applied', () => {
    const { calls, status, stderr, stdout } = run(platform, 'install.sh', [], { fails: 'apply*spinkube-crds*' });
    expect([status, stderr.split('\n')[0]]).toEqual([1, 'failed: stage spinkube-crds could not be applied']);
    expect(stdout).toContain('applying each of these stages by itself\n');
    const one = 'apply --server-side --force-conflicts -f MANIFESTS/';
    expect(calls.slice(1)).toEqual([`${one}cert-manager-crds`, ...Array<string>(5).fill(`${one}spinkube-crds`)]);
  });

  test('neither applies nor waits for the other stages of a level before the one given by --from', () => {
    const { calls, stdout } = run(platform, 'install.sh', ['--from', 'runtime-class-manager-crds']);
    expect(calls.slice(0, 2)).toEqual([
      'apply --server-side --force-conflicts -f MANIFESTS/runtime-class-manager-crds',
      `wait --for=condition=Established --timeout=300s${crds('shims.runtime.spinkube.dev')}`,
    ]);
    expect(stdout).toContain('[2/9] spinkube-crds: skipped\n[3/9] runtime-class-manager-crds\n');
  });

  test('starts at the stage given by --from', () => {
    const late = run(platform, 'install.sh', ['--from', 'executors']);
    expect([late.status, applied(late)]).toEqual([0, ['executors', 'apps']]);
    expect(late.stdout).toContain('[7/9] spin-operator: skipped\n[8/9] executors\n');
  });

  test('validates everything on the server without waiting in a dry run', () => {
    const dry = run(platform, 'install.sh', ['--dry-run']);
    expect(dry.calls).toEqual(
      STAGES.map((stage) => `apply --server-side --force-conflicts --dry-run=server -f MANIFESTS/${stage}`),
    );
    expect([dry.status, dry.stdout.trimEnd().split('\n').at(-1)]).toEqual([0, 'dry run succeeded']);
    const refused = run(platform, 'install.sh', ['--dry-run'], { fails: 'apply*executors' });
    expect([refused.status, refused.stderr, applied(refused)]).toEqual([
      1,
      'dry run failed for the stages: executors\n',
      STAGES,
    ]);
  });

  test('prints the prerequisites of the cluster', () => {
    const nodeInstaller = NodeInstaller.runtimeClassManager({ nodeSelector: { spin: "it's" } });
    const { stdout } = run(() => platform(SpinKubeRelease.V2026_12, nodeInstaller), 'install.sh');
    expect(stdout).toMatch(/^Prerequisite: Label each node .* kubectl label node NODE spin=it's\n/);
  });

  test('waits for the Job that creates the certificate, but not for apps without a status', () => {
    const bundle = () => {
      const made = new Bundle({ deliveries: [Delivery.kubectl()] });
      const webhookCertificates = WebhookCertificates.generated();
      const nodeInstaller = NodeInstaller.preinstalled();
      new SpinKube(made, 'spinkube', { webhookCertificates, nodeInstaller });
      const executor = new SpinAppExecutor(new Chart(made, 'own', { namespace: 'x' }), 'own', {
        createDeployment: false,
      });
      new SpinApp(new Chart(made, 'apps', { namespace: 'x' }), 'app', { image: 'hello', executor });
      return made;
    };
    const { calls } = run(bundle, 'install.sh');
    const job = expect.stringMatching(/ job\.batch\/spin-operator-webhook-certgen-/) as string;
    expect(calls.filter((line) => line.includes('job.batch/'))).toEqual([job, job, job]);
    expect(calls.filter((line) => line.includes('spinapp.'))).toEqual([]);
  });
});

describe('200 SpinApps', () => {
  const names = [...Array(200).keys()].map((index) => `app-${index}`);
  const inOneChart = () => appsIn(() => 'apps', 200);
  const inCharts = () => appsIn((name) => `apps-${name}`, 200);

  /** Lines in the format of the script: Available and rolled out, except for some. */
  const listed = (kind: string, isReady: (name: string) => boolean) =>
    ['hello', ...names]
      .map((name) =>
        kind === 'SpinApp'
          ? `SpinApp|core.spinkube.dev/v1alpha1|${name}|2|||||${isReady(name) ? '|True|' : '|False|'}`
          : `Deployment|apps/v1|${name}|2|${isReady(name) ? 2 : 1}|1|1|1|1||`,
      )
      .join('\n');
  const replies = (isReady: (name: string) => boolean) => ({
    "*'get spinapp'*": listed('SpinApp', isReady),
    "*'get deployment'*": listed('Deployment', isReady),
  });

  test.each([
    ['in one chart', inOneChart, 1],
    ['in a chart each', inCharts, 5],
  ])('%s that are ready take a few calls', (_, made, applies) => {
    const { calls, status, stderr } = run(made, 'install.sh', ['--from', 'apps'], { replies: replies(() => true) });
    expect([status, stderr]).toEqual([0, '']);
    expect(calls.map((line) => line.split(' --')[0])).toEqual([
      ...Array<string>(applies).fill('apply'),
      'wait',
      'get spinapp.core.spinkube.dev',
      'rollout status',
      'get deployment.apps',
    ]);
  });

  test('are waited for where they are not ready', () => {
    const late = ['app-50', 'app-120'];
    const isReady = (name: string) => !late.includes(name);
    const { calls, status } = run(inOneChart, 'install.sh', ['--from', 'apps'], { replies: replies(isReady) });
    expect(status).toBe(0);
    const waited = calls.filter((line) => /^(wait|rollout)/.test(line)).map((line) => line.split('--timeout=300s ')[1]);
    expect(waited.slice(1)).toEqual([
      late.map((name) => `spinapp.core.spinkube.dev/${name}`).join(' '),
      'deployment.apps/hello',
      ...late.map((name) => `deployment.apps/${name}`),
    ]);
  });

  test('are waited for ten at a time where the cluster does not let list them', () => {
    const { calls, status } = run(inOneChart, 'install.sh', ['--from', 'apps'], { fails: 'get*' });
    expect(status).toBe(0);
    expect(calls.filter((line) => line.startsWith('wait'))).toHaveLength(21);
  });
});

describe('a smoke test', () => {
  const withTest = () => {
    const bundle = platform();
    const chart = bundle.node.findChild('apps') as Chart;
    const app = chart.node.findChild('app') as SpinApp;
    new SmokeTest(chart, 'works', { metadata: { name: 'hello' }, app });
    return bundle;
  };
  const { name } = stagesOf(withTest()).at(-1)?.objects[0] ?? { name: '' };
  const install = (behaviour: Behaviour, ...args: string[]) =>
    run(withTest, 'install.sh', ['--from', 'apps-smoke-tests', ...args], behaviour);
  const renewal = 'delete jobs.batch --namespace shop --selector cdk8s-spinkube/smoke-test=hello --field-selector';

  test('runs again unless it has succeeded, replaces earlier versions and is waited for', () => {
    const ended = install({});
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    expect(ended.calls).toEqual([
      `${renewal} status.successful!=1`,
      `${renewal} metadata.name!=${name}`,
      'apply --server-side --force-conflicts -f MANIFESTS/apps-smoke-tests',
      `wait --namespace shop --for=jsonpath={.status.conditions[0].type} --timeout=300s job.batch/${name}`,
      `get --namespace shop job.batch/${name} -o jsonpath={.status.conditions[*].type}`,
      `wait --namespace shop --for=condition=Complete --timeout=300s job.batch/${name}`,
    ]);
  });

  test('fails at once when it has failed, with a command to read its log', () => {
    const { calls, status, stderr } = install({ conditions: 'FailureTarget' });
    expect([status, stderr]).toEqual([
      1,
      `failed: job.batch/${name} has failed\n  look at: kubectl logs --namespace shop job.batch/${name}\n`,
    ]);
    expect(calls.at(-1)).toMatch(/^get /);
  });

  test('fails when its earlier Jobs cannot be deleted', () => {
    const { status, stderr } = install({ fails: 'delete*' });
    expect([status, stderr]).toEqual([
      1,
      'failed: Jobs of an earlier smoke test could not be deleted\n  look at: kubectl get jobs --namespace shop --selector cdk8s-spinkube/smoke-test=hello\n',
    ]);
  });

  test('changes nothing in a dry run', () => {
    expect(install({}, '--dry-run').calls).toEqual([
      'apply --server-side --force-conflicts --dry-run=server -f MANIFESTS/apps-smoke-tests',
    ]);
  });

  test('is removed with its earlier versions', () => {
    const { calls } = run(withTest, 'uninstall.sh');
    expect(calls[0]).toBe(
      'delete --namespace shop --ignore-not-found --cascade=background --timeout=300s jobs.batch --selector cdk8s-spinkube/smoke-test=hello',
    );
  });
});

describe('both scripts', () => {
  test.each(['install.sh', 'uninstall.sh'])('%s uses the given kubectl context', (script) => {
    const args = ['--context', 'my context', '--kubeconfig', '/a b/config'];
    const { calls } = run(platform, script, args);
    expect(calls.filter((line) => !line.startsWith('--context my context --kubeconfig /a b/config '))).toEqual([]);
    const env = { KUBE_CONTEXT: 'c', KUBECONFIG: 'd', TIMEOUT: '7s' };
    const byVariables = run(platform, script, [], { env }).calls;
    expect(byVariables.filter((line) => !line.startsWith('--context c --kubeconfig d '))).toEqual([]);
    expect(byVariables.some((line) => line.includes('--timeout=7s'))).toBe(true);
  });

  test.each([
    ['install.sh', ['--help'], 0, 'usage: install.sh'],
    ['uninstall.sh', ['-h'], 0, 'usage: uninstall.sh'],
    ['install.sh', ['--what'], 2, 'usage: install.sh'],
    ['uninstall.sh', ['--what'], 2, 'usage: uninstall.sh'],
    ['install.sh', ['--timeout'], 2, '--timeout requires a value'],
    ['uninstall.sh', ['--context'], 2, '--context requires a value'],
    ['install.sh', ['--from', 'nowhere'], 2, `unknown stage nowhere; the stages are: ${STAGES.join(' ')}`],
  ])('%s %s exits with %s and a message', (script, args, status, message) => {
    const ended = run(platform, script, args);
    expect([ended.status, ended.calls]).toEqual([status, []]);
    expect((status === 0 ? ended.stdout : ended.stderr).startsWith(message)).toBe(true);
  });
});

describe('a kind that no stage defines', () => {
  const bundle = () => {
    const made = new Bundle({ deliveries: [Delivery.kubectl()] });
    const apiVersion = 'external-secrets.io/v1';
    const chart = new Chart(made, 'secrets', { namespace: 'default' });
    new ApiObject(chart, 'secret', { apiVersion, kind: 'ExternalSecret', metadata: { name: 'a' } });
    new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
    return made;
  };

  test('is a prerequisite, and checked before the first stage', () => {
    const { calls, status, stdout } = run(bundle, 'install.sh', [], { serves: 'SecretStore ExternalSecret' });
    expect(stdout).toContain(
      'Prerequisite: The cluster serves the kinds that no stage defines: ExternalSecret (external-secrets.io/v1).\n',
    );
    expect(calls[0]).toBe('get --raw /apis/external-secrets.io/v1');
    expect(status).toBe(0);
  });

  test('ends the installation where the cluster does not serve it, before anything is applied', () => {
    const { calls, status, stderr } = run(bundle, 'install.sh', [], { serves: 'SecretStore' });
    expect(stderr).toBe(
      'failed: the cluster does not serve ExternalSecret of external-secrets.io/v1, and no stage defines it\n' +
        '  look at: kubectl api-resources --api-group=external-secrets.io\n',
    );
    expect(calls).toEqual(['get --raw /apis/external-secrets.io/v1']);
    expect(status).toBe(1);
  });

  test('is not one where a stage has its CustomResourceDefinition', () => {
    const { calls } = run(() => platform(), 'install.sh');
    expect(calls.filter((line) => line.includes('--raw'))).toEqual([]);
  });
});
