import * as path from 'path';
import { parseArgs } from 'util';
import { Chart, Size } from 'cdk8s';
import {
  Bundle,
  Cluster,
  Delivery,
  gardener,
  GitSource,
  NodeInstaller,
  SmokeTest,
  SpinApp,
  SpinKube,
  SpinKubeRelease,
} from 'cdk8s-spinkube';

const { values: options } = parseArgs({
  options: {
    current: { type: 'boolean', default: false }, // current versions instead of those of the article
    existing: { type: 'boolean', default: false }, // for a Shoot that you have: the bundle has none
    'confirm-deletion': { type: 'boolean', default: false }, // allows Gardener to delete the Shoot
  },
});
const release = options.current ? SpinKubeRelease.CURRENT : SpinKubeRelease.V2024_05;
const image = options.current
  ? 'ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0'
  : 'ghcr.io/spinkube/containerd-shim-spin/examples/spin-rust-hello:v0.13.0';

// Both install the shim on nodes that the worker pool labels or annotates, including those that join later. The worker pools of an
// existing Shoot do not, so there all nodes get it.
const nodeInstaller = options.current
  ? NodeInstaller.runtimeClassManager(options.existing ? {} : { nodeSelector: { spin: 'true' } })
  : NodeInstaller.kwasm({ operator: { autoProvision: options.existing } });

const source = GitSource.of({
  url: 'https://github.com/example/gitops.git',
  path: 'examples/gardener-tutorial/dist',
});

const bundle = new Bundle({
  outdir: process.env.CDK8S_OUTDIR ?? path.join(__dirname, 'dist'),
  deliveries: [
    Delivery.kubectl(),
    Delivery.argoCd({ source }),
    // One Flux applies to both clusters, or runs in the existing one.
    Delivery.flux({ source, kubeConfigSecret: options.existing ? undefined : 'kubeconfig' }),
  ],
});

/** The cluster with the API of Gardener, and the Shoot there. */
function addShoot(): gardener.Shoot {
  const garden = new Cluster(bundle, 'garden');
  const zone = 'eu-central-1a';
  return new gardener.Shoot(new Chart(garden, 'shoot', { namespace: 'garden-demo' }), 'shoot', {
    metadata: { name: 'spin' },
    cloudProfile: gardener.CloudProfile.of('aws'),
    credentials: gardener.ShootCredentials.credentialsBinding('aws'),
    region: 'eu-central-1',
    kubernetesVersion: '1.34',
    infrastructure: gardener.Aws.infrastructure({
      vpc: gardener.AwsVpc.fromCidr('10.250.0.0/16'),
      zones: [
        { name: zone, workers: '10.250.0.0/19', publicSubnet: '10.250.96.0/22', internalSubnet: '10.250.112.0/22' },
      ],
    }),
    workerPools: [
      // The machine image is Garden Linux by default.
      {
        name: 'spin',
        machineType: 'm5.large',
        minimum: 1,
        maximum: 3,
        volume: { type: 'gp3', size: Size.gibibytes(50) },
        zones: [zone],
      },
    ],
    confirmDeletion: options['confirm-deletion'],
  });
}

const shoot = options.existing ? undefined : addShoot();

// The cluster itself, and everything that the article installs there: CustomResourceDefinitions, RuntimeClass, cert-manager, the
// node installer, spin-operator and the executor.
const cluster = new Cluster(bundle, 'spin');
const spinkube = new SpinKube(cluster, 'spinkube', { release, nodeInstaller });

if (shoot) {
  cluster.addDependency(shoot);
  shoot.workerPools[0].runsSpin(nodeInstaller, { runtimeClass: spinkube.runtimeClass });
}

// The sample, and a test that it answers at /hello.
const apps = new Chart(cluster, 'apps', { namespace: 'default' });
const app = new SpinApp(apps, 'simple-spinapp', {
  metadata: { name: 'simple-spinapp' },
  image,
  executor: spinkube.executor,
});
new SmokeTest(apps, 'smoke-test', {
  metadata: { name: 'simple-spinapp-hello' },
  app,
  path: '/hello',
  expectBody: 'Hello world from Spin!',
});

bundle.synth();
