import * as path from 'path';
import { Chart } from 'cdk8s';
import { Bundle, SpinApp, SpinAppExecutor } from 'cdk8s-spinkube';

const bundle = new Bundle({ outdir: process.env.CDK8S_OUTDIR ?? path.join(__dirname, 'dist') });

const chart = new Chart(bundle, 'hello', { namespace: 'default' });
new SpinApp(chart, 'hello', {
  metadata: { name: 'hello' },
  image: 'ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0',
  // The executor that the platform has in this namespace.
  executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'containerd-shim-spin'),
});

bundle.synth();
