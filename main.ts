import { Chart } from 'cdk8s';
import { Bundle, Delivery, GitSource, SpinApp, SpinKube, SpinKubeRelease } from './lib';

const source = GitSource.of({ url: 'https://github.com/example/gitops.git', path: 'dist' });
const bundle = new Bundle({
  deliveries: [Delivery.kubectl(), Delivery.argoCd({ source }), Delivery.flux({ source })],
});

// The platform: cert-manager, runtime-class-manager with the shim, spin-operator, and an executor in `default`.
const spinkube = new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2026_12 });

// The sample of SpinKube; it answers at /hello.
const apps = new Chart(bundle, 'apps', { namespace: 'default' });
new SpinApp(apps, 'simple-spinapp', {
  metadata: { name: 'simple-spinapp' },
  image: 'ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0',
  executor: spinkube.executor,
});

bundle.synth();
