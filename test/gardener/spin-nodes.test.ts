import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Bundle,
  FetchStrategy,
  NodeInstaller,
  RuntimeClass,
  SpinKube,
  SpinKubeRuntimeClassOptions,
  SpinShimVersion,
} from '../../lib';
import { MachineArchitecture, RunsSpinOptions, Shoot, WorkerPoolProps } from '../../lib/gardener';
import { synthFiles } from '../gitops/stages';
import { only, synth, testChart, validationErrors } from '../testing';
import { POOL, shootWith, specOf } from './shoots';

const SPIN = { spin: 'true' };
const ANNOTATED = { 'kwasm.sh/kwasm-node': 'true' };
const TAINT = { key: 'spin', value: 'true', effect: kplus.TaintEffect.NO_SCHEDULE };

const manager = (nodeSelector?: { [label: string]: string }) => NodeInstaller.runtimeClassManager({ nodeSelector });
const kwasm = (autoProvision: boolean) => NodeInstaller.kwasm({ operator: { autoProvision } });

interface Options extends RunsSpinOptions {
  readonly pool?: Partial<WorkerPoolProps>;
  readonly runtimeClassOptions?: SpinKubeRuntimeClassOptions;

  /** Of the platform, if it is another one than that of the pool. */
  readonly platform?: NodeInstaller;
}

/** A platform, and a Shoot whose only pool runs its SpinApps. */
function platformAndShoot(
  nodeInstaller: NodeInstaller,
  { platform, pool, runtimeClassOptions, ...options }: Options = {},
) {
  const root = testChart();
  const { runtimeClass } = new SpinKube(root, 'spinkube', {
    nodeInstaller: platform ?? nodeInstaller,
    runtimeClass: runtimeClassOptions,
  });
  const shoot = shootWith({}, pool);
  shoot.workerPools[0].runsSpin(nodeInstaller, { runtimeClass, ...options });
  return { runtimeClass, shoot };
}

const workerOf = (shoot: Shoot) => specOf(shoot).provider.workers[0];
const scheduling = (runtimeClass: RuntimeClass) => only(synth(Chart.of(runtimeClass)), 'RuntimeClass').scheduling;
const errors = (...parameters: Parameters<typeof platformAndShoot>) =>
  validationErrors(Chart.of(platformAndShoot(...parameters).shoot));

test.each<[string, NodeInstaller, object, object]>([
  [
    'the labels that runtime-class-manager selects by',
    manager({ pool: 'wasm', 'kubernetes.io/os': 'linux' }),
    { labels: { pool: 'wasm' } },
    { 'spin-v2': 'provisioned', pool: 'wasm' },
  ],
  [
    'a label of its own if runtime-class-manager takes every node',
    manager(),
    { labels: SPIN },
    { 'spin-v2': 'provisioned', ...SPIN },
  ],
  [
    'nothing if runtime-class-manager selects by the label of the pool that Gardener adds',
    manager({ 'worker.gardener.cloud/pool': 'spin' }),
    {},
    { 'spin-v2': 'provisioned', 'worker.gardener.cloud/pool': 'spin' },
  ],
  ['the annotation that kwasm-operator expects', kwasm(false), { labels: SPIN, annotations: ANNOTATED }, SPIN],
  ['no annotation if kwasm-operator takes every node', kwasm(true), { labels: SPIN }, SPIN],
  ['a label of its own if the nodes have the shim', NodeInstaller.preinstalled(), { labels: SPIN }, SPIN],
])('adds %s to a worker pool that runs SpinApps', (_, installer, expected, nodeSelector) => {
  const { runtimeClass, shoot } = platformAndShoot(installer);
  const { annotations, labels } = workerOf(shoot);
  expect({ ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) }).toEqual(expected);
  expect(scheduling(runtimeClass)).toEqual({ nodeSelector });
});

test('labels a worker pool as the Shim selects its nodes', () => {
  const nodeInstaller = manager({ pool: 'wasm' });
  const { runtimeClass, shoot } = platformAndShoot(nodeInstaller);
  const { spec } = only(synth(Chart.of(runtimeClass)), 'Shim') as unknown as { spec: { nodeSelector: object } };
  expect(spec.nodeSelector).toEqual(workerOf(shoot).labels);
});

