import * as fs from 'fs';
import * as path from 'path';
import { run } from '../../bin/program';
import { NodeInstaller, SpinKubeProps, SpinKubeRelease } from '../../lib';
import { goldenObjects } from '../../test/golden';
import { Manifest } from '../../test/testing';
import { inOwnCluster } from '../src/cluster';
import { interruptionOf } from '../src/continuity';
import { HELM_2024, HELM_2026, HelmInstallation, installWithHelm } from '../src/helm';
import { hasReplicas } from '../src/node-cluster';
import { nodeInstallers } from '../src/node-installers/stand-in';
import { addPlatform, IMAGE } from '../src/sample';
import { runFile } from '../src/scripts';
import { eventually, synthBundle, temporaryFolder, useCluster } from '../src/suite';

const APP = 'simple-spinapp';

/** A bundle that a cluster is moved to, and what that interrupts. */
interface Step {
  readonly title: string;
  readonly platform: SpinKubeProps;

  /** Objects that must be created again, because a field of theirs cannot change. */
  readonly recreated?: readonly string[];
}

interface Chain {
  readonly helm: HelmInstallation;
  readonly group: string;
  readonly steps: readonly Step[];
}

const existing = { createNamespaces: false };
const kwasm = { release: SpinKubeRelease.V2024_05, ...existing };

const CHAINS: { readonly [title: string]: Chain } = {
  'the versions of the tutorial': {
    helm: HELM_2024,
    group: 'core.spinoperator.dev',
    steps: [
      {
        title: 'Helm to 2024.05',
        platform: {
          ...kwasm,
          nodeInstaller: NodeInstaller.kwasm({ operator: { helmReleaseName: 'kwasm-operator', namespace: 'kwasm' } }),
        },
      },
      {
        title: '2024.05 to 2026.11',
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
      { title: 'Helm to 2026.11', platform: { release: SpinKubeRelease.V2026_11, ...existing } },
      { title: '2026.11 to 2026.12', platform: { release: SpinKubeRelease.V2026_12, ...existing } },
    ],
  },
};

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

/** Writes the script that moves a cluster from one folder to another. */
function scriptFor(old: string, now: string, isFirst: boolean): string {
  const script = path.join(temporaryFolder(), 'upgrade.sh');
  let problem = '';
  const sink = { write: () => true };
  const terminal = { stdout: sink, stderr: { write: (text: string) => (problem += text) !== '' } };
  const code = run(['upgrade-plan', old, now, '--script', script, ...(isFirst ? ['--from-helm'] : [])], terminal);
  expect([code, problem]).toEqual([0, '']);
  return script;
}

describe.each(Object.entries(CHAINS))('upgrade.sh from Helm, %s', (title, { group, helm, steps }) => {
  inOwnCluster('in a cluster', () => {
    const cluster = useCluster(nodeInstallers);
    const app = {
      apiVersion: `${group}/v1alpha1`,
      kind: 'SpinApp',
      metadata: { name: APP, namespace: 'default' },
      spec: { image: IMAGE, executor: 'containerd-shim-spin', replicas: 2 },
    };
    let old: string;

    beforeAll(async () => {
      await installWithHelm(cluster.kubectl, helm);
      await cluster.kubectl.text('annotate', 'nodes', '--all', 'kwasm.sh/kwasm-node=true');
      await eventually('the app is accepted', async () => (await cluster.kubectl.apply([app])).code === 0 || undefined);
      await hasReplicas(cluster.kubectl, APP, 2);
      old = rendered(helm, app);
    }, 240_000);

    test.each(steps)(
      'moves the cluster without an interruption: $title',
      async ({ platform, recreated = [], title: step }) => {
        const now = synthBundle((bundle) => {
          addPlatform(bundle, platform, { replicas: 2 });
        });
        const script = scriptFor(old, now, step === steps[0].title);
        const options = ['--manifests', path.join(now, 'manifests'), '--timeout', '120s', '--accept-kwasm-nodes'];
        const upgrade = async () => {
          const { code, stderr, stdout } = await runFile(cluster.kubectl, script, ...options);
          expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
          await hasReplicas(cluster.kubectl, APP, 2);
        };
        const interruption = await interruptionOf(cluster.kubectl, APP, `${title}: ${step}`, upgrade);
        await upgrade(); // It can be run again.
        expect(interruption).toEqual({ unavailable: 0, recreated });
        old = now;
      },
    );
  });
});
