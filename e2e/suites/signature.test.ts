import { execFileSync } from 'child_process';
import * as path from 'path';
import { Delivery, OciSource } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { applyOciRepository, installFlux, installSourceController, OciRepositoryStatus, reconcile } from '../src/flux';
import { programPath } from '../src/programs';
import { bundleWith, Layout, packaged, Registry, REPOSITORY, valueIn } from '../src/registry';
import { eventually, temporaryFolder, useCluster } from '../src/suite';

const IN_FLUX = '--namespace=flux-system';

/** Without a transparency log, which would be on the internet. */
const SIGN = ['sign', '--yes', '--allow-http-registry', '--tlog-upload=false', '--use-signing-config=false'];
const VERIFY = ['verify', '--allow-http-registry', '--insecure-ignore-tlog'];

/** Makes a pair of keys, and returns their folder. */
function keys(): string {
  const cwd = temporaryFolder();
  execFileSync(programPath('cosign'), ['generate-key-pair'], { cwd, env: { COSIGN_PASSWORD: '' }, stdio: 'ignore' });
  return cwd;
}

/** A bundle that Flux may only apply with a signature by a key. */
function bundleOf(value: string): string {
  const source = OciSource.of({ url: `oci://${REPOSITORY}`, tag: 'stable' });
  const cosign = { publicKeySecret: 'cosign' };
  return bundleWith(value, Delivery.flux({ source, cosign, rootKustomization: true }));
}

/** Reason of the condition that says whether the artifact has a signature. */
function verification({ conditions = [] }: OciRepositoryStatus): string | undefined {
  const found = conditions.find(({ type }) => type === 'SourceVerified');
  return found && `${found.status} ${found.reason}`;
}

inOwnCluster('a signature', () => {
  const cluster = useCluster();
  let registry: Registry;
  let layout: Layout;
  let ours: string;

  const sign = (folder: string, { digest }: Layout) =>
    registry.run('cosign', folder, ...SIGN, '--key=/files/cosign.key', `${REPOSITORY}@${digest}`);

  const verify = (folder: string, { digest }: Layout) =>
    registry.run('cosign', folder, ...VERIFY, '--key=/files/cosign.pub', `${REPOSITORY}@${digest}`);

  beforeAll(async () => {
    await installFlux(cluster.kubectl);
    await installSourceController(cluster.kubectl);
    registry = await Registry.install(cluster.kubectl);
    await cluster.kubectl.text('rollout', 'status', 'deployment', IN_FLUX, '--timeout=120s');
    ours = keys();
    const key = `--from-file=${path.join(ours, 'cosign.pub')}`;
    await cluster.kubectl.text('create', 'secret', 'generic', 'cosign', IN_FLUX, key);
    layout = packaged(bundleOf('one'), 'stable');
    await registry.push(layout);
  }, 240_000);

  test('is required: Flux refuses the artifact without one', async () => {
    await applyOciRepository(cluster.kubectl, bundleOf('one'));
    const status = await reconcile(cluster.kubectl);
    expect(verification(status)).toBe('False VerificationError');
    expect(status.artifact).toBeUndefined();
    expect(await valueIn(cluster.kubectl)).toBeUndefined();
  });

  test('by another key is refused, by Flux and by cosign', async () => {
    await sign(keys(), layout);
    expect(verification(await reconcile(cluster.kubectl))).toBe('False VerificationError');
    await expect(verify(ours, layout)).rejects.toThrow('failed');
  });

  test('by our key is accepted, by cosign and by Flux, which applies the artifact', async () => {
    await sign(ours, layout);
    await verify(ours, layout);
    const status = await reconcile(cluster.kubectl);
    expect(verification(status)).toBe('True Succeeded');
    expect(status.artifact?.revision).toBe(`stable@${layout.digest}`);
    await eventually('the object', async () => ((await valueIn(cluster.kubectl)) === 'one' ? true : undefined));
  });

  test('is that of one artifact: what is pushed later without one is not applied', async () => {
    await registry.push(packaged(bundleOf('two'), 'stable'));
    const status = await reconcile(cluster.kubectl);
    expect(verification(status)).toBe('False VerificationError');
    expect(status.artifact?.revision).toBe(`stable@${layout.digest}`);
    expect(await valueIn(cluster.kubectl)).toBe('one');
  });
});
