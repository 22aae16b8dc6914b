import { RuntimeClassManagerProps, WebhookCertificates } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { FAILING_IMAGE } from '../src/images';
import { ClusterObject, Kubectl, Output } from '../src/kubectl';
import { BINARY, IGNORES_CONFIGURATION, WITHOUT_SYSTEMCTL } from '../src/node-installers/node';
import { MISSING } from '../src/node-installers/runtime-class-manager';
import { nodeInstallers } from '../src/node-installers/stand-in';
import { addPlatform, installerOf } from '../src/sample';
import { mustRun, runScript, startScript } from '../src/scripts';
import { eventually, synthBundle, useCluster } from '../src/suite';

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(64));

function bundleWith(version: string, manager: RuntimeClassManagerProps = {}): string {
  const nodeInstaller = installerOf(version, manager);
  return synthBundle((bundle) => {
    addPlatform(bundle, { nodeInstaller, webhookCertificates: WebhookCertificates.generated() }, { replicas: 2 });
  });
}

inOwnCluster('Nodes with runtime-class-manager', () => {
  const cluster = useCluster(nodeInstallers);
  const install = (version: string, ...options: string[]): Promise<Output> =>
    runScript(cluster.kubectl, bundleWith(version), 'install', '--timeout', '60s', ...options);
  const reinstall = (version: string, ...options: string[]): Promise<Output> =>
    install(version, '--from', 'runtime-class', ...options);
  const upgrade = (version: string, ...options: string[]): Promise<Output> =>
    runScript(cluster.kubectl, bundleWith(version), 'upgrade-nodes', '--timeout', '60s', ...options);
  const expectSuccess = ({ code, stderr, stdout }: Output) => {
    expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
  };

  test('get the version of the first installation, which is recorded', async () => {
    expectSuccess(await install(A));
    expect(await nodes(cluster.kubectl)).toEqual([node(A), node(A)]);
    const [{ metadata }] = await cluster.kubectl.get('shim/spin-v2');
    expect(metadata.annotations?.['cdk8s-spinkube/installed-archives']).toBe(A);
  });

  test('have that version also without the Job and the records', async () => {
    await cluster.kubectl.text('delete', 'jobs', '--all', '--namespace=runtime-class-manager');
    await cluster.kubectl.text('annotate', 'nodes', '--all', 'archive.cdk8s-spinkube/spin-v2-');
    await cluster.kubectl.text('annotate', 'shim/spin-v2', 'cdk8s-spinkube/installed-archives-');
    expectSuccess(await reinstall(A));
    expect(await nodes(cluster.kubectl)).toEqual([node(A), node(A)]);
  });

  test('are not ready when the version in the bundle changes', async () => {
    const { code, stderr } = await reinstall(B);
    expect(stderr).toBe(
      `failed: nodes have another version of the Shim spin-v2\n  node-0: has ${A}, not ${B}\n` +
        `  node-1: has ${A}, not ${B}\n  run: upgrade-nodes.sh, which installs this version on one node after another\n`,
    );
    expect(code).toBe(1);
  });

  test('are listed by a dry run of upgrade-nodes.sh', async () => {
    const { code, stdout } = await upgrade(B, '--dry-run');
    expect(stdout).toContain(
      `spin-v2: 0 of 2 nodes have it\n  node-0: has ${A}, not ${B}\n  node-1: has ${A}, not ${B}\n`,
    );
    expect([code, await nodes(cluster.kubectl)]).toEqual([0, [node(A), node(A)]]);
  });

  test('are not upgraded to a version that is not applied', async () => {
    const { code, stderr } = await upgrade(C);
    expect(stderr).toContain(
      'the Shim spin-v2 in the cluster has other archives than the bundle; apply the bundle first',
    );
    expect([code, await nodes(cluster.kubectl)]).toEqual([1, [node(A), node(A)]]);
  });

  test('are upgraded one after another, and runtime-class-manager is not evicted', async () => {
    const managers = () =>
      cluster.kubectl.get('pods', '--namespace=runtime-class-manager', '--selector=app.kubernetes.io/name');
    const before = await managers();
    const { stdout, ...rest } = await upgrade(B);
    expectSuccess({ stdout, ...rest });
    expect(stdout.match(/^node\/node-\d (cordoned|uncordoned|drained)$/gm)).toEqual(
      ['node-0', 'node-1'].flatMap((name) =>
        ['cordoned', 'drained', 'uncordoned'].map((step) => `node/${name} ${step}`),
      ),
    );
    expect(await nodes(cluster.kubectl)).toEqual([node(B), node(B)]);
    expect((await managers()).map(({ metadata }) => metadata.uid)).toEqual(before.map(({ metadata }) => metadata.uid));
    expectSuccess(await reinstall(B));
  });

  test('are left cordoned by the first failure, and upgraded by the next run', async () => {
    expect((await reinstall(MISSING)).code).toBe(1);
    const { code, stderr } = await runScript(cluster.kubectl, bundleWith(MISSING), 'upgrade-nodes', '--timeout', '15s');
    expect(stderr).toMatch(/^ {2}node-0: its label spin-v2 is 'pending', failed pods of its Job: [1-9]; /m);
    expect(stderr).toContain('failed: node-0: the shim is not installed after 15s\n');
    expect(code).toBe(1);
    expect((await nodes(cluster.kubectl)).map(({ cordoned }) => cordoned)).toEqual([true, false]);
    expect((await reinstall(C, '--timeout', '8s')).stderr).toContain(`the Job is for another version, ${MISSING}`);
    expectSuccess(await upgrade(C));
    expect(await nodes(cluster.kubectl)).toEqual([node(C), node(C)]);
  });

  test('are upgraded together if allowed, and stay cordoned if they were', async () => {
    await cluster.kubectl.text('cordon', 'node-1');
    expect((await reinstall(D)).code).toBe(1);
    expectSuccess(await upgrade(D, '--max-unavailable', '2'));
    expect(await nodes(cluster.kubectl)).toEqual([node(D), { ...node(D), cordoned: true }]);
    await cluster.kubectl.text('uncordon', 'node-1');
  });

  test('are upgraded by the next run when one was killed', async () => {
    expect((await reinstall(A)).code).toBe(1);
    const script = startScript(cluster.kubectl, bundleWith(A), 'upgrade-nodes');
    await eventually('the first label is removed', async () => {
      const [{ metadata }] = await cluster.kubectl.get('node/node-0');
      return metadata.labels?.['spin-v2'] !== 'provisioned' || undefined;
    });
    process.kill(-Number(script.pid), 'SIGKILL');
    expect((await nodes(cluster.kubectl))[0].cordoned).toBe(true);
    expectSuccess(await upgrade(A));
    expect(await nodes(cluster.kubectl)).toEqual([node(A), node(A)]);
  });

  test('are named when the shim cannot be uninstalled', async () => {
    const failing = bundleWith(A, { installerImage: FAILING_IMAGE });
    expectSuccess(await runScript(cluster.kubectl, failing, 'install', '--timeout', '60s'));
    await cluster.kubectl.text('label', 'node/node-0', `${WITHOUT_SYSTEMCTL}=yes`);
    const { code, stderr } = await runScript(cluster.kubectl, failing, 'uninstall', '--timeout', '8s');
    expect(stderr).toContain('failed: the shim spin-v2 is not uninstalled after 8s from node-1 \n');
    expect(code).toBe(1);
  });

  test('are clean where the Job fails because there is no systemctl', async () => {
    await cluster.kubectl.text('delete', 'jobs', '--all', '--namespace=runtime-class-manager');
    await cluster.kubectl.text('label', 'nodes', '--all', 'spin-v2-');
    expectSuccess(await install(A));
    const printed = await mustRun(cluster.kubectl, bundleWith(A), 'uninstall', '--timeout', '60s');
    expect(printed).toContain('the shim is gone from node-0; its Job there does not notice that, and is deleted\n');
    expect(await nodes(cluster.kubectl)).toEqual([EMPTY, EMPTY]);
    expect(await cluster.kubectl.get('jobs', '--all-namespaces')).toEqual([]);
  });

  test('are named when containerd does not have the handler', async () => {
    await cluster.kubectl.text('label', 'node/node-1', `${IGNORES_CONFIGURATION}=yes`);
    const { code, stderr } = await install(A, '--timeout', '30s');
    expect(stderr).toContain('failed: containerd on node-1 does not have the handler spin-v2 after 30s\n');
    expect(code).toBe(1);
  });
});

/** State of a node: what really is on it, and what is recorded. */
interface NodeState {
  readonly label?: string;
  readonly binary?: string;
  readonly mark?: string;
  readonly cordoned: boolean;
  readonly cordonedFor?: string;
}

const EMPTY: NodeState = { cordoned: false };

function node(version: string): NodeState {
  return { label: 'provisioned', binary: version, mark: version, cordoned: false };
}

async function nodes(kubectl: Kubectl): Promise<NodeState[]> {
  return (await kubectl.get('nodes')).map(stateOf);
}

function stateOf({ metadata: { annotations = {}, labels = {} }, spec }: ClusterObject): NodeState {
  return {
    label: labels['spin-v2'],
    binary: annotations[BINARY],
    mark: annotations['archive.cdk8s-spinkube/spin-v2'],
    cordoned: (spec as { unschedulable?: boolean }).unschedulable ?? false,
    cordonedFor: annotations['cdk8s-spinkube/cordoned-for'],
  };
}