test('runs SpinApps without a RuntimeClass', () => {
  const shoot = shootWith();
  shoot.workerPools[0].runsSpin(manager({ pool: 'wasm' }), { taint: TAINT });
  expect(workerOf(shoot)).toMatchObject({ labels: { pool: 'wasm' }, taints: [TAINT] });
});

test('repels other pods with a taint that the RuntimeClass tolerates', () => {
  const { runtimeClass, shoot } = platformAndShoot(manager(), { taint: TAINT });
  expect(workerOf(shoot).taints).toEqual([{ key: 'spin', value: 'true', effect: 'NoSchedule' }]);
  expect(scheduling(runtimeClass)).toEqual({
    nodeSelector: { 'spin-v2': 'provisioned', spin: 'true' },
    tolerations: [{ key: 'spin', operator: 'Equal', value: 'true', effect: 'NoSchedule' }],
  });
});

test('adds one toleration for the taint of two worker pools', () => {
  const nodeInstaller = manager();
  const { runtimeClass, shoot } = platformAndShoot(nodeInstaller, { taint: { ...TAINT, value: undefined } });
  const second = shoot.addWorkerPool({ ...POOL, name: 'second' });
  second.runsSpin(nodeInstaller, { runtimeClass, taint: TAINT });
  expect(validationErrors(Chart.of(shoot))).toEqual([]);
  expect(scheduling(runtimeClass)).toMatchObject({
    tolerations: [{ key: 'spin', operator: 'Exists', effect: 'NoSchedule' }],
  });
});

test('rejects a second node installer for a worker pool', () => {
  const { shoot } = platformAndShoot(manager());
  expect(() => {
    shoot.workerPools[0].runsSpin(kwasm(true));
  }).toThrow(
    "[test/shoot/spin] 'nodeInstaller' (spin) is a second node installer for the worker pool; call runsSpin() once",
  );
});

