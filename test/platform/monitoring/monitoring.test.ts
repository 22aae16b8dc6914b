import * as fs from 'fs';
import * as path from 'path';
import { Duration, Size } from 'cdk8s';
import { Existing, SpinOperatorVersion } from '../../../lib';
import { only, validationErrors } from '../../testing';
import { alertsIn, monitoring, monitoringChart, queriesIn } from './monitoring';
import { parseExpression } from './promql';

const RUNBOOKS = path.join(__dirname, '..', '..', '..', 'docs', 'runbooks');
const REFERENCE = fs.readFileSync(path.join(RUNBOOKS, '..', 'reference', 'metrics.md'), 'utf8');

const manifests = monitoring();
const alerts = alertsIn(manifests);
const expressions = [...alerts.map(({ alert, expr }) => ({ title: alert, expr })), ...queriesIn(manifests)];

test.each(expressions)('is PromQL: $title', ({ expr }) => {
  const { errors, metrics } = parseExpression(expr);
  expect(errors).toEqual([]);
  expect(metrics.length).toBeGreaterThan(0);
});

test('the parser reports what is no PromQL', () => {
  expect(parseExpression('sum by (a) (foo').errors).not.toEqual([]);
});

/** Recorded from the real programs by `npm run e2e -- signals --record`. */
const EXPORTED = new Set(fs.readFileSync(path.join(__dirname, 'exported-metrics.txt'), 'utf8').split('\n'));

test.each(expressions)('uses metrics that the real programs export: $title', ({ expr }) => {
  expect(parseExpression(expr).metrics.filter((name) => name !== 'up' && !EXPORTED.has(name))).toEqual([]);
});

test('every metric of SpinKube kinds is exported, and in the reference', () => {
  const { data } = only(manifests, 'ConfigMap', 'spinkube-state-metrics') as unknown as { data: object };
  const names = [...JSON.stringify(data).matchAll(/- name: (\w+)/g)].map(([, name]) => `kube_${name}`);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !EXPORTED.has(name) || !REFERENCE.includes(`\`${name}\``))).toEqual([]);
});

