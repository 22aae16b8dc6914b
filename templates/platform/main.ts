import { Bundle, Delivery, SpinKube, SpinKubeRelease } from 'cdk8s-spinkube';

const bundle = new Bundle({ deliveries: [Delivery.kubectl()] });

new SpinKube(bundle, 'spinkube', {
  // Pinned: an upgrade of cdk8s-spinkube does not upgrade the platform.
  release: SpinKubeRelease.V2026_12,
  // Each of these namespaces gets an executor, which its SpinApps refer to.
  appNamespaces: ['default'],
});

bundle.synth();
