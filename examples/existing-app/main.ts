import * as path from 'path';
import { App, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { HealthProbe, SpinApp, SpinAppExecutor, Variable } from 'cdk8s-spinkube';

// An app that was there before: its charts stay as they are, and it writes a file for each.
const app = new App({ outdir: process.env.CDK8S_OUTDIR ?? path.join(__dirname, 'dist') });

const database = new Chart(app, 'database', { namespace: 'shop' });
const settings = new kplus.ConfigMap(database, 'settings', {
  metadata: { name: 'database' },
  data: { host: 'postgres.shop.svc' },
});

// One more chart, for the Spin app.
const shop = new Chart(app, 'shop', { namespace: 'shop' });
const spinApp = new SpinApp(shop, 'shop', {
  metadata: { name: 'shop' },
  image: 'ghcr.io/example/shop:v1',
  executor: SpinAppExecutor.fromSpinAppExecutorName(shop, 'executor', 'containerd-shim-spin'),
  variables: { database_host: Variable.fromConfigMap(settings, 'host') },
  readiness: HealthProbe.fromHttpGet('/healthz', { period: Duration.seconds(5) }),
});

// A class of cdk8s-plus that takes a workload takes a SpinApp.
new kplus.HorizontalPodAutoscaler(shop, 'autoscaler', {
  target: spinApp,
  maxReplicas: 5,
  metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70))],
});
spinApp.exposeViaIngress('/', { host: 'shop.example.com' });

app.synth();
