import { execFileSync } from 'child_process';
import { Bundle, Delivery, FetchStrategy, NodeInstaller, SpinKube, SpinKubeRelease } from '../../lib';
import { INVENTORY } from '../../lib/gitops/inventory';
import { synthFiles } from '../gitops/stages';
import { APPLIED, ARCHIVE, Behaviour, jobLine, JOBS, nodeLine, NODES, RECORD, run, Run } from '../gitops/kubectl/stub';

function platform(nodeInstaller?: NodeInstaller): Bundle {
  const bundle = new Bundle({ deliveries: [Delivery.kubectl()] });
  new SpinKube(bundle, 'spinkube', { nodeInstaller });
  return bundle;
}

const PODS = `*'get pods'*`;
const OLD = 'a'.repeat(64);
const OLD_NODE = nodeLine('node-0', 'provisioned', OLD);
const NEW_NODE = nodeLine('node-0', 'provisioned', ARCHIVE);

/** Runs a script where the Shim was changed after its creation. */
function runWith(script: string, replies: Behaviour['replies'], args: string[] = [], more: Behaviour = {}): Run {
  return run(() => platform(), script, args, { ...more, replies: { [RECORD]: 'changed', ...replies } });
}

const changes = ({ calls }: Run) => calls.filter((line) => !/^(apply|get|wait|rollout) /.test(line));
const marks = (ended: Run) => changes(ended).filter((line) => line.startsWith('annotate'));
const MARK = 'archive.cdk8s-spinkube/spin-v2';
const RECORDED = expect.stringMatching(
  /^annotate shim.runtime.spinkube.dev\/spin-v2 --overwrite --field-manager=cdk8s-spinkube cdk8s-spinkube\/installed-archives=[0-9a-f]{64} [0-9a-f]{64}$/,
) as string;

