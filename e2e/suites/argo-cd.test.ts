import * as path from 'path';
import { ArgoCdMode, Delivery, GitSource, NodeInstaller, WebhookCertificates } from '../../lib';
import { Output } from '../src/kubectl';
import { nodeInstallers } from '../src/node-installers/stand-in';
import { programPath } from '../src/programs';
import { addPlatform, installerOf } from '../src/sample';
import { mustRun } from '../src/scripts';
import { synthBundle, useCluster } from '../src/suite';

/** A platform with an app, with sync waves in its manifests. */
function platform(webhookCertificates?: WebhookCertificates, nodeInstaller?: NodeInstaller): string {
  const source = GitSource.of({ url: 'https://example.com/gitops.git' });
  return synthBundle(
    (bundle) => {
      addPlatform(bundle, { nodeInstaller, webhookCertificates });
    },
    { deliveries: [Delivery.kubectl(), Delivery.argoCd({ source, mode: ArgoCdMode.SYNC_WAVES })] },
  );
}

describe.each<[string, WebhookCertificates | undefined]>([
  ['with cert-manager', undefined],
  ['without cert-manager', WebhookCertificates.generated()],
])("Argo CD's engine with a platform %s", (_, certificates) => {
  const cluster = useCluster(nodeInstallers);
  let bundle: string;

  beforeAll(() => {
    bundle = platform(certificates);
  });

  /** Syncs and waits, like `argocd app sync` and `argocd app wait --health`. */
  const sync = (seconds: number, ...options: string[]): Promise<Output> =>
    cluster.kubectl.run(programPath('argo-cd'), [
      `--timeout=${seconds}s`,
      '--retries=5',
      ...options,
      path.join(bundle, 'manifests'),
    ]);
  const ours = () => `--customizations=${path.join(bundle, 'argo-cd', 'health-checks.yaml')}`;

  test('syncs wave by wave until the platform is Healthy', async () => {
    const { code, stderr, stdout } = await sync(180, ours());
    expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    const waves = [...stdout.matchAll(/Sync wave (\d+) applied/g)].map(([, wave]) => Number(wave));
    expect(waves.length).toBeGreaterThan(4);
    expect(waves).toEqual([...waves].sort((a, b) => a - b));
    const [app] = await cluster.kubectl.get('spinapps', '--all-namespaces');
    expect(app.status).toMatchObject({ readyReplicas: 1 });
  });

  test('changes nothing in a second sync', async () => {
    const versions = async () =>
      new Map(
        (await cluster.kubectl.get('deployments,spinapps,spinappexecutors,shims,services', '--all-namespaces')).map(
          ({ kind, metadata }) => [`${kind} ${metadata.namespace ?? ''}/${metadata.name}`, metadata.generation],
        ),
      );
    const before = await versions();
    const { code, stdout } = await sync(120, ours());
    expect([code, code === 0 ? '' : stdout]).toEqual([0, '']);
    expect(await versions()).toEqual(before);
  });

  test('waits for nodes with another version of the shim until upgrade-nodes.sh has run, and keeps what it records', async () => {
    bundle = platform(certificates, installerOf('a'.repeat(64)));
    const { code, stdout } = await sync(60, ours());
    expect(code).not.toBe(0);
    expect(stdout).toContain('waiting for healthy state of runtime.spinkube.dev/Shim/spin-v2');
    await mustRun(cluster.kubectl, bundle, 'upgrade-nodes', '--timeout', '60s');
    for (const again of [await sync(120, ours()), await sync(120, ours())]) {
      expect([again.code, again.code === 0 ? '' : again.stdout]).toEqual([0, '']);
    }
    const [{ metadata }] = await cluster.kubectl.get('shim/spin-v2');
    expect(metadata.annotations?.['cdk8s-spinkube/installed-archives']).toBe('a'.repeat(64));
  });

  test("never becomes Healthy with Argo CD's own health checks", async () => {
    const { code, stdout } = await sync(40);
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/healthy state of core.spinkube.dev\/SpinApp|SpinApp.*: Progressing/);
  });

  test('deletes wave by wave, in reverse order', async () => {
    const { code, stderr, stdout } = await cluster.kubectl.run(programPath('argo-cd'), ['--delete', '--timeout=90s']);
    expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    const waves = [...stdout.matchAll(/wave (\d+) is deleted/g)].map(([, wave]) => Number(wave));
    expect(waves.length).toBeGreaterThan(4);
    expect(waves).toEqual([...new Set(waves)].sort((a, b) => b - a));
    expect(await cluster.kubectl.get('deployments,spinapps,spinappexecutors,shims', '--all-namespaces')).toEqual([]);
  });
});
