import { Chart, Size } from 'cdk8s';
import { Bundle, Cluster, Delivery, gardener, NodeInstaller, SpinApp, SpinKube, SpinKubeRelease } from 'cdk8s-spinkube';

const bundle = new Bundle({ deliveries: [Delivery.kubectl()] });

// Nodes with this label get the shim.
const nodeInstaller = NodeInstaller.runtimeClassManager({ nodeSelector: { pool: 'wasm' } });

/** The same platform in every cluster. */
function addPlatform(cluster: Cluster): SpinKube {
  return new SpinKube(cluster, 'spinkube', {
    // Pinned: an upgrade of cdk8s-spinkube does not upgrade the platforms.
    release: SpinKubeRelease.V2026_12,
    nodeInstaller,
    appNamespaces: ['shop'],
  });
}

/** Settings that differ between the clusters. */
interface AppSettings {
  readonly replicas: number;
}

/** The apps of a cluster. */
function addApps(cluster: Cluster, { executor }: SpinKube, { replicas }: AppSettings): void {
  new SpinApp(new Chart(cluster, 'apps', { namespace: 'shop' }), 'hello', {
    metadata: { name: 'hello' },
    image: 'ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0',
    replicas,
    executor,
  });
}

// A cluster that Gardener creates: the Shoot is applied to the garden.
const garden = new Cluster(bundle, 'garden');
const shoot = new gardener.Shoot(new Chart(garden, 'shoot', { namespace: 'garden-shop' }), 'shoot', {
  metadata: { name: 'eu-1' },
  cloudProfile: gardener.CloudProfile.of('aws'),
  credentials: gardener.ShootCredentials.credentialsBinding('aws'),
  region: 'eu-central-1',
  kubernetesVersion: '1.34',
  infrastructure: gardener.Aws.infrastructure({
    vpc: gardener.AwsVpc.fromCidr('10.250.0.0/16'),
    zones: [
      {
        name: 'eu-central-1a',
        workers: '10.250.0.0/19',
        publicSubnet: '10.250.96.0/22',
        internalSubnet: '10.250.112.0/22',
      },
    ],
  }),
});
const pool = shoot.addWorkerPool({
  name: 'wasm',
  machineType: 'm5.large',
  minimum: 1,
  maximum: 3,
  volume: { type: 'gp3', size: Size.gibibytes(50) },
  zones: ['eu-central-1a'],
});
const created = new Cluster(bundle, 'eu-1');
created.addDependency(shoot);
const createdPlatform = addPlatform(created);
pool.runsSpin(nodeInstaller, { runtimeClass: createdPlatform.runtimeClass });
addApps(created, createdPlatform, { replicas: 3 });

// A cluster that exists.
const existing = new Cluster(bundle, 'us-1');
addApps(existing, addPlatform(existing), { replicas: 2 });

bundle.synth();
