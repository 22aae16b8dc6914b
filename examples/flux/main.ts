import * as path from 'path';
import { Chart } from 'cdk8s';
import { Bundle, Delivery, OciSource, SpinApp, SpinKube, SpinKubeRelease, WebhookCertificates } from 'cdk8s-spinkube';

const bundle = new Bundle({
  outdir: process.env.CDK8S_OUTDIR ?? path.join(__dirname, 'dist'),
  deliveries: [
    Delivery.flux({
      // What `flux push artifact` pushes; Flux follows the newest 1.x.
      source: OciSource.of({ url: 'oci://registry.example.com/platform', semver: '1.x' }),
      rootKustomization: true,
    }),
  ],
});

const spinkube = new SpinKube(bundle, 'spinkube', {
  release: SpinKubeRelease.V2026_12,
  webhookCertificates: WebhookCertificates.existingCertManager(),
});

const apps = new Chart(bundle, 'apps', { namespace: 'default' });
new SpinApp(apps, 'hello', {
  metadata: { name: 'hello' },
  image: 'ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0',
  executor: spinkube.executor,
});

bundle.synth();
