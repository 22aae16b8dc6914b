import * as path from 'path';
import { Bundle, Delivery, NodeInstaller, SpinKube, SpinKubeRelease, WebhookCertificates } from 'cdk8s-spinkube';

const bundle = new Bundle({
  outdir: process.env.CDK8S_OUTDIR ?? path.join(__dirname, 'dist'),
  deliveries: [Delivery.kubectl()],
});

new SpinKube(bundle, 'spinkube', {
  release: SpinKubeRelease.V2026_12,
  nodeInstaller: NodeInstaller.runtimeClassManager({ nodeSelector: { pool: 'wasm' } }),
  webhookCertificates: WebhookCertificates.existingCertManager(),
  operator: { replicas: 2 },
  // Each team gets a namespace with an executor; its apps come from elsewhere.
  appNamespaces: ['shop', 'blog'],
});

bundle.synth();
