import { KwasmOperatorProps, NodeInstaller, RuntimeClassManagerInstallerOptions, WebhookCertificates } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { FAILING_IMAGE } from '../src/images';
import { Kubectl, Output } from '../src/kubectl';
import { nodeInstallers } from '../src/node-installers/stand-in';
import { addPlatform } from '../src/sample';
import { mustRun, runScript } from '../src/scripts';
import { eventually, synthBundle, useCluster } from '../src/suite';

/** The nodes of the test cluster. */
const NODES = ['node-0', 'node-1'];

/** A platform with an app; without cert-manager it installs faster. */
function platform(nodeInstaller: NodeInstaller): string {
  return synthBundle((bundle) => {
    addPlatform(bundle, { nodeInstaller, webhookCertificates: WebhookCertificates.generated() });
  });
}

/** The value of a label on each node. */
async function labelOfNodes(kubectl: Kubectl, label: string): Promise<(string | undefined)[]> {
  return (await kubectl.get('nodes')).map(({ metadata }) => metadata.labels?.[label]);
}

/** The permissions (`verb resource`) that a ServiceAccount has in its namespace, out of the given ones. */
async function rightsOf(kubectl: Kubectl, namespace: string, account: string, rights: string[]): Promise<string[]> {
  const own = kubectl.as(`system:serviceaccount:${namespace}:${account}`);
  const answers = await Promise.all(
    rights.map((right) => own.try('auth', 'can-i', ...right.split(' '), `--namespace=${namespace}`)),
  );
  return rights.filter((_, i) => answers[i].stdout.trim() === 'yes');
}

function rights(resource: string, ...verbs: string[]): string[] {
  return verbs.map((verb) => `${verb} ${resource}`);
}

const TOO_MUCH = [
  'get secrets',
  'create pods',
  'delete nodes',
  'create deployments.apps',
  'update clusterroles.rbac.authorization.k8s.io',
];

inOwnCluster('runtime-class-manager', () => {
  const cluster = useCluster(nodeInstallers);

  const install = (options: RuntimeClassManagerInstallerOptions, ...script: string[]): Promise<Output> =>
    runScript(cluster.kubectl, platform(NodeInstaller.runtimeClassManager(options)), 'install', ...script);
  const withoutManager = { manager: { replicas: 0 } };

  test('times out on a Shim when no manager is running', async () => {
    const { code, stderr } = await install(withoutManager, '--timeout', '3s');
    expect(code).toBe(1);
    expect(stderr).toContain(
      'failed: the Shim spin-v2 is not on all of its 2 nodes after 3s\n' +
        "  node-0: its label spin-v2 is '-', and there is no Job; see the log of runtime-class-manager\n",
    );
  });

  test('schedules no SpinApp on a node without the shim', async () => {
    await install(withoutManager, '--from', 'spin-operator', '--timeout', '10s');
    const [pod] = await eventually('a pod', async () => {
      const pods = await cluster.kubectl.get('pods', '--namespace=default');
      return pods.length > 0 ? pods : undefined;
    });
    const { conditions, phase } = pod.status as { conditions: { reason: string; message: string }[]; phase: string };
    expect(phase).toBe('Pending');
    expect(conditions).toMatchObject([
      {
        reason: 'Unschedulable',
        message: expect.stringContaining("didn't match Pod's node affinity/selector") as string,
      },
    ]);
  });

  test('installs the shim on all nodes and runs SpinApps', async () => {
    await mustRun(cluster.kubectl, platform(NodeInstaller.runtimeClassManager()), 'install', '--timeout', '60s');
    expect(await labelOfNodes(cluster.kubectl, 'spin-v2')).toEqual(['provisioned', 'provisioned']);
    const jobs = await cluster.kubectl.get('jobs', '--namespace=runtime-class-manager');
    expect(jobs.map(({ metadata }) => metadata.name).sort()).toEqual(NODES.map((node) => `${node}-spin-v2-install`));
  });

  test('keeps the RuntimeClass of the bundle', async () => {
    const [{ metadata }] = await cluster.kubectl.get('runtimeclass/wasmtime-spin-v2');
    expect(metadata.labels?.['spin-v2']).toBeUndefined();
  });

  test('grants the manager the permissions that it needs and no others', async () => {
    const needed = [
      ...rights('nodes', 'get', 'list', 'watch', 'update'),
      ...rights('jobs.batch', 'get', 'list', 'watch', 'create', 'patch', 'delete'),
      ...rights('shims.runtime.spinkube.dev', 'get', 'list', 'watch', 'update'),
      ...rights('runtimeclasses.node.k8s.io', 'get', 'list', 'watch', 'create', 'patch', 'delete'),
    ];
    const account = ['runtime-class-manager', 'runtime-class-manager'] as const;
    expect(await rightsOf(cluster.kubectl, ...account, needed)).toEqual(needed);
    expect(await rightsOf(cluster.kubectl, ...account, TOO_MUCH)).toEqual([]);
  });

  test('reports a Shim that selects no node', async () => {
    await cluster.kubectl.text('delete', 'shim/spin-v2', '--timeout=30s');
    const { code, stderr } = await install({ nodeSelector: { no: 'such' } }, '--timeout', '60s');
    expect(code).toBe(1);
    expect(stderr).toContain(
      'failed: no node matches the nodeSelector of the Shim spin-v2\n  look at: kubectl get nodes --show-labels\n',
    );
  });

  test('times out when the Job fails on a node', async () => {
    await cluster.kubectl.text('delete', 'shim/spin-v2', '--timeout=30s');
    await cluster.kubectl.text('delete', 'jobs', '--all', '--namespace=runtime-class-manager');
    const { code, stderr } = await install({ manager: { installerImage: FAILING_IMAGE } }, '--timeout', '20s');
    expect(code).toBe(1);
    expect(stderr).toContain('failed: the Shim spin-v2 is not on all of its 2 nodes after 20s\n');
    expect(stderr).toContain("  node-1: its label spin-v2 is 'pending', failed pods of its Job: 1; ");
    expect(await labelOfNodes(cluster.kubectl, 'spin-v2')).toEqual(['pending', 'pending']);
  });
});