describe('install.sh', () => {
  test('records the version that a Job has installed', () => {
    const ended = runWith('install.sh', {
      [NODES]: `${nodeLine('node-0', 'provisioned')}\n${nodeLine('node-1', 'provisioned', ARCHIVE)}`,
      [JOBS]: jobLine('node-0', ARCHIVE, 0, ',Complete'),
    });
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    expect(marks(ended)).toEqual([
      `annotate node node-0 --overwrite --field-manager=cdk8s-spinkube ${MARK}=${ARCHIVE}`,
      RECORDED,
    ]);
  });

  test('believes a Job rather than the annotation of a node', () => {
    const { status, stderr } = runWith('install.sh', { [NODES]: NEW_NODE, [JOBS]: jobLine('node-0', OLD) });
    expect([status, stderr]).toEqual([
      1,
      `failed: nodes have another version of the Shim spin-v2\n  node-0: has ${OLD}, not ${ARCHIVE}\n` +
        '  run: upgrade-nodes.sh, which installs this version on one node after another\n',
    ]);
  });

  test('knows the version without a Job and an annotation only if the Shim was never changed', () => {
    const replies = { [NODES]: nodeLine('node-0', 'provisioned') };
    expect(runWith('install.sh', replies).stderr).toContain(`  node-0: has an unknown version, not ${ARCHIVE}\n`);
    const ended = runWith('install.sh', { ...replies, [RECORD]: 'unchanged' });
    expect([ended.status, marks(ended).length]).toEqual([0, 2]);
  });

  test('compares the location of an archive without a checksum', () => {
    const location = 'https://example.com/shim.tar.gz';
    const fetchStrategy = FetchStrategy.anonymousHttp(location);
    const nodeInstaller = NodeInstaller.runtimeClassManager({ fetchStrategy, nodeSelector: { a: 'b', c: 'd' } });
    const installOn = (line: string) =>
      run(() => platform(nodeInstaller), 'install.sh', [], { replies: { [RECORD]: 'changed', [NODES]: line } });
    const ended = installOn(nodeLine('node-0', 'provisioned', location));
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    expect(ended.calls).toContain('get nodes --selector a=b,c=d --output template');
    expect(installOn(nodeLine('node-0', 'provisioned', 'https://example.com/old')).stderr).toContain(
      `  node-0: has https://example.com/old, not ${location}\n`,
    );
  });

  test('waits until containerd has the handler, on nodes that name their handlers', () => {
    const lines = [',runc,spin-v2,', ',runc,'].map((handlers, i) =>
      nodeLine(`node-${i}`, 'provisioned', ARCHIVE, '-', handlers),
    );
    const { calls, status, stderr } = runWith('install.sh', { [NODES]: lines.join('\n') }, [], { fails: 'wait node*' });
    expect(calls.filter((line) => line.startsWith('wait node'))).toEqual([
      'wait node/node-1 --for=jsonpath={.status.runtimeHandlers[?(@.name=="spin-v2")].name}=spin-v2 --timeout=300s',
    ]);
    expect([status, stderr]).toEqual([
      1,
      'failed: containerd on node-1 does not have the handler spin-v2 after 300s\n' +
        '  look at: kubectl get node node-1 --output jsonpath={.status.runtimeHandlers}\n',
    ]);
  });

  const failed = (label: string, count: number) =>
    `its label spin-v2 is '${label}', failed pods of its Job: ${count}; see kubectl describe job --namespace rcm node-0-job`;
  const LAST_LOG = '  the last log: kubectl logs --namespace rcm --all-containers pod/last';
  const OTHER = `  the Job is for another version, ${OLD}, and runtime-class-manager does not replace it`;

  test.each([
    ['a Job that failed', 'pending', jobLine('node-0', ARCHIVE, 3), [failed('pending', 3), LAST_LOG]],
    ['a Job for another version', 'failed', jobLine('node-0', OLD, 1), [failed('failed', 1), OTHER, LAST_LOG]],
    ['a Job that runs', 'pending', jobLine('node-0', ARCHIVE), [failed('pending', 0)]],
    ['no Job', '-', '', ["its label spin-v2 is '-', and there is no Job; see the log of runtime-class-manager"]],
  ])('explains a shim that is not installed: %s', (_, label, job, lines) => {
    const replies = {
      [NODES]: `${nodeLine('node-0', label)}\n${nodeLine('node-1', 'provisioned')}`,
      [JOBS]: job,
      [PODS]: 'pod/last',
    };
    const { status, stderr } = runWith('install.sh', replies, [], { fails: '*nodesReady*' });
    expect([status, stderr]).toEqual([
      1,
      `failed: the Shim spin-v2 is not on all of its 2 nodes after 300s\n  node-0: ${lines.join('\n  ')}\n` +
        '  run upgrade-nodes.sh when the cause is fixed: runtime-class-manager does not try again\n',
    ]);
  });

  test('goes on when the last node gets the shim at the end of the time', () => {
    const { status, stderr } = runWith('install.sh', { [NODES]: NEW_NODE }, [], { fails: '*nodesReady*' });
    expect([status, stderr]).toEqual([0, '']);
  });

  test('explains a node without an archive for its architecture', () => {
    const { stderr } = runWith('install.sh', { [NODES]: 'node node-0 s390x - - - -' }, [], { fails: '*nodesReady*' });
    expect(stderr).toContain('  node-0: the Shim has no archive for its architecture\n');
  });

  test.each(['*get nodes*', '*get jobs*', '*managedFields*'])('fails when the cluster does not answer %s', (fails) => {
    const ended = runWith('install.sh', {}, [], { fails });
    expect([ended.status, marks(ended)]).toEqual([1, []]);
  });

  test('fails when the nodes have gone away', () => {
    const { status, stderr } = runWith('install.sh', { [NODES]: '' });
    expect([status, stderr.split('\n')[0]]).toEqual([
      1,
      'failed: no node matches the nodeSelector of the Shim spin-v2',
    ]);
  });
});

