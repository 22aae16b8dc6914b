import * as path from 'path';
import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Bundle,
  Delivery,
  Existing,
  HealthProbe,
  KeyValueStore,
  NodeInstaller,
  OptionValue,
  RuntimeConfig,
  SmokeTest,
  SpinApp,
  SpinKube,
  SpinKubeRelease,
  SpinManifest,
  SqliteDatabase,
  Variable,
  WebhookCertificates,
} from 'cdk8s-spinkube';

const bundle = new Bundle({
  outdir: process.env.CDK8S_OUTDIR ?? path.join(__dirname, 'dist'),
  deliveries: [Delivery.kubectl()],
});

const spinkube = new SpinKube(bundle, 'spinkube', {
  release: SpinKubeRelease.V2026_12,
  nodeInstaller: NodeInstaller.preinstalled(),
  webhookCertificates: WebhookCertificates.existingCertManager(),
  appNamespaces: ['shop'],
});

const chart = new Chart(bundle, 'shop', { namespace: 'shop' });
const secret = Existing.secret('shop'); // with the keys below; whoever owns it creates it

const shop = new SpinApp(chart, 'shop', {
  metadata: { name: 'shop' },
  image: 'ghcr.io/example/shop:v1',
  executor: spinkube.executorFor('shop'),
  // Variables, stores and components are checked against what the application declares.
  manifest: SpinManifest.fromFile('examples/full-featured-app/spin.toml'),
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
});

shop.mount('/cache', kplus.Volume.fromEmptyDir(chart, 'cache', 'cache'));
shop.autoscale({ minReplicas: 2, maxReplicas: 10, cpuUtilization: 70 });
shop.exposeViaIngress('/', { host: 'shop.example.com', tlsSecret: Existing.secret('shop-tls') });
// Requests come from the ingress controller, and from the smoke test.
shop.allowFrom(
  kplus.Pods.select(chart, 'ingress', {
    namespaces: kplus.Namespaces.select(chart, 'ingress-nginx', { names: ['ingress-nginx'] }),
  }),
);
shop.allowFrom(
  kplus.Pods.select(chart, 'tests', { expressions: [kplus.LabelExpression.exists('cdk8s-spinkube/smoke-test')] }),
);

new SmokeTest(chart, 'smoke-test', { app: shop, path: '/healthz' });

bundle.synth();
