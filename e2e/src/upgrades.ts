import * as fs from 'fs';
import * as path from 'path';
import { run } from '../../bin/program';
import { NodeInstaller, SpinKubeProps, SpinKubeRelease } from '../../lib';
import { goldenObjects } from '../../test/golden';
import { Manifest } from '../../test/testing';
import { HELM_2024, HELM_2026, HelmInstallation, installWithHelm } from './helm';
import { Kubectl } from './kubectl';
import { hasReplicas } from './node-cluster';
import { IMAGE } from './sample';
import { runFile } from './scripts';
import { eventually, temporaryFolder } from './suite';

/** Name of the app that runs during upgrades. */
export const APP = 'simple-spinapp';

/** A bundle that a cluster is moved to, and what that interrupts. */
export interface Step {
  readonly title: string;
  readonly platform: SpinKubeProps;

  /** Objects that must be created again, because a field of theirs cannot change. */
  readonly recreated?: readonly string[];

  /** True if it has steps that are not in the manifests. */
  readonly needsScript?: boolean;

  /** True if SpinApps cannot be changed until another operator is ready. */
  readonly blocksChanges?: boolean;
}

/** Upgrades one after another, of a cluster in which Helm has installed a platform. */
export interface Chain {
  readonly helm: HelmInstallation;
  readonly group: string;
  readonly steps: readonly Step[];
}

const existing = { createNamespaces: false };
const kwasm = { release: SpinKubeRelease.V2024_05, ...existing };

/** Upgrades from both generations of Helm charts through all releases. */
export const CHAINS: { readonly [title: string]: Chain } = {
  'the versions of the tutorial': {
    helm: HELM_2024,
    group: 'core.spinoperator.dev',
    steps: [
      {
        title: 'Helm to 2024.05',
        needsScript: true,
        platform: {
          ...kwasm,
          nodeInstaller: NodeInstaller.kwasm({ operator: { helmReleaseName: 'kwasm-operator', namespace: 'kwasm' } }),
        },
      },
      {
        title: '2024.05 to 2026.11',
        needsScript: true,
        blocksChanges: true,
        platform: { release: SpinKubeRelease.V2026_11 },
        recreated: ['Deployment.apps default/simple-spinapp', 'RuntimeClass.node.k8s.io /wasmtime-spin-v2'],
      },
      { title: '2026.11 to 2026.12', platform: { release: SpinKubeRelease.V2026_12 } },
    ],
  },
  'the versions of November 2026': {
    helm: HELM_2026,
    group: 'core.spinkube.dev',
    steps: [
      { title: 'Helm to 2026.11', needsScript: true, platform: { release: SpinKubeRelease.V2026_11, ...existing } },
      { title: '2026.11 to 2026.12', platform: { release: SpinKubeRelease.V2026_12, ...existing } },
    ],
  },
};

/** Installs what Helm installs, with an app, and returns a folder with its objects. */
export async function startChain(kubectl: Kubectl, { group, helm }: Chain): Promise<string> {
  const app = {
    apiVersion: `${group}/v1alpha1`,
    kind: 'SpinApp',
    metadata: { name: APP, namespace: 'default' },
    spec: { image: IMAGE, executor: 'containerd-shim-spin', replicas: 2 },
  };
  await installWithHelm(kubectl, helm);
  await kubectl.text('annotate', 'nodes', '--all', 'kwasm.sh/kwasm-node=true');
  await eventually('the app is accepted', async () => (await kubectl.apply([app])).code === 0 || undefined);
  await hasReplicas(kubectl, APP, 2);
  return rendered(helm, app);
}

/** The objects that Helm has installed, as `helm template` prints them, and the app. */
function rendered({ assets, releases }: HelmInstallation, app: object): string {
  const folder = temporaryFolder();
  const files = [assets, ...releases.map(({ file }) => file)];
  const objects = [...files.flatMap((file) => goldenObjects(file).map(inNamespace)), app];
  fs.writeFileSync(path.join(folder, 'all.yaml'), objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''));
  return folder;
}

/** The release files name no namespace, and were applied in `default`. */
function inNamespace(object: Manifest): object {
  const { metadata } = object;
  return object.kind === 'SpinAppExecutor' ? { ...object, metadata: { ...metadata, namespace: 'default' } } : object;
}

/** Runs `upgrade.sh` for a bundle; throws if it fails. */
export async function runUpgrade(kubectl: Kubectl, script: string, bundle: string, ...more: string[]): Promise<void> {
  const options = ['--manifests', path.join(bundle, 'manifests'), '--timeout', '120s', '--accept-kwasm-nodes', ...more];
  const { code, stderr, stdout } = await runFile(kubectl, script, ...options);
  if (code !== 0) {
    throw new Error(stdout + stderr);
  }
}

/** Writes the script that moves a cluster from one folder to another. */
export function scriptFor(old: string, now: string, isFirst: boolean): string {
  const script = path.join(temporaryFolder(), 'upgrade.sh');
  let problem = '';
  const sink = { write: () => true };
  const terminal = { stdout: sink, stderr: { write: (text: string) => (problem += text) !== '' } };
  const code = run(['upgrade-plan', old, now, '--script', script, ...(isFirst ? ['--from-helm'] : [])], terminal);
  expect([code, problem]).toEqual([0, '']);
  return script;
}
