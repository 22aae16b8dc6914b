import * as path from 'path';
import { Chart } from 'cdk8s';
import {
  Bundle,
  Delivery,
  Existing,
  ImageMirror,
  SpinApp,
  SpinKube,
  SpinKubeRelease,
  WebhookCertificates,
} from 'cdk8s-spinkube';

// Every image is pulled from a registry of yours; the shim is an archive, which nodes download from a server of yours.
const imageMirror = ImageMirror.prefix('registry.example.com/mirror', {
  archives: { 'https://github.com/': 'https://files.example.com/github.com/' },
});

const bundle = new Bundle({
  outdir: process.env.CDK8S_OUTDIR ?? path.join(__dirname, 'dist'),
  deliveries: [Delivery.kubectl()],
  imageMirror,
});

// The Secret must be in the namespaces of the components, of runtime-class-manager and of the apps.
const pullSecret = Existing.secret('registry');

const spinkube = new SpinKube(bundle, 'spinkube', {
  release: SpinKubeRelease.V2026_12,
  imagePullSecrets: [pullSecret],
  // A Job generates the certificate, so there is no cert-manager to mirror.
  webhookCertificates: WebhookCertificates.generated(),
});

const apps = new Chart(bundle, 'apps', { namespace: 'default' });
new SpinApp(apps, 'hello', {
  metadata: { name: 'hello' },
  image: 'ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0',
  imagePullSecrets: [pullSecret],
  executor: spinkube.executor,
});

bundle.synth();