describe('upgrade-nodes.sh', () => {
  const NODE_1 = nodeLine('node-1', 'provisioned', ARCHIVE);
  const upgraded = (cordonedFor: string) => ({
    before: `${OLD_NODE}\n${NODE_1}`,
    call: 'label node',
    after: `${nodeLine('node-0', 'provisioned', '-', cordonedFor)}\n${NODE_1}`,
  });
  const jobs = (after: string) => ({ before: jobLine('node-0', OLD), call: 'label node', after });

  test('drains a node with another version, has the shim installed again, checks it, and uncordons the node', () => {
    const ended = runWith('upgrade-nodes.sh', {
      [NODES]: upgraded('spin-v2'),
      [JOBS]: jobs(jobLine('node-0', ARCHIVE)),
    });
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    expect(ended.calls.filter((line) => !line.startsWith('get'))).toEqual([
      'annotate node node-0 --overwrite --field-manager=cdk8s-spinkube cdk8s-spinkube/cordoned-for=spin-v2',
      'cordon node-0',
      'drain node-0 --ignore-daemonsets --delete-emptydir-data --timeout=300s --pod-selector app.kubernetes.io/instance!=runtime-class-manager',
      `annotate node node-0 --field-manager=cdk8s-spinkube ${MARK}-`,
      'delete job node-0-job --namespace rcm --cascade=foreground --timeout=300s',
      'label node node-0 --field-manager=cdk8s-spinkube spin-v2-',
      "wait node/node-0 --for=jsonpath={.metadata.labels['spin-v2']}=provisioned --timeout=300s",
      `annotate node node-0 --overwrite --field-manager=cdk8s-spinkube ${MARK}=${ARCHIVE}`,
      'uncordon node-0',
      'annotate node node-0 --field-manager=cdk8s-spinkube cdk8s-spinkube/cordoned-for-',
      ...marks(ended).slice(-2),
    ]);
    expect(marks(ended).at(-1)).toEqual(RECORDED);
    expect(ended.stdout).toContain(`spin-v2: 1 of 2 nodes have it\n  node-0: has ${OLD}, not ${ARCHIVE}\n`);
  });

  test('does not uncordon a node that was cordoned before', () => {
    const cordoned = { "*'get node node-0'*unschedulable*": 'true' };
    const job = jobs(jobLine('node-0', ARCHIVE));
    const ended = runWith('upgrade-nodes.sh', { [NODES]: upgraded('-'), [JOBS]: job, ...cordoned });
    expect([ended.status, changes(ended).filter((line) => line.includes('cordon'))]).toEqual([0, []]);
  });

  test('accepts a Job that is deleted as soon as it is finished', () => {
    const after = nodeLine('node-0', 'provisioned', '-', 'spin-v2');
    const replies = { [NODES]: { before: OLD_NODE, call: 'label node', after }, [JOBS]: jobs('') };
    const { calls } = runWith('upgrade-nodes.sh', replies);
    expect(calls).toContain('uncordon node-0');
  });

  test('only uncordons a node that an earlier run has finished', () => {
    const ended = runWith('upgrade-nodes.sh', { [NODES]: nodeLine('node-0', 'provisioned', ARCHIVE, 'spin-v2') });
    expect(ended.status).toBe(0);
    expect(changes(ended).map((line) => line.split(' ')[0])).toEqual(['annotate', 'uncordon', 'annotate', 'annotate']);
  });

  test('changes nothing if the nodes have the version', () => {
    const ended = run(() => platform(), 'upgrade-nodes.sh');
    expect([ended.status, changes(ended)]).toEqual([0, []]);
    expect(ended.stdout).toBe('spin-v2: 1 of 1 nodes have it\ndone: all nodes have the shim of the bundle\n');
  });

  test('lists nodes in a dry run', () => {
    const lines = [
      OLD_NODE,
      nodeLine('node-1', 'pending'),
      nodeLine('node-2', 'provisioned', ARCHIVE, '-', ',runc,'),
      nodeLine('node-3', 'provisioned', ARCHIVE),
    ];
    const ended = runWith('upgrade-nodes.sh', { [NODES]: lines.join('\n') }, ['--dry-run']);
    expect([ended.status, changes(ended), ended.stdout]).toEqual([
      0,
      [],
      `spin-v2: 1 of 4 nodes have it\n  node-0: has ${OLD}, not ${ARCHIVE}\n` +
        "  node-1: its label spin-v2 is 'pending', and there is no Job; see the log of runtime-class-manager\n" +
        '  node-2: has this version, but containerd does not have the handler spin-v2\n' +
        'dry run: nothing was changed\n',
    ]);
  });

  test('has nothing to list in a dry run if the nodes have the version', () => {
    const ended = runWith('upgrade-nodes.sh', { [NODES]: NEW_NODE }, ['--dry-run']);
    expect([ended.status, ended.stdout, ended.stderr]).toEqual([
      0,
      'spin-v2: 1 of 1 nodes have it\ndry run: nothing was changed\n',
      '',
    ]);
  });

  test('drains several nodes before it waits, if allowed', () => {
    const lines = ['node-0', 'node-1', 'node-2'].map((name) => nodeLine(name, 'pending')).join('\n');
    const { calls } = runWith('upgrade-nodes.sh', { [NODES]: lines }, ['--max-unavailable', '2'], { fails: 'wait*' });
    const steps = calls.filter((line) => /^(drain|wait)/.test(line)).map((line) => line.split(' --')[0]);
    expect(steps).toEqual(['drain node-0', 'drain node-1', 'wait node/node-0']);
  });

  const yaml = 'look at: kubectl get shim.runtime.spinkube.dev/spin-v2 --output yaml';

  test.each<[string, Behaviour, string]>([
    [
      'a node that cannot be drained',
      { fails: 'drain*' },
      'it cannot be drained\n  look at: kubectl get pods --all-namespaces --field-selector spec.nodeName=node-0',
    ],
    [
      'a Job that stays',
      { fails: 'delete*' },
      'the old Job is not gone\n  look at: kubectl describe job --namespace rcm node-0-job',
    ],
    [
      'a shim that is not installed',
      { fails: 'wait*' },
      'the shim is not installed after 300s\n  look at: kubectl describe node node-0',
    ],
    [
      'containerd without the handler',
      {
        fails: 'wait*runtimeHandlers*',
        replies: { [NODES]: nodeLine('node-0', 'provisioned', ARCHIVE, '-', ',runc,'), [JOBS]: '' },
      },
      'containerd does not have the handler spin-v2 after 300s\n  look at: kubectl get node node-0 --output jsonpath={.status.runtimeHandlers}',
    ],
    ['another version again', {}, `it has another version again\n  ${yaml}`],
  ])('stops at the first failure and leaves the node cordoned: %s', (_, behaviour, message) => {
    const nodes = `${OLD_NODE}\n${nodeLine('node-1', 'provisioned', OLD)}`;
    const replies = { [NODES]: nodes, [JOBS]: jobLine('node-0', OLD), ...behaviour.replies };
    const { calls, status, stderr } = runWith('upgrade-nodes.sh', replies, [], { fails: behaviour.fails });
    expect(status).toBe(1);
    expect(stderr).toContain(
      `failed: node-0: ${message}\n  the node stays cordoned; run upgrade-nodes.sh again when the cause is fixed\n`,
    );
    expect(calls.filter((line) => line.includes('uncordon') || line.includes('drain node-1'))).toEqual([]);
  });

  test.each(['cordon', 'uncordon', 'label', 'annotate node node-0 --overwrite*archive'])(
    'stops when the cluster rejects a step: %s',
    (step) => {
      const replies = { [NODES]: upgraded('spin-v2'), [JOBS]: jobs(jobLine('node-0', ARCHIVE)) };
      const { calls, status } = runWith('upgrade-nodes.sh', replies, [], { fails: `${step}*` });
      expect([status, calls.at(-1)?.split(' ')[0]]).toEqual([1, step.split(' ')[0]]);
    },
  );

  test('fails when the bundle is not applied', () => {
    const { calls, status, stderr } = runWith('upgrade-nodes.sh', { [APPLIED]: `${OLD} ` });
    const message =
      'failed: the Shim spin-v2 in the cluster has other archives than the bundle; apply the bundle first';
    expect([status, calls.length, stderr]).toEqual([1, 1, `${message}\n  ${yaml}\n`]);
  });

  test.each([['0'], ['x'], ['-1'], ['']])('rejects --max-unavailable %j', (value) => {
    const { calls, status, stderr } = run(() => platform(), 'upgrade-nodes.sh', ['--max-unavailable', value]);
    expect([status, calls, stderr]).toEqual([2, [], '--max-unavailable requires a number of nodes\n']);
  });

  test('uses the given kubectl context, and prints its usage', () => {
    const { calls } = run(() => platform(), 'upgrade-nodes.sh', ['--context', 'a b', '--kubeconfig', '/c']);
    expect(calls.filter((line) => !line.startsWith('--context a b --kubeconfig /c '))).toEqual([]);
    expect(run(() => platform(), 'upgrade-nodes.sh', ['-h']).stdout).toMatch(/^usage: upgrade-nodes.sh /);
    expect(run(() => platform(), 'upgrade-nodes.sh', ['--what']).status).toBe(2);
  });

  test('is not part of a bundle without a Shim', () => {
    const bundle = new Bundle({ deliveries: [Delivery.kubectl()] });
    new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2024_05 });
    const files = synthFiles(bundle);
    expect(Object.keys(files).filter((file) => file.includes('upgrade'))).toEqual([]);
    expect(files[INVENTORY]).not.toContain('upgrade-nodes');
    expect(files['kubectl/install.sh']).not.toContain('shim_nodes()');
    expect(files['kubectl/uninstall.sh']).not.toContain('shim_jobs()');
  });
});