test.each(alerts)('$alert has a runbook, and is in the reference with its defaults', (alert) => {
  const { summary, description, runbook_url: url } = alert.annotations;
  const runbook = fs.readFileSync(path.join(RUNBOOKS, `${alert.alert}.md`), 'utf8');
  expect(url).toBe(`https://github.com/cdk8s-spinkube/cdk8s-spinkube/blob/main/docs/runbooks/${alert.alert}.md`);
  expect(runbook).toMatch(/## Meaning\n[^]+## Impact\n[^]+## Diagnosis\n[^]+cdk8s-spinkube doctor[^]+## Fix\n/);
  expect([summary, description].every((text) => text.length > 20)).toBe(true);
  const minutes = parseInt(alert.for) / 60;
  expect(REFERENCE).toContain(
    `| [${alert.alert}](../runbooks/${alert.alert}.md) | ${alert.labels.severity} | ${minutes} min |`,
  );
});

test('has no runbook of an alert that does not exist', () => {
  expect(fs.readdirSync(RUNBOOKS).sort()).toEqual([...alerts.map(({ alert }) => `${alert}.md`), 'README.md'].sort());
});

test('takes the options of each alert', () => {
  const chosen = monitoring({
    alerts: {
      runbookBaseUrl: 'https://wiki.example.com/runbooks/',
      certificateLifetime: Duration.days(1),
      appNotAvailable: { pendingPeriod: Duration.seconds(90), severity: 'page', labels: { team: 'web' } },
      rolloutStuck: { enabled: false },
    },
  });
  const rules = alertsIn(chosen);
  expect(rules).toHaveLength(alerts.length - 1);
  expect(rules.map(({ alert }) => alert)).not.toContain('SpinAppRolloutStuck');
  expect(rules[0]).toMatchObject({
    alert: 'SpinAppNotAvailable',
    for: '90s',
    labels: { severity: 'page', team: 'web' },
    annotations: { runbook_url: 'https://wiki.example.com/runbooks/SpinAppNotAvailable.md' },
  });
  expect(rules.find(({ alert }) => alert === 'SpinKubeCertificateExpiring')?.expr).toContain('< 86400\n');
});

test('watches the operator under its names', () => {
  const rules = alertsIn(monitoring({ operator: { namespace: 'spin', helmReleaseName: 'wasm' } }));
  const expr = rules.map((rule) => rule.expr).join('\n');
  expect(expr).toContain('namespace="spin",deployment="wasm-spin-operator-controller-manager"');
  expect(expr).toContain('namespace="spin",lease="90ba2d18.spinkube.dev"');
});

test('scrapes the Service of the metrics with the token of a ServiceAccount that may read nothing else', () => {
  const { spec } = only(manifests, 'ServiceMonitor') as unknown as { spec: { endpoints: object[] } };
  const token = only(manifests, 'Secret');
  expect(spec.endpoints).toEqual([
    {
      authorization: { credentials: { name: token.metadata.name, key: 'token' } },
      interval: '30s',
      port: 'https',
      scheme: 'https',
      tlsConfig: { insecureSkipVerify: true },
    },
  ]);
  const binding = only(manifests, 'ClusterRoleBinding', 'spin-operator-controller-manager-metrics-reader');
  const reader = only(manifests, 'ServiceAccount').metadata;
  expect(token.metadata.annotations).toEqual({ 'kubernetes.io/service-account.name': reader.name });
  expect(binding).toMatchObject({
    roleRef: { kind: 'ClusterRole', name: 'spin-operator-metrics-reader' },
    subjects: [{ kind: 'ServiceAccount', name: reader.name, namespace: 'spin-operator' }],
  });
});

test('lets Prometheus discover the pods of the operator', () => {
  const prometheus = Existing.serviceAccount('prometheus-k8s', 'monitoring');
  const discovering = monitoring({ monitor: { prometheus, interval: Duration.minutes(1) } });
  expect(only(discovering, 'RoleBinding')).toMatchObject({
    metadata: { namespace: 'spin-operator' },
    subjects: [{ kind: 'ServiceAccount', name: 'prometheus-k8s', namespace: 'monitoring' }],
  });
});

test('refuses what cannot work', () => {
  const chart = monitoringChart({
    operator: { version: SpinOperatorVersion.V0_1_0 },
    monitor: { interval: Duration.seconds(0), metadata: { namespace: 'monitoring' } },
    alerts: {
      certificateLifetime: Duration.millis(1500),
      shimMissingOnNodes: { pendingPeriod: Duration.millis(500), labels: { 'not-valid': 'a' } },
    },
    dashboard: { uid: 'no spaces' },
  });
  const messages = validationErrors(chart).join('\n');
  expect(messages).toContain("'operator' (platform/operator) does not serve its metrics outside of the pod");
  expect(messages).toContain("'metadata.namespace' (monitoring) is not the namespace of the operator");
  expect(messages).toContain("'interval' (0s) must be 1 second or more");
  expect(messages).toContain("'certificateLifetime' (1.5s) must be whole seconds");
  expect(messages).toContain("'shimMissingOnNodes.pendingPeriod' (0.5s) must be whole seconds");
  expect(messages).toContain("'shimMissingOnNodes.labels' (not-valid) is not a valid label name of Prometheus");
  expect(messages).toContain("'uid' (no spaces) is not a valid uid of Grafana");
});

test('needs the namespace of kube-state-metrics', () => {
  expect(validationErrors(monitoringChart({}, null)).join('\n')).toContain("'metadata.namespace' is required");
});

test('serves the metrics of the first operator through kube-rbac-proxy', () => {
  const kubeRbacProxy = {
    image: 'example.com/kube-rbac-proxy:v0.15.0',
    resources: { memory: { limit: Size.mebibytes(64) } },
  };
  const old = monitoring({ operator: { version: SpinOperatorVersion.V0_1_0, kubeRbacProxy } });
  expect(only(old, 'ServiceMonitor').metadata.namespace).toBe('spin-operator');
  expect(alertsIn(old).at(-1)?.expr).toContain('lease="90ba2d18.spinoperator.dev"');
});

test('the dashboard has a stable uid, and panels that do not overlap', () => {
  const { data } = manifests.find(({ metadata }) => metadata.labels?.grafana_dashboard === '1') as unknown as {
    data: { 'spinkube.json': string };
  };
  const { panels, uid } = JSON.parse(data['spinkube.json']) as {
    uid: string;
    panels: { gridPos: { x: number; y: number; w: number; h: number } }[];
  };
  expect(uid).toBe('spinkube');
  const cells = panels.flatMap(({ gridPos: { h, w, x, y } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
});