describe('rejects', () => {
  const exists = kplus.NodeTaintQuery.exists('other');
  test.each<[string, NodeInstaller, Options, string[]]>([
    [
      'a label with another value than the Shim selects',
      manager({ pool: 'wasm' }),
      { pool: { labels: { pool: 'other' } } },
      [
        "'labels.pool' (other) does not match the node selector of the node installer, wasm: no node of the worker pool gets the shim; change it, or 'nodeSelector' of the node installer",
        "'runtimeClass' (wasmtime-spin-v2) selects nodes with pool=wasm, which the nodes of the worker pool do not have; add that label to the worker pool, or change the node selector of the RuntimeClass",
      ],
    ],
    [
      'a Shim for another processor',
      manager({ 'kubernetes.io/arch': 'amd64' }),
      { pool: { architecture: MachineArchitecture.ARM64 } },
      [
        "'labels['kubernetes.io/arch']' (arm64) does not match the node selector of the node installer, amd64: no node of the worker pool gets the shim; change it, or 'nodeSelector' of the node installer",
      ],
    ],
    [
      'a Shim for another pool',
      manager({ 'worker.gardener.cloud/pool': 'other' }),
      {},
      [
        "'labels['worker.gardener.cloud/pool']' (spin) does not match the node selector of the node installer, other: no node of the worker pool gets the shim; change it, or 'nodeSelector' of the node installer",
        "'runtimeClass' (wasmtime-spin-v2) selects nodes with worker.gardener.cloud/pool=other, which the nodes of the worker pool do not have; add that label to the worker pool, or change the node selector of the RuntimeClass",
      ],
    ],
    [
      'the label of the Shim',
      manager(),
      { pool: { labels: { 'spin-v2': 'provisioned' } } },
      [
        "'labels.spin-v2' (provisioned) is the label that runtime-class-manager sets for the Shim of this name: it and Gardener would overwrite each other; remove it; select nodes by a label with another key",
      ],
    ],
    [
      'an annotation with another value',
      kwasm(false),
      { pool: { annotations: { 'kwasm.sh/kwasm-node': 'false' } } },
      [
        "'annotations['kwasm.sh/kwasm-node']' (false) does not match the value that kwasm-operator expects, true: no node of the worker pool gets the shim; remove it",
      ],
    ],
    [
      'an annotation with a kwasm-operator that takes every node',
      kwasm(true),
      { pool: { annotations: ANNOTATED } },
      [
        "'annotations['kwasm.sh/kwasm-node']' (true) makes kwasm-operator fail repeatedly, because it provisions every node by itself; remove it, or set 'autoProvision: false' of the operator",
      ],
    ],
    [
      'a taint that evicts the Jobs of the installer',
      manager(),
      { taint: { ...TAINT, effect: kplus.TaintEffect.NO_EXECUTE } },
      [
        "'taints' (spin:NoExecute) evicts the Jobs that install the shim on the nodes, which have no tolerations; use TaintEffect.NO_SCHEDULE",
      ],
    ],
    [
      'a RuntimeClass of another installer',
      kwasm(true),
      { platform: manager() },
      [
        "'runtimeClass' (wasmtime-spin-v2) has the handler spin-v2, but the node installer sets up the handler spin; use the RuntimeClass of the SpinKube with this node installer",
        "'runtimeClass' (wasmtime-spin-v2) selects nodes with spin-v2=provisioned, which the nodes of the worker pool do not have; add that label to the worker pool, or change the node selector of the RuntimeClass",
      ],
    ],
    [
      'a RuntimeClass for other nodes',
      manager(),
      { runtimeClassOptions: { nodeSelector: { spin: 'false' } } },
      [
        "'runtimeClass' (wasmtime-spin-v2) selects nodes with spin=false, which the nodes of the worker pool do not have; add that label to the worker pool, or change the node selector of the RuntimeClass",
      ],
    ],
    [
      'a taint that the RuntimeClass does not tolerate',
      manager(),
      {
        pool: { taints: [{ key: 'gpu', effect: kplus.TaintEffect.NO_SCHEDULE }] },
        runtimeClassOptions: { tolerations: [exists] },
      },
      [
        "'runtimeClass' (wasmtime-spin-v2) does not tolerate the taint gpu:NoSchedule of the worker pool, and SpinApps have no tolerations; add it to its 'tolerations'",
      ],
    ],
  ])('%s', (_, installer, options, messages) => {
    expect(errors(installer, options)).toEqual(messages.map((message) => `[test/shoot/spin] ${message}`));
  });

  test('no taint that is tolerated by another toleration, or that only prefers no scheduling', () => {
    const taints = [
      { key: 'other', value: 'x', effect: kplus.TaintEffect.NO_SCHEDULE },
      { key: 'gpu', effect: kplus.TaintEffect.PREFER_NO_SCHEDULE },
    ];
    expect(errors(manager(), { pool: { taints }, runtimeClassOptions: { tolerations: [exists] } })).toEqual([]);
  });

  test('no Shim that selects by labels with values known on the node only', () => {
    expect(errors(manager({ 'topology.kubernetes.io/zone': 'eu-central-1a' }))).toEqual([]);
  });

  test('a label that is changed afterwards', () => {
    const { shoot } = platformAndShoot(manager({ pool: 'wasm' }), { runtimeClass: undefined });
    shoot.workerPools[0].addLabel('pool', 'other');
    expect(validationErrors(Chart.of(shoot))).toEqual([
      "[test/shoot/spin] 'labels.pool' (other) does not match the node selector of the node installer, wasm: no node of the worker pool gets the shim; change it, or 'nodeSelector' of the node installer",
    ]);
  });
});