describe('uninstall.sh', () => {
  const HANDLERS = `*'get node '*`;
  const LOG = 'logs*';

  test('waits for the Jobs that uninstall the shim, and removes them, labels and annotations', () => {
    const done = jobLine('node-0', '-', 0, ',SuccessCriteriaMet,Complete');
    const replies = { [JOBS]: { before: jobLine('node-0', '-'), call: 'get node ', after: done } };
    const { calls, status } = runWith('uninstall.sh', { ...replies, [HANDLERS]: 'known,,runc,spin-v2,' });
    const selector = '--selector spinkube.dev/shimName=spin-v2,spinkube.dev/operation=uninstall';
    const shim = calls.findIndex((line) => line.endsWith('shim.runtime.spinkube.dev/spin-v2'));
    expect(status).toBe(0);
    expect(calls.slice(shim + 1, shim + 8)).toEqual([
      `get jobs --all-namespaces ${selector} --output template`,
      'get node node-0 --ignore-not-found --output template',
      `get jobs --all-namespaces ${selector} --output template`,
      `get jobs --all-namespaces ${selector} --output template`,
      `delete jobs --all-namespaces ${selector}`,
      'label nodes --all spin-v2-',
      `annotate nodes --all ${MARK}- cdk8s-spinkube/cordoned-for-`,
    ]);
  });

  test.each<[string, string, string]>([
    ['containerd no longer has the handler', 'known,,runc,', ''],
    ['its log says so', 'unknown', 'failed to uninstall: shim spin-v2 not installed'],
    ['the node is gone', '', ''],
  ])('continues after a Job that failed on a clean node: %s', (_, handlers, log) => {
    const replies = { [JOBS]: jobLine('node-0', '-', 2), [HANDLERS]: handlers, [LOG]: log };
    const { status, stdout } = runWith('uninstall.sh', replies);
    expect(status).toBe(0);
    expect(stdout).toContain('the shim is gone from node-0; its Job there does not notice that, and is deleted\n');
  });

  test.each<[string, string, string, number]>([
    ['containerd has the handler', 'known,,runc,spin-v2,', '', 2],
    ['its log says something else', 'unknown', 'permission denied', 2],
    ['no pod has failed yet', 'known,,runc,', '', 0],
  ])('fails after a Job that failed on a node with the shim: %s', (_, handlers, log, failed) => {
    const lines = [jobLine('node-0', '-', failed), jobLine('node-1', '-', 0, ',Complete')].join('\n');
    const replies = { [JOBS]: lines, [HANDLERS]: handlers, [LOG]: log };
    const { status, stderr } = runWith('uninstall.sh', replies, ['--timeout', '500ms']);
    expect([status, stderr]).toEqual([
      1,
      'failed: the shim spin-v2 is not uninstalled after 500ms from node-0 \n' +
        '  look at: kubectl describe jobs --all-namespaces --selector spinkube.dev/shimName=spin-v2\n',
    ]);
  });

  test.each(['*operation=uninstall*', 'get node *'])(
    'does not continue when the cluster does not answer %s',
    (fails) => {
      const replies = { [JOBS]: jobLine('node-0', '-', 2) };
      const { calls, status } = runWith('uninstall.sh', replies, ['--timeout', '0s'], { fails });
      expect([status, calls.filter((line) => line.startsWith('delete jobs'))]).toEqual([1, []]);
    },
  );

  test.each([
    ['90s', 90],
    ['1m30s', 90],
    ['1.5h', 5400],
    ['2h1m3s', 7263],
    ['500ms', 0],
  ])('knows that %s are %s seconds', (duration, seconds) => {
    const files = synthFiles(platform());
    const [, body] = /^(seconds\(\) \{\n[^]*?\n\}\n)/m.exec(files['kubectl/uninstall.sh']) ?? [];
    expect(execFileSync('sh', ['-c', `${body}seconds ${duration}`], { encoding: 'utf8' })).toBe(`${seconds}\n`);
  });
});
