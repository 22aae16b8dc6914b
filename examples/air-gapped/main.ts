import * as path from 'path';
import { Chart } from 'cdk8s';
import {
  Bundle,
  Delivery,
  Existing,
  FetchStrategy,
  NodeInstaller,
  ShimArchitecture,
  SpinApp,
  SpinKube,
  SpinKubeRelease,
  WebhookCertificates,
} from 'cdk8s-spinkube';

const MIRROR = 'registry.example.com/mirror';

const bundle = new Bundle({
  outdir: process.env.CDK8S_OUTDIR ?? path.join(__dirname, 'dist'),
  deliveries: [Delivery.kubectl()],
});

// The Secret must be in the namespaces of the components, of runtime-class-manager and of the apps.
const pullSecret = Existing.secret('registry');

const spinkube = new SpinKube(bundle, 'spinkube', {
  release: SpinKubeRelease.V2026_12,
  imageRegistry: MIRROR,
  imagePullSecrets: [pullSecret],
  // A Job generates the certificate, so there is no cert-manager to mirror.
  webhookCertificates: WebhookCertificates.generated(),
  // The shim is an archive, not an image: nodes download it from a server of yours.
  nodeInstaller: NodeInstaller.runtimeClassManager({
    fetchStrategy: FetchStrategy.platforms([
      {
        architecture: ShimArchitecture.X86_64,
        location: 'https://files.example.com/containerd-shim-spin-v2-linux-x86_64.tar.gz',
        // What `sha256sum` prints for the archive that you have put there.
        sha256: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      },
    ]),
  }),
});

const apps = new Chart(bundle, 'apps', { namespace: 'default' });
new SpinApp(apps, 'hello', {
  metadata: { name: 'hello' },
  image: `${MIRROR}/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0`,
  imagePullSecrets: [pullSecret],
  executor: spinkube.executor,
});

bundle.synth();
