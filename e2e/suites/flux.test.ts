import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, ApiObjectProps, Chart } from 'cdk8s';
import { Bundle, Delivery, GitSource, NodeInstaller } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { installFlux, serveArtifact } from '../src/flux';
import { nodeInstallers } from '../src/node-installers/stand-in';
import { addPlatform, installerOf, spinApp } from '../src/sample';
import { mustRun } from '../src/scripts';
import { eventually, pause, synthBundle, temporaryFolder, useCluster } from '../src/suite';

const EXECUTOR = 'other';

/** The second version of the shim. */
const VERSION = 'a'.repeat(64);

/** A Kustomization for a folder of the repository. */
function kustomization(name: string, folder: string): object {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'flux-system' },
    spec: {
      interval: '10m',
      retryInterval: '2s',
      path: folder,
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'spinkube' },
    },
  };
}

inOwnCluster("Flux's kustomize-controller", () => {
  const cluster = useCluster(nodeInstallers);

  beforeAll(() => installFlux(cluster.kubectl));

  test('reconciles every Kustomization of the bundle', async () => {
    const bundle = platform();
    await cluster.kubectl.text('apply', '--server-side', '--kustomize', path.join(bundle, 'flux'));
    await serveArtifact(cluster.kubectl, 'spinkube', repositoryWith(bundle));
    const all = ['kustomizations', '--all', '--namespace=flux-system'];
    await cluster.kubectl.text('wait', ...all, '--for=condition=Ready', '--timeout=200s');
    const [app] = await cluster.kubectl.get('spinapps', '--all-namespaces');
    expect(app.status).toMatchObject({ readyReplicas: 1 });
  });

  test('waits for nodes with another version of the shim until upgrade-nodes.sh has run, and keeps what it records', async () => {
    const bundle = platform(installerOf(VERSION));
    await serveArtifact(cluster.kubectl, 'spinkube', repositoryWith(bundle));
    const runtimeClass = ['kustomization/spinkube-runtime-class', '--namespace=flux-system'];
    const appliedRevision = async () => {
      const [{ status }] = await cluster.kubectl.get(...runtimeClass);
      return (status as { lastAppliedRevision: string }).lastAppliedRevision;
    };
    const before = await appliedRevision();
    await eventually('the new Shim', async () => {
      const [{ spec }] = await cluster.kubectl.get('shim/spin-v2');
      return JSON.stringify(spec).includes(VERSION) || undefined;
    });
    await pause(10_000);
    expect(await appliedRevision()).toBe(before);
    await mustRun(cluster.kubectl, bundle, 'upgrade-nodes', '--timeout', '60s');
    await eventually('the new revision', async () => (await appliedRevision()) !== before || undefined);
    await cluster.kubectl.text('annotate', ...runtimeClass, 'reconcile.fluxcd.io/requestedAt=again');
    const handled = '--for=jsonpath={.status.lastHandledReconcileAt}=again';
    await cluster.kubectl.text('wait', ...runtimeClass, handled, '--timeout=60s');
    const [{ metadata }] = await cluster.kubectl.get('shim/spin-v2');
    expect(metadata.annotations?.['cdk8s-spinkube/installed-archives']).toBe(VERSION);
  });

  test('never reconciles a Kustomization that holds both an executor and its SpinApp', async () => {
    expect((await cluster.kubectl.apply([kustomization('together', './together')])).code).toBe(0);
    const one = ['kustomization/together', '--namespace=flux-system'];
    await cluster.kubectl.text('wait', ...one, '--for=condition=Ready=False', '--timeout=60s');
    const { code } = await cluster.kubectl.try('wait', ...one, '--for=condition=Ready', '--timeout=15s');
    expect(code).not.toBe(0);
    // The status names the reason only between two attempts.
    await eventually('the reason', async () => {
      const [{ status }] = await cluster.kubectl.get('kustomization', 'together', '--namespace=flux-system');
      return JSON.stringify(status).includes('executor does not exist in namespace') || undefined;
    });
    expect(await cluster.kubectl.get('spinappexecutor', EXECUTOR)).toEqual([]);
  });

  describe('with a root Kustomization', () => {
    const team = ['kustomization/spinkube-team', '--namespace=flux-system'];
    const addTeam = (bundle: Bundle) => {
      new ApiObject(new Chart(bundle, 'team'), 'app', spinApp('team') as ApiObjectProps);
    };
    const withRoot = (fill?: (bundle: Bundle) => void) => platform(installerOf(VERSION), fill, true);
    const publish = (bundle: string) => serveArtifact(cluster.kubectl, 'spinkube', repositoryWith(bundle));
    const kustomizations = async () => {
      const found = await cluster.kubectl.get('kustomizations', '--namespace=flux-system');
      return found.map(({ metadata }) => metadata.name).filter((name) => name.startsWith('spinkube'));
    };

    test('applies a new stage', async () => {
      const before = withRoot();
      const applied = ['apply', '--server-side', '--force-conflicts', '--kustomize', path.join(before, 'flux')];
      await cluster.kubectl.text(...applied);
      await publish(withRoot(addTeam));
      await eventually('the Kustomization', async () => (await cluster.kubectl.get(...team))[0]);
      await cluster.kubectl.text('wait', ...team, '--for=condition=Ready', '--timeout=120s');
      expect(await cluster.kubectl.get('spinapp/team', '--namespace=default')).toHaveLength(1);
    });

    test('prunes a removed stage with its objects', async () => {
      await publish(withRoot());
      await eventually('the removal', async () => (await cluster.kubectl.get(...team)).length === 0 || undefined);
      expect(await cluster.kubectl.get('spinapp/team', '--namespace=default')).toEqual([]);
      expect(await kustomizations()).toContain('spinkube-apps');
    });

    test('keeps stages that others depend on, and all stages when it is deleted', async () => {
      const before = await kustomizations();
      await publish(bundleOf(addNote, true));
      const kept = before.filter((name) => name !== 'spinkube-apps');
      const after = [...kept, 'spinkube-note'].sort();
      await eventually('the removal', async () => {
        const found = await kustomizations();
        return found.includes('spinkube-note') && !found.includes('spinkube-apps') ? found : undefined;
      });
      await pause(5_000);
      expect((await kustomizations()).sort()).toEqual(after);
      expect(
        await cluster.kubectl.get('deployment/spin-operator-controller-manager', '--namespace=spin-operator'),
      ).toHaveLength(1);
      await cluster.kubectl.text('delete', 'kustomization/spinkube', '--namespace=flux-system');
      expect((await kustomizations()).sort()).toEqual(after.filter((name) => name !== 'spinkube'));
    });
  });
});