inOwnCluster('kwasm-operator', () => {
  const cluster = useCluster(nodeInstallers);
  const label = 'kwasm.sh/kwasm-provisioned';

  const install = (operator?: KwasmOperatorProps) =>
    mustRun(cluster.kubectl, platform(NodeInstaller.kwasm({ operator })), 'install', '--timeout', '60s');
  const completed = async () => {
    const jobs = await cluster.kubectl.get('jobs', '--namespace=kwasm');
    return jobs
      .filter(({ status }) => (status as { succeeded?: number }).succeeded === 1)
      .map(({ metadata }) => metadata.name);
  };
  const eventuallyCompleted = (...nodes: string[]) =>
    eventually('Jobs', async () => ((await completed()).length === nodes.length ? completed() : undefined));

  test('installs the shim only on annotated nodes when autoProvision is off', async () => {
    await install({ autoProvision: false });
    expect(await labelOfNodes(cluster.kubectl, label)).toEqual([undefined, undefined]);
    await cluster.kubectl.text('annotate', 'node', NODES[1], 'kwasm.sh/kwasm-node=true');
    expect(await eventuallyCompleted(NODES[1])).toEqual([`${NODES[1]}-provision-kwasm`]);
    expect(await labelOfNodes(cluster.kubectl, label)).toEqual([undefined, NODES[1]]);
  });

  test('installs the shim on all nodes by default', async () => {
    await install();
    expect(await eventuallyCompleted(...NODES)).toEqual(NODES.map((node) => `${node}-provision-kwasm`));
    expect(await labelOfNodes(cluster.kubectl, label)).toEqual(NODES);
  });

  test('grants the operator the permissions that it needs and no others', async () => {
    const needed = [
      ...rights('nodes', 'get', 'list', 'watch', 'update'),
      ...rights('jobs.batch', 'get', 'list', 'watch', 'create', 'delete'),
    ];
    const account = ['kwasm', 'kwasm-operator'] as const;
    expect(await rightsOf(cluster.kubectl, ...account, needed)).toEqual(needed);
    expect(await rightsOf(cluster.kubectl, ...account, TOO_MUCH)).toEqual([]);
  });
});
