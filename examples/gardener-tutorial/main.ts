import * as path from 'path';
import { Chart, Size } from 'cdk8s';
import {
  Bundle,
  Cluster,
  Delivery,
  gardener,
  GitSource,
  NodeInstaller,
  SpinApp,
  SpinKube,
  SpinKubeRelease,
} from '../../lib';

// The versions of the article; `--current` uses the current ones.
const isCurrent = process.argv.includes('--current');
const release = isCurrent ? SpinKubeRelease.CURRENT : SpinKubeRelease.V2024_05;

// Both install the shim on selected nodes only; the worker pool labels or annotates its nodes, including those that join later.
const nodeInstaller = isCurrent
  ? NodeInstaller.runtimeClassManager({ nodeSelector: { spin: 'true' } })
  : NodeInstaller.kwasm({ operator: { autoProvision: false } });

const source = GitSource.of({
  url: 'https://github.com/example/gitops.git',
  path: 'examples/gardener-tutorial/dist',
});

const bundle = new Bundle({
  outdir: process.env.CDK8S_OUTDIR ?? path.join(__dirname, 'dist'),
  deliveries: [
    Delivery.kubectl(),
    Delivery.argoCd({ source }),
    // One Flux applies to both clusters.
    Delivery.flux({ source, kubeConfigSecret: 'kubeconfig' }),
  ],
});

// The cluster with the API of Gardener.
const garden = new Cluster(bundle, 'garden');

const zone = 'eu-central-1a';
const shoot = new gardener.Shoot(new Chart(garden, 'shoot', { namespace: 'garden-demo' }), 'shoot', {
  metadata: { name: 'spin' },
  cloudProfile: gardener.CloudProfile.of('aws'),
  credentials: gardener.ShootCredentials.credentialsBinding('aws'),
  region: 'eu-central-1',
  kubernetesVersion: '1.34',
  infrastructure: gardener.Aws.infrastructure({
    vpc: gardener.AwsVpc.fromCidr('10.250.0.0/16'),
    zones: [{ name: zone, workers: '10.250.0.0/19', public: '10.250.96.0/22', internal: '10.250.112.0/22' }],
  }),
  // `--confirm-deletion` allows Gardener to delete the cluster.
  confirmDeletion: process.argv.includes('--confirm-deletion'),
});

// The machine image is Garden Linux by default.
const pool = shoot.addWorkerPool({
  name: 'spin',
  machineType: 'm5.large',
  minimum: 1,
  maximum: 3,
  volume: { type: 'gp3', size: Size.gibibytes(50) },
  zones: [zone],
});

// The cluster that Gardener creates, and everything that the article installs there: CustomResourceDefinitions, RuntimeClass,
// cert-manager, the node installer, spin-operator and the executor.
const cluster = new Cluster(bundle, 'spin');
cluster.addDependency(shoot);
const spinkube = new SpinKube(cluster, 'spinkube', { release, nodeInstaller });

pool.runsSpin(nodeInstaller, { runtimeClass: spinkube.runtimeClass });

// The sample; it answers at /hello.
const apps = new Chart(cluster, 'apps', { namespace: 'default' });
new SpinApp(apps, 'simple-spinapp', {
  metadata: { name: 'simple-spinapp' },
  image: 'ghcr.io/spinkube/containerd-shim-spin/examples/spin-rust-hello:v0.13.0',
  executor: spinkube.executor,
});

bundle.synth();
