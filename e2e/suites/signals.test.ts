import * as fs from 'fs';
import * as path from 'path';
import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  CertManagerMonitoring,
  Existing,
  NodeInstaller,
  SpinApp,
  SpinAppExecutor,
  SpinKube,
  SpinKubeAlerts,
  SpinKubeDashboard,
  SpinKubeStateMetrics,
  SpinOperatorMonitor,
  WebhookCertificates,
} from '../../lib';
import { manifestsIn, only } from '../../test/testing';
import { queriesIn } from '../../test/platform/monitoring/monitoring';
import { inOwnCluster } from '../src/cluster';
import { must } from '../src/kubectl';
import { appsChart, IMAGE, spinApp } from '../src/sample';
import { mustRun } from '../src/scripts';
import { evaluate, namesOf, Page, pageOfPod } from '../src/signals';
import { eventually, synthBundle, useCluster } from '../src/suite';

const NAMESPACE = 'monitoring';
const OPERATOR = 'spin-operator';
const ROOT = path.join(__dirname, '..', '..');
const RECORDED = path.join(ROOT, 'test', 'platform', 'monitoring', 'exported-metrics.txt');

/** Time limit for the platform and its faults, in milliseconds. */
const LIMIT = 240_000;

/** A minute more than the longest pending period and window of an alert. */
const LONG_ENOUGH = 26;

/** Image of kube-state-metrics, which a cluster has beside the platform. */
const KUBE_STATE_METRICS = 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.18.0';

function pod(name: string, namespace: string, spec: object): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels: { app: name } }, spec };
}

const STATE_METRICS = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'kube-state-metrics', namespace: NAMESPACE } },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'kube-state-metrics' },
    rules: [
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'watch'] },
      { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['list', 'watch'] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['list', 'watch'] },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'kube-state-metrics' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'kube-state-metrics' },
    subjects: [{ kind: 'ServiceAccount', name: 'kube-state-metrics', namespace: NAMESPACE }],
  },
  pod('kube-state-metrics', NAMESPACE, {
    serviceAccountName: 'kube-state-metrics',
    containers: [
      {
        name: 'kube-state-metrics',
        image: KUBE_STATE_METRICS,
        args: [
          '--resources=pods,deployments,horizontalpodautoscalers,leases',
          '--custom-resource-state-config-file=/etc/spinkube/config.yaml',
        ],
        volumeMounts: [{ name: 'config', mountPath: '/etc/spinkube' }],
      },
    ],
    volumes: [{ name: 'config', configMap: { name: 'spinkube-state-metrics' } }],
  }),
];

const CERTIFICATE = [
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name: 'own', namespace: 'default' },
    spec: { selfSigned: {} },
  },
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'short', namespace: 'default' },
    spec: { secretName: 'short', duration: '1h', dnsNames: ['example.com'], issuerRef: { name: 'own' } },
  },
];

const shim = (nodesReady: number) => ({
  apiVersion: 'runtime.spinkube.dev/v1alpha1',
  kind: 'Shim',
  metadata: { name: 'spin-v2' },
  spec: {
    fetchStrategy: { type: 'anonymousHttp', anonHttp: { location: 'https://example.com/shim.tar.gz' } },
    runtimeClass: { name: 'wasmtime-spin-v2', handler: 'spin-v2' },
    rolloutStrategy: { type: 'recreate' },
    nodeSelector: { spin: 'true' },
  },
  status: { nodes: 2, nodesReady, conditions: [] },
});

