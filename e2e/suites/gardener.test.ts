import { ApiObject, Chart, Size } from 'cdk8s';
import * as fs from 'fs';
import * as path from 'path';
import { ArgoCdMode, Bundle, Cluster, Delivery, GitSource, IDelivery } from '../../lib';
import { Aws, AwsVpc, CloudProfile, Shoot, ShootCredentials } from '../../lib/gardener';
import { inOwnCluster } from '../src/cluster';
import { installFlux, serveArtifact } from '../src/flux';
import { installForeignKinds } from '../src/foreign-kinds';
import { gardener, ShootStatus } from '../src/gardener';
import { must, Output } from '../src/kubectl';
import { programPath } from '../src/programs';
import { mustRun } from '../src/scripts';
import { eventually, synthBundle, temporaryFolder, useCluster } from '../src/suite';

const NAMESPACE = 'garden-demo';
const SOURCE = GitSource.of({ url: 'https://example.com/gitops.git', path: 'dist' });
const CONFIG_MAP = 'what-waits';

function addShoot(scope: Bundle | Cluster, confirmDeletion?: boolean): Chart {
  const chart = new Chart(scope, 'shoot', { namespace: NAMESPACE });
  new Shoot(chart, 'shoot', {
    metadata: { name: 'spin' },
    cloudProfile: CloudProfile.of('aws'),
    credentials: ShootCredentials.credentialsBinding('aws'),
    region: 'eu-central-1',
    kubernetesVersion: '1.34',
    infrastructure: Aws.infrastructure({
      vpc: AwsVpc.fromCidr('10.250.0.0/16'),
      zones: [
        { name: 'a', workers: '10.250.0.0/19', publicSubnet: '10.250.96.0/22', internalSubnet: '10.250.112.0/22' },
      ],
    }),
    workerPools: [
      {
        name: 'spin',
        machineType: 'm5.large',
        minimum: 1,
        maximum: 3,
        volume: { type: 'gp3', size: Size.gibibytes(50) },
        zones: ['a'],
      },
    ],
    confirmDeletion,
  });
  return chart;
}

function addConfigMap(scope: Bundle | Cluster): Chart {
  const chart = new Chart(scope, 'later', { namespace: 'default' });
  new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: CONFIG_MAP } });
  return chart;
}

/** A bundle for a garden with a Shoot and for the cluster of the Shoot; the test cluster plays both. */
function twoClusters(deliveries: IDelivery[], confirmDeletion?: boolean): string {
  return synthBundle(
    (bundle) => {
      const shoot = addShoot(new Cluster(bundle, 'garden'), confirmDeletion);
      const spin = new Cluster(bundle, 'spin');
      addConfigMap(spin);
      spin.addDependency(shoot);
    },
    { deliveries },
  );
}

inOwnCluster('a garden', () => {
  const cluster = useCluster(gardener);

  beforeAll(async () => {
    await installForeignKinds(cluster.kubectl, 'core.gardener.cloud');
    await cluster.kubectl.text('create', 'namespace', NAMESPACE);
  });

  const shoots = () => cluster.kubectl.get('shoots', `--namespace=${NAMESPACE}`);
  const state = async () => ((await shoots())[0].status as ShootStatus | undefined)?.lastOperation?.state;
  const configMaps = () => cluster.kubectl.get('configmap', CONFIG_MAP, '--namespace=default');
  const isThere = () => eventually('the ConfigMap', async () => (await configMaps()).length > 0 || undefined);

  async function removeAll(): Promise<void> {
    await cluster.kubectl.text('delete', 'shoots', '--all', `--namespace=${NAMESPACE}`);
    await cluster.kubectl.text('delete', 'configmap', CONFIG_MAP, '--namespace=default', '--ignore-not-found');
  }

  describe('with kubectl', () => {
    const garden = (confirmDeletion?: boolean) =>
      path.join(twoClusters([Delivery.kubectl()], confirmDeletion), 'garden');
    const short = ['--timeout', '60s'];

    test('waits in install.sh until Gardener has created the Shoot', async () => {
      await mustRun(cluster.kubectl, garden(), 'install', ...short);
      expect(await state()).toBe('Succeeded');
    });

    test('keeps the Shoot in uninstall.sh unless its deletion is confirmed', async () => {
      expect(await mustRun(cluster.kubectl, garden(), 'uninstall', ...short)).toContain('skipped: a Shoot');
      expect(await shoots()).toHaveLength(1);
      await mustRun(cluster.kubectl, garden(true), 'install', ...short);
      await mustRun(cluster.kubectl, garden(true), 'uninstall', ...short);
      expect(await shoots()).toEqual([]);
    });
  });

  describe("with Argo CD's engine", () => {
    const bundle = () =>
      synthBundle(
        (one) => {
          addConfigMap(one).addDependency(addShoot(one));
        },
        { deliveries: [Delivery.argoCd({ source: SOURCE, mode: ArgoCdMode.SYNC_WAVES })] },
      );
    const sync = (folder: string, ...options: string[]): Promise<Output> =>
      cluster.kubectl.run(programPath('argo-cd'), ['--timeout=60s', ...options, path.join(folder, 'manifests')]);

    test("does not wait for the Shoot with Argo CD's own health checks", async () => {
      const running = sync(bundle());
      await isThere();
      expect(await state()).toBe('Processing');
      expect((await running).code).toBe(0);
      await removeAll();
    });

    test('waits for the Shoot with the health checks of the bundle', async () => {
      const folder = bundle();
      const running = sync(folder, `--customizations=${path.join(folder, 'argo-cd', 'health-checks.yaml')}`);
      await isThere();
      expect(await state()).toBe('Succeeded');
      expect((await running).code).toBe(0);
      await removeAll();
    });
  });

  describe("with Flux's kustomize-controller", () => {
    test('waits for the Shoot in the garden before it reconciles the cluster', async () => {
      const { kubectl } = cluster;
      await installFlux(kubectl);
      const bundle = twoClusters([Delivery.flux({ source: SOURCE, kubeConfigSecret: 'kubeconfig' })]);
      const repository = temporaryFolder();
      fs.cpSync(bundle, path.join(repository, 'dist'), { recursive: true });
      const kubeconfig = fs
        .readFileSync(kubectl.kubeconfig, 'utf8')
        .replace(/server: .*/, 'server: https://kubernetes.default.svc');
      const secrets = ['garden', 'spin'].map((name) => ({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: `${name}-kubeconfig`, namespace: 'flux-system' },
        stringData: { value: kubeconfig },
      }));
      await must(kubectl.apply(secrets));
      for (const name of ['garden', 'spin']) {
        await kubectl.text('apply', '--server-side', '--kustomize', path.join(bundle, name, 'flux'));
        await serveArtifact(kubectl, `${name}-spinkube`, repository);
      }
      await isThere();
      expect(await state()).toBe('Succeeded');
      const all = ['kustomizations', '--all', '--namespace=flux-system'];
      await kubectl.text('wait', ...all, '--for=condition=Ready', '--timeout=60s');
      await kubectl.text('delete', 'kustomization/garden-spinkube-shoot', '--namespace=flux-system');
      expect(await shoots()).toHaveLength(1);
    });
  });
});