describe('a new version of the shim', () => {
  const OLD = SpinShimVersion.V0_23_0;
  const NEW = SpinShimVersion.of('v0.23.9', { checksums: { x86_64: 'a'.repeat(64) } });
  const installer = (nodeSelector?: { [label: string]: string }) =>
    NodeInstaller.runtimeClassManager({ shimVersion: NEW, nodeSelector });

  test('is installed on a second worker pool, while the first one keeps its own', () => {
    const { runtimeClass, shoot } = platformAndShoot(installer({ pool: 'wasm' }), { shimVersion: OLD, taint: TAINT });
    const second = shoot.addWorkerPool({ ...POOL, name: 'second' });
    second.runsSpin(installer({ pool: 'wasm' }), { runtimeClass, taint: TAINT });
    expect(specOf(shoot).provider.workers.map(({ labels }) => labels)).toEqual([
      { pool: 'wasm', 'spin-shim': 'v0.23.0' },
      { pool: 'wasm', 'spin-shim': 'v0.23.9' },
    ]);
    expect(only(synth(Chart.of(runtimeClass)), 'Shim').spec).toMatchObject({
      nodeSelector: { pool: 'wasm', 'spin-shim': 'v0.23.9' },
      fetchStrategy: { platforms: [{ location: expect.stringContaining('/v0.23.9/') as string }] },
    });
  });

  test('runs pods of the RuntimeClass on both worker pools', () => {
    const { runtimeClass, shoot } = platformAndShoot(installer(), { shimVersion: OLD });
    expect(workerOf(shoot).labels).toEqual({ 'spin-shim': 'v0.23.0', ...SPIN });
    expect(scheduling(runtimeClass)).toEqual({ nodeSelector: { 'spin-v2': 'provisioned', ...SPIN } });
  });

  test('is that of the executors', () => {
    const { executor } = new SpinKube(testChart(), 'spinkube', { nodeInstaller: installer() });
    expect(executor.spinShim).toBe(NEW);
  });

  test.each([
    ['a mirror', FetchStrategy.platforms([])],
    ['a fetch strategy of the same version', FetchStrategy.spinShim(NEW)],
  ])('can come from %s', (_, fetchStrategy) => {
    const nodeInstaller = NodeInstaller.runtimeClassManager({ shimVersion: NEW, fetchStrategy });
    const { executor } = new SpinKube(testChart(), 'spinkube', { nodeInstaller });
    expect(executor.spinShim).toBe(NEW);
  });

  test('must be the one that is fetched', () => {
    const chart = testChart();
    const fetchStrategy = FetchStrategy.spinShim(OLD);
    new SpinKube(chart, 'spinkube', {
      nodeInstaller: NodeInstaller.runtimeClassManager({ shimVersion: NEW, fetchStrategy }),
    });
    expect(validationErrors(chart)).toEqual([
      "[test/spinkube] 'nodeInstaller.fetchStrategy' (v0.23.0) is not 'shimVersion', v0.23.9; use the same version for both",
    ]);
  });

  test.each([
    ['runtime-class-manager for nodes with any version', manager()],
    ['kwasm-operator', kwasm(false)],
  ])('is rejected with %s', (_, nodeInstaller) => {
    expect(errors(nodeInstaller, { shimVersion: OLD })).toEqual([
      "[test/shoot/spin] 'shimVersion' (v0.23.0) cannot be kept: the node installer does not select nodes by the version of the shim; set 'shimVersion' of NodeInstaller.runtimeClassManager() to the version that it installs",
    ]);
  });

  test('is rejected if it is not a version', () => {
    const shimVersion = 'v0.23.0' as unknown as SpinShimVersion;
    expect(() => platformAndShoot(installer(), { shimVersion })).toThrow("[test/shoot/spin] 'shimVersion' (v0.23.0)");
    expect(() => NodeInstaller.runtimeClassManager({ shimVersion })).toThrow(
      "NodeInstaller.runtimeClassManager: 'shimVersion' (v0.23.0)",
    );
  });

  test('is rejected for a worker pool with the label of another one', () => {
    const labels = { 'spin-shim': 'v0.23.0' };
    expect(errors(installer(), { pool: { labels } })).toEqual([
      "[test/shoot/spin] 'labels.spin-shim' (v0.23.0) does not match the node selector of the node installer, v0.23.9: no node of the worker pool gets the shim; change it, or 'nodeSelector' of the node installer",
    ]);
    expect(errors(installer(), { pool: { labels }, shimVersion: OLD })).toEqual([]);
  });
});

test.each([
  ['labels', manager({ pool: 'wasm' }), 'kubectl label node NODE pool=wasm'],
  ['annotations', kwasm(false), 'kubectl annotate node NODE kwasm.sh/kwasm-node=true'],
])('the README of a bundle asks for no %s of nodes that a worker pool sets', (_, nodeInstaller, command) => {
  const readme = (isPrepared: boolean) => {
    const bundle = new Bundle();
    const { runtimeClass } = new SpinKube(bundle, 'spinkube', { nodeInstaller });
    shootWith().workerPools[0].runsSpin(nodeInstaller, isPrepared ? { runtimeClass } : {});
    return synthFiles(bundle)['README.md'];
  };
  expect(readme(false)).toContain(command);
  expect(readme(true)).not.toContain(command);
});
