import { Chart } from 'cdk8s';
import { Bundle, Delivery, SpinApp, SpinAppExecutor } from 'cdk8s-spinkube';

const bundle = new Bundle({ deliveries: [Delivery.kubectl()] });

const apps = new Chart(bundle, 'apps', { namespace: 'default' });
new SpinApp(apps, 'simple-spinapp', {
  metadata: { name: 'simple-spinapp' },
  image: 'ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0',
  // The executor that SpinKube has in this namespace.
  executor: SpinAppExecutor.fromSpinAppExecutorName(apps, 'executor', 'containerd-shim-spin'),
});

bundle.synth();
