import * as fs from 'fs';
import * as path from 'path';
import { ArgoCdMode, Delivery, GitSource, IDelivery } from '../../lib';
import { installFlux, serveArtifact } from './flux';
import { Kubectl } from './kubectl';
import { programPath } from './programs';
import { temporaryFolder } from './suite';

/** A tool that applies a bundle from Git. */
export interface GitOps {
  readonly title: string;
  readonly delivery: IDelivery;

  /** Field manager of the objects that it applies. */
  readonly fieldManager: string;

  /** Installs the tool in the cluster. */
  install(kubectl: Kubectl): Promise<void>;

  /** Stops its syncs. */
  suspend(kubectl: Kubectl): Promise<void>;

  /** Pushes a bundle, resumes the syncs, and waits until the cluster has the bundle. */
  push(kubectl: Kubectl, bundle: string): Promise<void>;
}

const source = GitSource.of({ url: 'https://example.com/gitops.git', path: 'dist' });

/** Argo CD's engine, which only syncs when it is asked to. */
const ARGO_CD: GitOps = {
  title: "Argo CD's engine",
  delivery: Delivery.argoCd({ source, mode: ArgoCdMode.SYNC_WAVES }),
  fieldManager: 'argocd-controller',
  install: () => Promise.resolve(),
  suspend: () => Promise.resolve(),
  async push(kubectl, bundle) {
    const healthChecks = path.join(bundle, 'argo-cd', 'health-checks.yaml');
    const options = ['--timeout=180s', '--retries=5', '--prune', `--customizations=${healthChecks}`];
    const { code, stderr, stdout } = await kubectl.run(programPath('argo-cd'), [
      ...options,
      path.join(bundle, 'manifests'),
    ]);
    if (code !== 0) {
      throw new Error(stdout + stderr);
    }
  },
};

const IN_FLUX = '--namespace=flux-system';

/** Flux's kustomize-controller. */
const FLUX: GitOps = {
  title: "Flux's controller",
  delivery: Delivery.flux({ source }),
  fieldManager: 'kustomize-controller',
  install: installFlux,
  async suspend(kubectl) {
    await setSuspended(kubectl, await kustomizations(kubectl), true);
  },
  async push(kubectl, bundle) {
    const repository = temporaryFolder();
    fs.cpSync(bundle, path.join(repository, 'dist'), { recursive: true });
    const before = await kustomizations(kubectl);
    const folder = path.join(bundle, 'flux');
    const applied = await kubectl.text('apply', '--server-side', '--output=name', '--kustomize', folder);
    const now = applied.split('\n').filter((name) => name.startsWith('kustomization.'));
    const removed = before.filter((name) => !now.includes(name));
    if (removed.length > 0) {
      await kubectl.text('delete', IN_FLUX, ...removed);
    }
    const revision = await serveArtifact(kubectl, 'spinkube', repository);
    await setSuspended(kubectl, now, false);
    const isApplied = `--for=jsonpath={.status.lastAppliedRevision}=${revision}`;
    for (const condition of [isApplied, '--for=condition=Ready']) {
      await kubectl.text('wait', IN_FLUX, ...now, condition, '--timeout=180s');
    }
  },
};

/** The tools that the guides describe. */
export const GIT_OPS: readonly GitOps[] = [ARGO_CD, FLUX];

async function kustomizations(kubectl: Kubectl): Promise<string[]> {
  const names = await kubectl.text('get', 'kustomizations', IN_FLUX, '--output=name');
  return names.split('\n').filter((name) => name !== '');
}

async function setSuspended(kubectl: Kubectl, names: string[], suspend: boolean): Promise<void> {
  if (names.length > 0) {
    const patch = JSON.stringify({ spec: { suspend } });
    await kubectl.text('patch', IN_FLUX, ...names, '--type=merge', `--patch=${patch}`);
  }
}