inOwnCluster('signals', () => {
  const cluster = useCluster();
  let rules: object;
  let queries: string[];
  let healthy: Page[];

  /** The pages of the targets now; the operator has none while it is down. */
  async function pages(): Promise<Page[]> {
    const { kubectl } = cluster;
    const controller = await kubectl.get(
      'pods',
      '--namespace=cert-manager',
      '--selector=app.kubernetes.io/component=controller',
    );
    const labels = (job: string, namespace: string) => ({ job, namespace, instance: job });
    const api = await kubectl.text('get', '--raw', '/metrics');
    const operator = await scrape(`https://${OPERATOR}-metrics-service.${OPERATOR}.svc:8443/metrics`);
    return [
      {
        text: await pageOfPod(kubectl, NAMESPACE, 'kube-state-metrics', 8080),
        labels: labels('kube-state-metrics', NAMESPACE),
        honorLabels: true,
      },
      {
        text: await pageOfPod(kubectl, 'cert-manager', controller[0].metadata.name, 9402),
        labels: labels('cert-manager', 'cert-manager'),
      },
      { text: linesOf(api, /^(# \w+ )?apiserver_admission_/), labels: labels('apiserver', 'default') },
      ...(operator.startsWith('#') ? [{ text: operator, labels: labels('spin-operator', OPERATOR) }] : []),
    ];
  }

  /** Asks for a page from within the cluster, with the token of the ServiceMonitor. */
  async function scrape(url: string, query = ''): Promise<string> {
    const proxy = `/api/v1/namespaces/${OPERATOR}/pods/prometheus:9090/proxy/?url=${encodeURIComponent(url)}${query}`;
    const { stderr, stdout } = await cluster.kubectl.try('get', '--raw', proxy);
    return stdout || stderr;
  }

  const stateMetrics = () => pageOfPod(cluster.kubectl, NAMESPACE, 'kube-state-metrics', 8080);

  /** Waits until kube-state-metrics exports a series with a value. */
  function exported(series: RegExp, seconds = 60): Promise<string> {
    return eventually(`a series ${series.source}`, async () => series.exec(await stateMetrics())?.[0], seconds);
  }

  beforeAll(async () => {
    const { kubectl } = cluster;
    await kubectl.text('create', 'namespace', NAMESPACE);
    const definitions = ['schemas/monitoring.coreos.com.yaml', 'crds/runtime.spinkube.dev-v0.2.0.yaml'];
    await kubectl.text('apply', '--server-side', ...definitions.map((file) => `--filename=${path.join(ROOT, file)}`));
    const bundle = synthBundle(
      (one) => {
        const spinkube = new SpinKube(one, 'spinkube', {
          nodeInstaller: NodeInstaller.preinstalled(),
          webhookCertificates: WebhookCertificates.certManager({ monitoring: CertManagerMonitoring.podMonitor() }),
        });
        const chart = new Chart(one, 'monitoring', { namespace: NAMESPACE });
        new SpinKubeStateMetrics(chart, 'state-metrics', {
          metadata: { name: 'spinkube-state-metrics' },
          serviceAccount: Existing.serviceAccount('kube-state-metrics'),
        });
        new SpinOperatorMonitor(chart, 'operator', { operator: spinkube.operator });
        new SpinKubeAlerts(chart, 'alerts', { operator: spinkube.operator });
        new SpinKubeDashboard(chart, 'dashboard');
        const apps = appsChart(one);
        new SpinApp(apps, 'web', { metadata: { name: 'web' }, image: IMAGE, executor: spinkube.executor, replicas: 2 });
        const scaled = new SpinApp(apps, 'scaled', {
          ...{ metadata: { name: 'scaled' }, image: IMAGE, executor: spinkube.executor },
          resources: { cpu: { request: kplus.Cpu.millis(10) } },
        });
        scaled.autoscale({ maxReplicas: 2, cpuUtilization: 80 });
        // Its apps never get a status, and no alert may fire for them.
        const elsewhere = new SpinAppExecutor(apps, 'elsewhere', {
          metadata: { name: 'elsewhere' },
          createDeployment: false,
        });
        new SpinApp(apps, 'remote', { metadata: { name: 'remote' }, image: IMAGE, executor: elsewhere, replicas: 1 });
      },
      { existingNamespaces: [NAMESPACE] },
    );
    await mustRun(kubectl, bundle, 'install', '--timeout', '90s');
    const manifests = manifestsIn(
      fs.readFileSync(path.join(bundle, 'manifests', 'monitoring', 'monitoring.k8s.yaml'), 'utf8'),
    );
    rules = only(manifests, 'PrometheusRule').spec as object;
    queries = queriesIn(manifests).map(({ expr }) => expr.replaceAll('$namespace', '.*'));
    const token = only(manifests, 'Secret').metadata.name;
    const prometheus = pod('prometheus', OPERATOR, {
      containers: [
        {
          name: 'prometheus',
          image: 'e2e/prometheus',
          args: ['scrape'],
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            runAsNonRoot: true,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          volumeMounts: [{ name: 'token', mountPath: '/token' }],
        },
      ],
      volumes: [{ name: 'token', secret: { secretName: token } }],
    });
    await must(kubectl.apply([...STATE_METRICS, prometheus, ...CERTIFICATE, shim(2)]));
    await kubectl.text('wait', '--for=condition=Ready', 'certificate/short', '--timeout=60s');
    await eventually('kube-state-metrics', async () => (await stateMetrics().catch(() => '')) || undefined);
    await exported(/kube_spinapp_status_condition\{.*Available.*spinapp="web",status="True"\} 1/);
    await exported(/kube_shim_status_nodes_ready\{.*\} 2/);
    healthy = await eventually('the page of the operator', async () => {
      const all = await pages();
      return all.length === 4 ? all : undefined;
    });
  }, LIMIT);

  test('kube-state-metrics exports every kind with its labels', async () => {
    const text = await stateMetrics();
    const series = text.split('\n').filter((line) => /^kube_(spinapp|shim)/.test(line));
    const one = (pattern: RegExp) => series.filter((line) => pattern.test(line)).length;
    expect(
      one(/^kube_spinapp_info\{.*executor="containerd-shim-spin",image=".*",namespace="default",spinapp="web"\} 1$/),
    ).toBe(1);
    expect(one(/^kube_spinapp_spec_replicas\{.*spinapp="web"\} 2$/)).toBe(1);
    expect(one(/^kube_spinapp_spec_replicas\{.*spinapp="scaled"/)).toBe(0);
    expect(one(/^kube_spinapp_spec_autoscaling_enabled\{.*spinapp="scaled"\} 1$/)).toBe(1);
    expect(one(/^kube_spinapp_status_replicas_ready\{.*spinapp="web"\} 2$/)).toBe(1);
    expect(one(/^kube_spinapp_created\{.*spinapp="web"\} 1\.\d+e\+09$/)).toBe(1);
    expect(one(/^kube_spinapp_status_condition\{.*spinapp="web"/)).toBe(6);
    expect(
      one(/^kube_spinappexecutor_info\{.*executor="containerd-shim-spin".*runtime_class="wasmtime-spin"\} 1$/),
    ).toBe(1);
    expect(one(/^kube_spinappexecutor_spec_create_deployment\{.*executor="elsewhere".*\} 0$/)).toBe(1);
    expect(one(/^kube_shim_info\{.*handler="spin-v2",runtime_class="wasmtime-spin-v2",shim="spin-v2"\} 1$/)).toBe(1);
    expect(one(/^kube_shim_status_nodes\{.*shim="spin-v2"\} 2$/)).toBe(1);
  });

  test('the operator gives its metrics to nobody but the reader', async () => {
    const url = `https://${OPERATOR}-metrics-service.${OPERATOR}.svc:8443/metrics`;
    expect(await scrape(url)).toContain('leader_election_master_status{name="90ba2d18.spinkube.dev"} 1');
    expect(await scrape(url, '&anonymous=yes')).toContain('You must be logged in');
  });

  test('no alert fires in a healthy cluster, and each query of the dashboard returns series', () => {
    const [outcome] = evaluate({ rules, queries, phases: [{ minutes: 90, pages: healthy }] });
    expect(outcome).toMatchObject({ fired: [], failed: [] });
    expect(Object.entries(outcome.results).filter(([, count]) => count === 0)).toEqual([]);
    expect(Object.keys(outcome.results)).toHaveLength(11);
  });

  /** Alerts of a time with other pages, after a healthy hour. */
  function firedWith(faulty: Page[], aheadMinutes = 0, before = healthy): string[] {
    const phases = [
      { minutes: 60, pages: before },
      { minutes: LONG_ENOUGH, pages: faulty },
    ];
    const [first, second] = evaluate({ rules, phases, aheadMinutes });
    expect(namesOf(first)).toEqual([]);
    return namesOf(second);
  }

  test('a Shim that is missing on a node', async () => {
    await must(cluster.kubectl.apply([shim(1)]));
    await exported(/kube_shim_status_nodes_ready\{.*\} 1/);
    expect(firedWith(await pages())).toEqual(['SpinShimMissingOnNodes']);
    await must(cluster.kubectl.apply([shim(2)]));
    await exported(/kube_shim_status_nodes_ready\{.*\} 2/);
  });

  test('an autoscaler at its maximum', async () => {
    await cluster.kubectl.text('scale', 'deployment/scaled', '--replicas=2');
    await exported(/kube_horizontalpodautoscaler_status_current_replicas\{.*\} 2/, 90);
    await exported(/kube_spinapp_status_condition\{.*Available.*spinapp="scaled",status="True"\} 1/);
    expect(firedWith(await pages())).toEqual(['SpinAppAutoscalerAtMaximum']);
    await cluster.kubectl.text('delete', 'hpa', '--all');
  }, 120_000);

  test('a SpinApp that does not become available, and whose rollout then exceeds its deadline', async () => {
    await must(cluster.kubectl.apply([spinApp('broken', { resources: { requests: { memory: '1Pi' } } })]));
    await exported(/kube_spinapp_status_condition\{.*Available.*spinapp="broken",status="False"\} 1/);
    expect(firedWith(await pages())).toEqual(['SpinAppNotAvailable']);
    const sooner = JSON.stringify({ spec: { progressDeadlineSeconds: 2 } });
    await cluster.kubectl.text('patch', 'deployment/broken', '--patch', sooner);
    await exported(/kube_spinapp_status_condition\{.*Progressing.*spinapp="broken",status="False"\} 1/);
    expect(firedWith(await pages())).toEqual(['SpinAppNotAvailable', 'SpinAppRolloutStuck']);
    await cluster.kubectl.text('delete', 'spinapp/broken');
  }, 120_000);

  test('a certificate that is not renewed: its page stays as it is while time passes', () => {
    const page = healthy.filter(({ labels }) => labels.job === 'cert-manager');
    const phases = [
      { minutes: 30, pages: page },
      { minutes: 45, pages: page },
    ];
    const [first, second] = evaluate({ rules, phases, aheadMinutes: 59 });
    expect(namesOf(first)).toEqual([]);
    expect(namesOf(second)).toEqual(['SpinKubeCertificateExpiring']);
    expect(second.fired.map(({ annotations }) => annotations.summary)).toEqual([
      expect.stringMatching(/^Certificate default\/short expires in \d+m/),
    ]);
  });

  test('an operator that is down, so that nobody leads and no webhook answers', async () => {
    await cluster.kubectl.text(
      'scale',
      `deployment/${OPERATOR}-controller-manager`,
      `--namespace=${OPERATOR}`,
      '--replicas=0',
    );
    await exported(/kube_deployment_status_replicas_available\{.*spin-operator.*\} 0/);
    const { stderr } = await eventually('a rejected app', async () => {
      const output = await cluster.kubectl.apply([spinApp('rejected')]);
      return output.code === 0 ? undefined : output;
    });
    expect(stderr).toContain('failed calling webhook');
    const down = await pages();
    expect(down).toHaveLength(3);
    if (process.env.E2E_RECORD !== undefined) {
      const all = [...healthy, ...down].flatMap(({ text }) => [...text.matchAll(/^([a-z_]+)[{ ]/gm)]);
      fs.writeFileSync(RECORDED, `${[...new Set(all.map(([, name]) => name))].sort().join('\n')}\n`);
    }
    expect(firedWith(down, LONG_ENOUGH)).toEqual(['SpinOperatorWebhookUnreachable', 'SpinOperatorWithoutLeader']);
    // Calls that fail are enough: as if pods were ready, which cannot be reached.
    const calls = down.filter(({ labels }) => labels.job === 'apiserver');
    const before = healthy.filter(({ labels }) => labels.job === 'apiserver');
    expect(firedWith(calls, 0, before)).toEqual(['SpinOperatorWebhookUnreachable']);
  });

  /** The page of a target by its series. */
  const pageOf = (...series: string[]): Page[] => [
    { text: `${series.join('\n')}\n`, labels: { job: 'series', instance: 'series' }, honorLabels: true },
  ];
  const LEADER = `leader_election_master_status{namespace="${OPERATOR}",name="90ba2d18.spinkube.dev"}`;
  const FAILED =
    'apiserver_admission_webhook_rejection_count{name="vspinapp.kb.io",error_type="calling_webhook_error",operation="CREATE"}';
  const APP = 'kube_spinapp_info{namespace="default",spinapp="new",executor="gone"} 1';

  test('faults that the cluster cannot have, by series: no pod leads, and an app that has never had a status', () => {
    expect(firedWith(pageOf(`${LEADER} 0`), 0, pageOf(`${LEADER} 1`))).toEqual(['SpinOperatorWithoutLeader']);
    expect(firedWith(pageOf(APP), 0, [])).toEqual(['SpinAppNotAvailable']);
  });

  test('no alert fires for what only resembles a fault, by series', () => {
    const autoscaler = 'namespace="default",horizontalpodautoscaler="new"';
    const harmless = pageOf(
      // Failed calls before Prometheus was there.
      `${FAILED} 3`,
      // A certificate that was never issued.
      'certmanager_certificate_expiration_timestamp_seconds{name="new",namespace="default"} 0',
      'certmanager_certificate_renewal_timestamp_seconds{name="new",namespace="default"} 0',
      // An autoscaler with a fixed number of pods.
      APP,
      'kube_spinapp_status_condition{namespace="default",spinapp="new",condition="Available",status="True"} 1',
      `kube_horizontalpodautoscaler_info{${autoscaler},scaletargetref_kind="Deployment",scaletargetref_name="new"} 1`,
      `kube_horizontalpodautoscaler_status_current_replicas{${autoscaler}} 2`,
      `kube_horizontalpodautoscaler_spec_min_replicas{${autoscaler}} 2`,
      `kube_horizontalpodautoscaler_spec_max_replicas{${autoscaler}} 2`,
    );
    expect(firedWith(harmless, 0, harmless)).toEqual([]);
    expect(firedWith(pageOf(`${FAILED} 4`), 0, harmless)).toEqual(['SpinOperatorWebhookUnreachable']);
  });
});

/** The lines of a page that begin like that. */
function linesOf(text: string, begin: RegExp): string {
  return (
    text
      .split('\n')
      .filter((line) => begin.test(line))
      .join('\n') + '\n'
  );
}
