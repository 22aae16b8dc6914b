import * as fs from 'fs';
import * as path from 'path';
import { Delivery, OciSource } from '../../lib';
import { ARGO_CD_NAMESPACE, installArgoCd } from '../src/argo-cd';
import { inOwnCluster } from '../src/cluster';
import { applyOciRepository, installFlux, installSourceController, ociRepository, reconcile } from '../src/flux';
import { must } from '../src/kubectl';
import { bundleWith, Layout, packaged, Registry, REPOSITORY, REVISION, valueIn } from '../src/registry';
import { eventually, pause, useCluster } from '../src/suite';

const IN_FLUX = '--namespace=flux-system';
const IN_ARGO_CD = `--namespace=${ARGO_CD_NAMESPACE}`;

/** A bundle for both tools. */
function bundleOf(value: string): string {
  const url = `oci://${REPOSITORY}`;
  const flux = Delivery.flux({ source: OciSource.of({ url, tag: 'stable' }), rootKustomization: true });
  return bundleWith(value, flux, Delivery.argoCd({ source: OciSource.of({ url, semver: '1.x' }) }));
}

/** Fields that the tests read. */
interface ApplicationStatus {
  readonly health?: { readonly status: string };
  readonly sync?: { readonly revision: string; readonly status: string };
}

inOwnCluster('an OCI artifact for Flux', () => {
  const cluster = useCluster();
  let registry: Registry;
  let first: Layout;

  beforeAll(async () => {
    await installFlux(cluster.kubectl);
    await installSourceController(cluster.kubectl);
    registry = await Registry.install(cluster.kubectl);
    await cluster.kubectl.text('rollout', 'status', 'deployment', IN_FLUX, '--timeout=120s');
    first = packaged(bundleOf('one'), 'stable');
    await registry.push(first);
  }, 240_000);

  test("is fetched by Flux's source-controller, under its digest and with its annotations", async () => {
    await applyOciRepository(cluster.kubectl, bundleOf('one'));
    const artifact = await eventually('the artifact', async () => (await ociRepository(cluster.kubectl)).artifact);
    expect(artifact.revision).toBe(`stable@${first.digest}`);
    expect(artifact.metadata).toMatchObject({ 'org.opencontainers.image.revision': REVISION });
  });

  test('is applied stage by stage', async () => {
    const all = ['kustomizations', '--all', IN_FLUX];
    await cluster.kubectl.text('wait', ...all, '--for=condition=Ready', '--timeout=120s');
    expect(await valueIn(cluster.kubectl)).toBe('one');
  });

  test('is the same artifact when the same files are pushed again', async () => {
    const again = packaged(bundleOf('one'), 'stable');
    expect(again.digest).toBe(first.digest);
    const before = await ociRepository(cluster.kubectl);
    await registry.push(again);
    await pause(1_000);
    const after = await reconcile(cluster.kubectl);
    expect(after.artifact).toEqual(before.artifact);
  });

  test('is replaced by what is pushed under its tag', async () => {
    const second = packaged(bundleOf('two'), 'stable');
    expect(second.digest).not.toBe(first.digest);
    await registry.push(second);
    const { artifact } = await reconcile(cluster.kubectl);
    expect(artifact?.revision).toBe(`stable@${second.digest}`);
    await eventually('the change', async () => ((await valueIn(cluster.kubectl)) === 'two' ? true : undefined));
  });

  test('has a bill of materials in the registry', async () => {
    const index = fs.readFileSync(path.join(first.folder, 'index.json'), 'utf8');
    const { manifests } = JSON.parse(index) as { manifests: { artifactType: string; digest: string }[] };
    const bill = manifests.find(({ artifactType }) => artifactType === 'application/spdx+json');
    // Fails if there is no such manifest; only the flag --recursive has pushed it.
    await registry.run('oras', first.folder, 'manifest', 'fetch', '--plain-http', `${REPOSITORY}@${bill?.digest}`);
  });
});

inOwnCluster('an OCI artifact for Argo CD', () => {
  const cluster = useCluster();
  let registry: Registry;
  let bundle: string;
  let first: Layout;

  /** Waits until all Applications have synced a revision and are healthy. */
  const synced = (digest: string) =>
    eventually(
      `the Applications at ${digest}`,
      async () => {
        const applications = await cluster.kubectl.get('applications', IN_ARGO_CD);
        const states = applications.map(({ status }) => {
          const { health, sync } = (status ?? {}) as ApplicationStatus;
          return `${sync?.status} ${health?.status} ${sync?.revision}`;
        });
        const isDone = states.length === 3 && states.every((state) => state === `Synced Healthy ${digest}`);
        return isDone ? applications.map(({ metadata }) => metadata.name).sort() : undefined;
      },
      180,
    );

  beforeAll(async () => {
    await installArgoCd(cluster.kubectl);
    registry = await Registry.install(cluster.kubectl);
    bundle = bundleOf('one');
    first = packaged(bundle, '1.0.0');
    await registry.push(first);
    const withoutTls = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'registry',
        namespace: ARGO_CD_NAMESPACE,
        labels: { 'argocd.argoproj.io/secret-type': 'repository' },
      },
      stringData: { type: 'oci', url: `oci://${REPOSITORY}`, insecureOCIForceHttp: 'true' },
    };
    await must(cluster.kubectl.apply([withoutTls]));
  }, 240_000);

  test('is applied by its controller, an Application for each stage, under its digest', async () => {
    const folder = path.join(bundle, 'argo-cd');
    const healthChecks = path.join(folder, 'health-checks.yaml');
    await cluster.kubectl.text('patch', '-f', healthChecks, '--type=merge', '--patch-file', healthChecks);
    await cluster.kubectl.text('apply', '--kustomize', folder);
    expect(await synced(first.digest)).toEqual(['spinkube', 'spinkube-namespace', 'spinkube-shop']);
    expect(await valueIn(cluster.kubectl)).toBe('one');
  });

  test('is replaced by a newer version in the range', async () => {
    const second = packaged(bundleOf('two'), '1.1.0');
    expect(second.digest).not.toBe(first.digest);
    await registry.push(second);
    const refresh = ['argocd.argoproj.io/refresh=hard', '--all', IN_ARGO_CD];
    await cluster.kubectl.text('annotate', '--overwrite', 'applications', ...refresh);
    await synced(second.digest);
    expect(await valueIn(cluster.kubectl)).toBe('two');
  });
});
