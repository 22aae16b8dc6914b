import * as path from 'path';
import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AdmissionAction,
  AdmissionPolicies,
  Bundle,
  CertificateIssuer,
  Delivery,
  Existing,
  Gateway,
  HealthProbe,
  HttpRoute,
  KedaAutoscaler,
  KedaTrigger,
  KeyValueStore,
  Kube,
  NodeInstaller,
  OciSource,
  OptionValue,
  RuntimeConfig,
  SmokeTest,
  SpinApp,
  SpinKube,
  SpinKubeAlerts,
  SpinKubeDashboard,
  SpinKubeRelease,
  SpinKubeStateMetrics,
  SpinManifest,
  SpinOperatorMonitor,
  SqliteDatabase,
  TriggerAuthentication,
  Variable,
  WebhookCertificates,
  WorkloadIdentity,
  WorkloadIdentityServiceAccount,
} from 'cdk8s-spinkube';

const bundle = new Bundle({
  outdir: process.env.CDK8S_OUTDIR ?? path.join(__dirname, 'dist'),
  deliveries: [
    Delivery.kubectl(),
    Delivery.flux({
      source: OciSource.of({ url: 'oci://registry.example.com/shop', tag: 'stable' }),
      cosign: { publicKeySecret: 'cosign' },
      rootKustomization: true,
    }),
  ],
  existingNamespaces: ['monitoring'],
});

// The platform.

const spinkube = new SpinKube(bundle, 'spinkube', {
  release: SpinKubeRelease.V2026_12,
  nodeInstaller: NodeInstaller.preinstalled(),
  webhookCertificates: WebhookCertificates.existingCertManager(),
  appNamespaces: ['shop'],
  networkPolicies: true,
  executor: { otel: { endpoint: 'http://otel-collector.monitoring.svc.cluster.local:4318' } },
});

// Whoever applies a SpinApp to the namespace gets the errors that a synth reports.
new AdmissionPolicies(new Chart(bundle, 'checks'), 'policies', {
  namespaces: Kube.namespaces({ 'kubernetes.io/metadata.name': 'shop' }),
  actions: [AdmissionAction.DENY],
});

// Metrics, alerts and a dashboard, for the Prometheus and Grafana of kube-prometheus-stack.
const monitoring = new Chart(bundle, 'monitoring', { namespace: 'monitoring' });
const labels = { release: 'kube-prometheus-stack' };
new SpinKubeStateMetrics(monitoring, 'state-metrics', {
  metadata: { name: 'spinkube-state-metrics' },
  serviceAccount: Existing.serviceAccount('kube-prometheus-stack-kube-state-metrics'),
});
new SpinOperatorMonitor(monitoring, 'operator', { operator: spinkube.operator, metadata: { labels } });
new SpinKubeAlerts(monitoring, 'alerts', {
  operator: spinkube.operator,
  metadata: { labels },
  appNotAvailable: { pendingPeriod: Duration.minutes(5), labels: { team: 'shop' } },
});
new SpinKubeDashboard(monitoring, 'dashboard');

// The shop, which serves requests.

const chart = new Chart(bundle, 'shop', { namespace: 'shop' });
const secret = Existing.secret('shop'); // with the keys below; whoever owns it creates it

const props = {
  executor: spinkube.executorFor('shop'),
  // Variables, stores and components are checked against what the application declares.
  manifest: SpinManifest.fromFile('examples/full-featured/spin.toml'),
  variables: {
    log_level: Variable.fromValue('info'),
    payment_token: Variable.fromSecret(secret, 'payment-token'),
  },
  runtimeConfig: RuntimeConfig.of({
    keyValueStores: { default: KeyValueStore.redis({ url: OptionValue.fromSecret(secret, 'redis-url') }) },
    sqliteDatabases: {
      orders: SqliteDatabase.libsql({
        url: OptionValue.fromValue('https://orders.example.com'),
        token: OptionValue.fromSecret(secret, 'orders-token'),
      }),
    },
  }),
  readiness: HealthProbe.fromHttpGet('/healthz', { period: Duration.seconds(5) }),
  liveness: HealthProbe.fromHttpGet('/healthz', { failureThreshold: 5 }),
  resources: {
    cpu: { request: kplus.Cpu.millis(100) },
    memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
  },
  invocationLimits: { memory: Size.mebibytes(64) },
};
const shop = new SpinApp(chart, 'shop', { ...props, metadata: { name: 'shop' }, image: 'ghcr.io/example/shop:v1' });
const canary = new SpinApp(chart, 'canary', {
  ...props,
  metadata: { name: 'shop-canary' },
  image: 'ghcr.io/example/shop:v2',
});

shop.mount('/cache', kplus.Volume.fromEmptyDir(chart, 'cache', 'cache'));
shop.autoscale({
  minReplicas: 2,
  maxReplicas: 10,
  cpuUtilization: 70,
  scaleDown: { stabilizationWindow: Duration.minutes(10) },
});

// A tenth of the requests goes to the next version.
new HttpRoute(chart, 'route', {
  gateway: Gateway.fromGatewayName('public', { namespace: 'gateways' }),
  hostnames: ['shop.example.com'],
  rules: [
    {
      backends: [
        { app: shop, weight: 90 },
        { app: canary, weight: 10 },
      ],
    },
  ],
});

// Partners still come through the ingress controller; cert-manager keeps the certificate of their host.
shop.exposeViaIngress('/partners', {
  host: 'partners.example.com',
  className: 'nginx',
  issuer: CertificateIssuer.clusterIssuer('letsencrypt'),
});

// Requests come from the two, and from the smoke test.
shop.allowFrom(Kube.pods({ namespaces: ['gateways', 'ingress-nginx'] }));
canary.allowFrom(Kube.pods({ namespaces: ['gateways'] }));
shop.allowFrom(
  kplus.Pods.select(chart, 'tests', { expressions: [kplus.LabelExpression.exists('cdk8s-spinkube/smoke-test')] }),
);

new SmokeTest(chart, 'smoke-test', { app: shop, path: '/healthz' });

// Its mailer, which works through a queue, and has no pods while it is empty.

const mailer = new SpinApp(chart, 'mailer', {
  metadata: { name: 'mailer' },
  image: 'ghcr.io/example/mailer:v1',
  // Spot nodes are cheap, and mails can wait.
  executor: spinkube.executorFor('shop', {
    placement: {
      name: 'spot',
      nodeSelector: { pool: 'spot' },
      tolerations: [kplus.NodeTaintQuery.is('pool', 'spot', { effect: kplus.TaintEffect.NO_SCHEDULE })],
    },
  }),
  serviceAccount: new WorkloadIdentityServiceAccount(chart, 'identity', {
    metadata: { name: 'mailer' },
    identity: WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/mailer' }),
  }),
});

const redis = new TriggerAuthentication(chart, 'redis', { secrets: { password: { secret, key: 'redis-password' } } });
new KedaAutoscaler(chart, 'mailer-scaler', {
  target: mailer,
  maxReplicas: 5,
  triggers: [
    KedaTrigger.redis({ address: 'redis.shop:6379', listName: 'mails', listLength: 20, authentication: redis }),
  ],
});

bundle.synth();
