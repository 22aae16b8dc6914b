import * as path from 'path';
import { Chart } from 'cdk8s';
import {
  ArgoCdGenerator,
  ArgoCdMode,
  Bundle,
  Cluster,
  Delivery,
  GitSource,
  SpinApp,
  SpinKube,
  SpinKubeRelease,
  WebhookCertificates,
} from 'cdk8s-spinkube';

const source = GitSource.of({ url: 'https://github.com/example/gitops.git', path: 'examples/fleet/dist' });

const bundle = new Bundle({
  outdir: process.env.CDK8S_OUTDIR ?? path.join(__dirname, 'dist'),
  deliveries: [
    Delivery.kubectl(),
    // One ApplicationSet for the clusters that Argo CD knows; it goes level by level through all of them.
    Delivery.argoCd({
      source,
      mode: ArgoCdMode.ROLLING_SYNC,
      generator: ArgoCdGenerator.clusters({ spinkube: 'true' }),
    }),
    Delivery.flux({ source }),
  ],
});

/** Settings that differ between the clusters. */
interface Site {
  readonly name: string;
  readonly environment: string;
  readonly replicas: number;
}

const SITES: Site[] = [
  { name: 'lab', environment: 'test', replicas: 1 },
  { name: 'eu-1', environment: 'production', replicas: 3 },
  { name: 'us-1', environment: 'production', replicas: 3 },
];

for (const { name, environment, replicas } of SITES) {
  const cluster = new Cluster(bundle, name, { labels: { environment } });
  const spinkube = new SpinKube(cluster, 'spinkube', {
    release: SpinKubeRelease.V2026_12,
    appNamespaces: ['shop'],
    webhookCertificates: WebhookCertificates.existingCertManager(),
  });
  const apps = new Chart(cluster, 'apps', { namespace: 'shop' });
  new SpinApp(apps, 'hello', {
    metadata: { name: 'hello' },
    image: 'ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0',
    replicas,
    executor: spinkube.executor,
  });
}

bundle.synth();
