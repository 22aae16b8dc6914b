import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { stringify } from 'yaml';
import { OtelExporter, SpinApp, SpinAppExecutor, SpinKubeRelease } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { must } from '../src/kubectl';
import { Platform } from '../src/platform';
import { programPath } from '../src/programs';
import { eventually, pause, temporaryFolder, useCluster } from '../src/suite';

const NAMESPACE = 'monitoring';
const GUIDE = path.join(__dirname, '..', '..', 'docs', 'how-to', 'monitoring.md');

/** Endpoints of the guide. */
const ENDPOINT = `http://otel-collector.${NAMESPACE}.svc.cluster.local:4318`;
const TRACES = `http://tempo.${NAMESPACE}.svc.cluster.local:4318/v1/traces`;

/** The configuration in the guide. */
function example(): string {
  const found = /^```yaml\n(receivers:[^]*?)^```$/m.exec(fs.readFileSync(GUIDE, 'utf8'));
  return found?.[1] ?? '';
}

/** Lets a collector count what it receives and sends, on port 8888. */
const TELEMETRY = {
  service: {
    telemetry: { metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: 8888 } } } }] } },
  },
};

/** In place of Tempo and Loki: collectors that only receive, at the paths of those. */
const TEMPO = {
  receivers: { otlp: { protocols: { http: { endpoint: '0.0.0.0:4318' } } } },
  exporters: { debug: {} },
  service: { ...TELEMETRY.service, pipelines: { traces: { receivers: ['otlp'], exporters: ['debug'] } } },
};
const LOKI = {
  receivers: { otlp: { protocols: { http: { endpoint: '0.0.0.0:3100', logs_url_path: '/otlp/v1/logs' } } } },
  exporters: { debug: {} },
  service: { ...TELEMETRY.service, pipelines: { logs: { receivers: ['otlp'], exporters: ['debug'] } } },
};

/** A collector with its Service, which may read pods. */
function collector(name: string, ports: number[], ...configurations: string[]): object[] {
  const labels = { app: name };
  const metadata = { name, namespace: NAMESPACE };
  const files = configurations.map((text, index): [string, string] => [`${index}.yaml`, text]);
  const container = {
    name: 'collector',
    image: 'e2e/collector',
    args: files.map(([file]) => `--config=/etc/otel/${file}`),
    volumeMounts: [{ name: 'config', mountPath: '/etc/otel' }],
  };
  const volumes = [{ name: 'config', configMap: { name } }];
  const spec = { serviceAccountName: name, containers: [container], volumes };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'pods' },
      subjects: [{ kind: 'ServiceAccount', name, namespace: NAMESPACE }],
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: Object.fromEntries(files) },
    { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, labels }, spec },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: ports.map((port) => ({ name: `port-${port}`, port })) },
    },
  ];
}

test('the configuration of the guide is valid', () => {
  const file = path.join(temporaryFolder(), 'config.yaml');
  fs.writeFileSync(file, example());
  expect(execFileSync(programPath('collector'), ['validate', `--config=${file}`], { encoding: 'utf8' })).toBe('');
});

inOwnCluster('an OpenTelemetry Collector with the configuration of the guide', () => {
  const cluster = useCluster();
  let platform: Platform;

  const page = async (pod: string, port: number) => {
    const url = `/api/v1/namespaces/${NAMESPACE}/pods/${pod}:${port}/proxy/metrics`;
    return (await cluster.kubectl.try('get', '--raw', url)).stdout;
  };

  /** Sum of the series of a metric, over its labels. */
  const count = async (pod: string, metric: string) => {
    const lines = (await page(pod, 8888)).split('\n').filter((line) => line.startsWith(`${metric}{`));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };

  const counted = (pod: string, metric: string) =>
    eventually(`${metric} of ${pod}`, async () => ((await count(pod, metric)) > 0 ? true : undefined));

  /** Replaces the app by one under an executor with these endpoints. */
  const run = (name: string, otel: OtelExporter) =>
    platform.run('executors', (chart, { runtimeClass }) => {
      const executor = new SpinAppExecutor(chart, 'executor', { metadata: { name }, runtimeClass, otel });
      new SpinApp(chart, 'app', { metadata: { name }, image: 'e2e/collector:v1', executor, replicas: 1 });
    });

  beforeAll(async () => {
    platform = new Platform(cluster.kubectl, SpinKubeRelease.CURRENT);
    await platform.install();
    await cluster.kubectl.text('create', 'namespace', NAMESPACE);
    await cluster.kubectl.text('create', 'clusterrole', 'pods', '--verb=get,list,watch', '--resource=pods');
    await must(cluster.kubectl.apply(collector('tempo', [4318], stringify(TEMPO))));
    await must(cluster.kubectl.apply(collector('loki', [3100], stringify(LOKI))));
    const all = collector('otel-collector', [4318, 8889], example(), stringify(TELEMETRY));
    await must(cluster.kubectl.apply(all));
    await run('general', { endpoint: ENDPOINT });
  }, 240_000);

  test('receives spans, metrics and logs at the general endpoint of an executor', async () => {
    for (const signal of ['spans', 'metric_points', 'log_records']) {
      await counted('otel-collector', `otelcol_receiver_accepted_${signal}`);
    }
  });

  test('sends spans to Tempo and logs to Loki', async () => {
    await counted('tempo', 'otelcol_receiver_accepted_spans');
    await counted('loki', 'otelcol_receiver_accepted_log_records');
  });

  test('offers the metrics of the app to Prometheus, with the pod, by the permissions that the guide names', async () => {
    const metric = /^app_requests_total\{.*k8s_deployment_name="general".*k8s_pod_name="general-/m;
    await eventually('the metric', async () => metric.exec(await page('otel-collector', 8889))?.[0]);
  });

  test('receives no spans of an executor with an endpoint for traces: they go to that', async () => {
    await cluster.kubectl.text('delete', 'spinapp/general', 'deployment/general', '--wait', '--ignore-not-found');
    await eventually('the end of the app', async () =>
      (await cluster.kubectl.get('pods', '--selector=core.spinkube.dev/app-name=general')).length === 0
        ? true
        : undefined,
    );
    await pause(2_000);
    const spans = 'otelcol_receiver_accepted_spans';
    const [before, stored] = [await count('otel-collector', spans), await count('tempo', spans)];
    await run('direct', { endpoint: ENDPOINT, tracesEndpoint: TRACES });
    await eventually('spans', async () => ((await count('tempo', spans)) > stored + 2 ? true : undefined));
    expect(await count('otel-collector', spans)).toBe(before);
  });
});
