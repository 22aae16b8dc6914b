import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { RuntimeClass, RuntimeClassProps } from '../../lib';
import { only, synth, testChart, validationErrors } from '../testing';

/** Every property: a new one without a test does not compile. */
const PROPS: Required<RuntimeClassProps> = {
  metadata: { name: 'wasmtime-spin-v2', labels: { label: 'value' } },
  handler: 'spin-v2',
  nodeSelector: { spin: 'true' },
  tolerations: [kplus.NodeTaintQuery.is('spin', 'true', { effect: kplus.TaintEffect.NO_SCHEDULE })],
  overhead: { cpu: kplus.Cpu.millis(10), memory: Size.mebibytes(16) },
};

test('requires only a handler', () => {
  const chart = testChart();
  new RuntimeClass(chart, 'class', { metadata: { name: 'spin' }, handler: 'spin' });
  expect(synth(chart)).toEqual([
    { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'spin' }, handler: 'spin' },
  ]);
});

test('renders every property, and the same twice', () => {
  const chart = testChart();
  expect(new RuntimeClass(chart, 'class', PROPS).handler).toBe('spin-v2');
  expect(synth(chart)).toEqual(synth(chart));
  expect(synth(chart)).toEqual([
    {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'wasmtime-spin-v2', labels: { label: 'value' } },
      handler: 'spin-v2',
      overhead: { podFixed: { cpu: '10m', memory: '16Mi' } },
      scheduling: {
        nodeSelector: { spin: 'true' },
        tolerations: [{ effect: 'NoSchedule', key: 'spin', operator: 'Equal', value: 'true' }],
      },
    },
  ]);
});

test('adds to its properties without changing those of the caller', () => {
  const chart = testChart();
  const runtimeClass = new RuntimeClass(chart, 'class', PROPS);
  runtimeClass.addNodeSelector('pool', 'wasm');
  runtimeClass.addToleration(kplus.NodeTaintQuery.any());
  expect(only(synth(chart), 'RuntimeClass').scheduling).toEqual({
    nodeSelector: { spin: 'true', pool: 'wasm' },
    tolerations: [{ effect: 'NoSchedule', key: 'spin', operator: 'Equal', value: 'true' }, { operator: 'Exists' }],
  });
  expect([PROPS.nodeSelector, PROPS.tolerations.length]).toEqual([{ spin: 'true' }, 1]);
});

test.each([
  [{ cpu: kplus.Cpu.units(1) }, { cpu: '1' }],
  [{ memory: Size.gibibytes(1) }, { memory: '1Gi' }],
])('renders an overhead of one resource (%#)', (overhead, podFixed) => {
  const chart = testChart();
  new RuntimeClass(chart, 'class', { handler: 'spin', overhead });
  expect(only(synth(chart), 'RuntimeClass').overhead).toEqual({ podFixed });
});

test('rejects an overhead that the API server rejects', () => {
  const chart = testChart();
  new RuntimeClass(chart, 'class', { handler: 'spin', overhead: { cpu: kplus.Cpu.millis(-10) } });
  expect(validationErrors(chart)).toEqual([
    "[test/class] 'overhead.podFixed.cpu' (-10m) must not be negative; give at least 0",
  ]);
});

test('has no namespace, even in a chart with one', () => {
  const chart = testChart('team');
  new RuntimeClass(chart, 'class', { metadata: { name: 'spin' }, handler: 'spin' });
  expect(only(synth(chart), 'RuntimeClass').metadata).toEqual({ name: 'spin' });
});

test('imports a RuntimeClass by name without adding an object', () => {
  const chart = testChart();
  const reference = RuntimeClass.fromRuntimeClassName(chart, 'class', 'spin');
  expect(synth(chart)).toEqual([]);
  const { name, resourceName, apiVersion, apiGroup, kind, resourceType } = reference;
  expect({ name, resourceName, apiVersion, apiGroup, kind, resourceType }).toEqual({
    name: 'spin',
    resourceName: 'spin',
    apiVersion: 'node.k8s.io/v1',
    apiGroup: 'node.k8s.io',
    kind: 'RuntimeClass',
    resourceType: 'runtimeclasses',
  });
});
