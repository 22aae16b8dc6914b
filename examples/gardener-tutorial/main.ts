import * as path from 'path';
import { Chart } from 'cdk8s';
import { Bundle, Delivery, SpinApp, SpinKube, SpinKubeRelease } from '../../lib';

// The versions of the article; `--current` takes those of today instead.
const release = process.argv.includes('--current') ? SpinKubeRelease.CURRENT : SpinKubeRelease.V2024_05;

const bundle = new Bundle({
  outdir: process.env.CDK8S_OUTDIR ?? path.join(__dirname, 'dist'),
  deliveries: [Delivery.kubectl()],
});

// Everything that the article installs: CustomResourceDefinitions, RuntimeClass, cert-manager, the node installer that
// the release has, spin-operator and the executor.
const spinkube = new SpinKube(bundle, 'spinkube', { release });

// The sample; it answers at /hello.
const apps = new Chart(bundle, 'apps', { namespace: 'default' });
new SpinApp(apps, 'simple-spinapp', {
  metadata: { name: 'simple-spinapp' },
  image: 'ghcr.io/spinkube/containerd-shim-spin/examples/spin-rust-hello:v0.13.0',
  executor: spinkube.executor,
});

bundle.synth();