/** A platform with an app. */
function platform(nodeInstaller?: NodeInstaller, fill?: (bundle: Bundle) => void, rootKustomization = false): string {
  return bundleOf((bundle) => {
    addPlatform(bundle, { nodeInstaller });
    fill?.(bundle);
  }, rootKustomization);
}

function bundleOf(fill: (bundle: Bundle) => void, rootKustomization: boolean): string {
  const source = GitSource.of({ url: 'https://example.com/gitops.git', path: 'dist' });
  return synthBundle(fill, { deliveries: [Delivery.kubectl(), Delivery.flux({ source, rootKustomization })] });
}

function addNote(bundle: Bundle): void {
  const chart = new Chart(bundle, 'note', { namespace: 'default' });
  new ApiObject(chart, 'note', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'note' } });
}

/** A repository with a bundle, and with an executor and its app in one folder. */
function repositoryWith(bundle: string): string {
  const repository = temporaryFolder();
  fs.cpSync(bundle, path.join(repository, 'dist'), { recursive: true });
  fs.mkdirSync(path.join(repository, 'together'));
  fs.writeFileSync(path.join(repository, 'together', 'all.yaml'), executorAndApp());
  return repository;
}

function executorAndApp(): string {
  return [
    {
      apiVersion: 'core.spinkube.dev/v1alpha1',
      kind: 'SpinAppExecutor',
      metadata: { name: EXECUTOR, namespace: 'default' },
      spec: { createDeployment: true, deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2' } },
    },
    {
      apiVersion: 'core.spinkube.dev/v1alpha1',
      kind: 'SpinApp',
      metadata: { name: 'together', namespace: 'default' },
      spec: { image: 'hello', executor: EXECUTOR, replicas: 1 },
    },
  ]
    .map((object) => `---\n${JSON.stringify(object)}\n`)
    .join('');
}
