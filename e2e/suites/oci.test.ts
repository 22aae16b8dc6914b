import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, Chart } from 'cdk8s';
import { run } from '../../bin/program';
import { Bundle, Delivery, OciSource } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { installFlux, installSourceController } from '../src/flux';
import { eventually, pause, synthBundle, temporaryFolder, useCluster } from '../src/suite';

const NAMESPACE = 'flux-system';
const REGISTRY = `registry.${NAMESPACE}.svc.cluster.local:5000`;
const REVISION = 'sha1:0123456789abcdef0123456789abcdef01234567';

/** A program of an image, with the permissions of any. */
const containerOf = (image: string, args: string[]) => ({ name: 'main', image: `e2e/${image}`, args });

/** Writes the output of a bundle with a value as an OCI image layout, and returns its folder and its digest. */
function packaged(value: string): { readonly digest: string; readonly layout: string } {
  const layout = path.join(temporaryFolder(), 'oci');
  let json = '';
  const options = ['--output', layout, '--tag', 'stable', '--revision', REVISION, '--json'];
  const stdout = { write: (text: string) => (json += text) };
  expect(run(['package', bundleWith(value), ...options], { stdout, stderr: process.stderr })).toBe(0);
  const { digest } = JSON.parse(json) as { digest: string };
  return { digest, layout };
}

/** A bundle of two stages, of which the second one has an object with the value. */
function bundleWith(value: string): string {
  const source = OciSource.of({ url: `oci://${REGISTRY}/team/platform`, tag: 'stable' });
  const delivery = Delivery.flux({ source, rootKustomization: true });
  return synthBundle(
    (bundle: Bundle) => {
      const namespace = new Chart(bundle, 'namespace');
      new ApiObject(namespace, 'shop', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
      const shop = new Chart(bundle, 'shop', { namespace: 'shop' });
      shop.addDependency(namespace);
      const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { value } };
      new ApiObject(shop, 'settings', settings);
    },
    { deliveries: [Delivery.kubectl(), delivery] },
  );
}

inOwnCluster('an OCI artifact', () => {
  const cluster = useCluster();

  /** Runs oras in the cluster with a layout at /layout, and waits until it has ended. */
  const oras = async (name: string, layout: string, ...args: string[]) => {
    const files = fs
      .readdirSync(layout, { recursive: true, encoding: 'utf8' })
      .filter((file) => fs.statSync(path.join(layout, file)).isFile());
    const keys = files.map((file) => `--from-file=${path.basename(file)}=${path.join(layout, file)}`);
    await cluster.kubectl.text('create', 'configmap', name, `--namespace=${NAMESPACE}`, ...keys);
    const items = files.map((file) => ({ key: path.basename(file), path: file }));
    const container = { ...containerOf('oras', args), volumeMounts: [{ name: 'layout', mountPath: '/layout' }] };
    const spec = {
      restartPolicy: 'Never',
      containers: [container],
      volumes: [{ name: 'layout', configMap: { name, items } }],
    };
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace: NAMESPACE },
      spec: { template: { spec } },
    };
    expect(await cluster.kubectl.apply([job])).toMatchObject({ code: 0 });
    await cluster.kubectl.text(
      'wait',
      `job/${name}`,
      `--namespace=${NAMESPACE}`,
      '--for=condition=Complete',
      '--timeout=60s',
    );
  };

  const push = (name: string, layout: string) =>
    oras(
      name,
      layout,
      'cp',
      '--recursive',
      '--from-oci-layout',
      '/layout:stable',
      '--to-plain-http',
      `${REGISTRY}/team/platform:stable`,
    );

  const source = async () => {
    const [found] = await cluster.kubectl.get('ocirepository/spinkube', `--namespace=${NAMESPACE}`);
    return found.status as {
      artifact?: { metadata: { [name: string]: string }; revision: string; lastUpdateTime: string };
      lastHandledReconcileAt?: string;
    };
  };

  const reconcile = async (at: string) => {
    const annotation = `reconcile.fluxcd.io/requestedAt=${at}`;
    await cluster.kubectl.text(
      'annotate',
      '--overwrite',
      'ocirepository/spinkube',
      annotation,
      `--namespace=${NAMESPACE}`,
    );
    return eventually('the reconciliation', async () => {
      const status = await source();
      return status.lastHandledReconcileAt === at ? status : undefined;
    });
  };

  const value = async () => {
    const [settings] = await cluster.kubectl.get('configmap/settings', '--namespace=shop');
    return (settings as { data?: { value: string } } | undefined)?.data?.value;
  };

  let first: { readonly digest: string; readonly layout: string };

  beforeAll(async () => {
    await installFlux(cluster.kubectl);
    await installSourceController(cluster.kubectl);
    const labels = { app: 'registry' };
    const metadata = { name: 'registry', namespace: NAMESPACE };
    const registry = [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata,
        spec: {
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [containerOf('registry', [':5000'])] } },
        },
      },
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ port: 5000 }] } },
    ];
    expect(await cluster.kubectl.apply(registry)).toMatchObject({ code: 0 });
    await cluster.kubectl.text('rollout', 'status', 'deployment', `--namespace=${NAMESPACE}`, '--timeout=120s');
    first = packaged('one');
    await push('first', first.layout);
  }, 240_000);

  test("is fetched by Flux's source-controller, under its digest and with its annotations", async () => {
    await cluster.kubectl.text('apply', '--server-side', '--kustomize', path.join(bundleWith('one'), 'flux'));
    // The registry has no TLS.
    const insecure = ['--type=merge', '--patch={"spec":{"insecure":true}}', '--field-manager=test'];
    await cluster.kubectl.text('patch', 'ocirepository/spinkube', `--namespace=${NAMESPACE}`, ...insecure);
    const artifact = await eventually('the artifact', async () => (await source()).artifact);
    expect(artifact.revision).toBe(`stable@${first.digest}`);
    expect(artifact.metadata).toMatchObject({ 'org.opencontainers.image.revision': REVISION });
  });

  test('is applied stage by stage', async () => {
    const all = ['kustomizations', '--all', `--namespace=${NAMESPACE}`];
    await cluster.kubectl.text('wait', ...all, '--for=condition=Ready', '--timeout=120s');
    expect(await value()).toBe('one');
  });

  test('is the same artifact when the same files are pushed again', async () => {
    const again = packaged('one');
    expect(again.digest).toBe(first.digest);
    const before = await source();
    await push('again', again.layout);
    await pause(1_000);
    const after = await reconcile('again');
    expect(after.artifact).toEqual(before.artifact);
  });

  test('is replaced by what is pushed under its tag', async () => {
    const second = packaged('two');
    expect(second.digest).not.toBe(first.digest);
    await push('second', second.layout);
    const { artifact } = await reconcile('second');
    expect(artifact?.revision).toBe(`stable@${second.digest}`);
    await eventually('the change', async () => ((await value()) === 'two' ? true : undefined));
  });

  test('has a bill of materials in the registry', async () => {
    const index = fs.readFileSync(path.join(first.layout, 'index.json'), 'utf8');
    const { manifests } = JSON.parse(index) as { manifests: { artifactType: string; digest: string }[] };
    const bill = manifests.find(({ artifactType }) => artifactType === 'application/spdx+json');
    // Fails if there is no such manifest; only the flag --recursive has pushed it.
    const address = `${REGISTRY}/team/platform@${bill?.digest}`;
    await oras('fetch', first.layout, 'manifest', 'fetch', '--plain-http', address);
  });
});
