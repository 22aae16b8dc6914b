import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { RootConstruct } from 'constructs';
import { Kube, KubeMetric, KubeResources, KubeToleration } from '../../lib';
import { labelSelectorToJson, nodeLabelToJson, tolerationToJson } from '../../lib/private/kplus';
import { resourceQuantities } from '../../lib/private/quantity';

describe('quantities', () => {
  test.each([
    ['500m', kplus.Cpu.millis(500)],
    ['0.5', kplus.Cpu.millis(500)],
    ['2', kplus.Cpu.millis(2000)],
  ])('makes %s an amount of CPU', (text, cpu) => {
    expect(Kube.cpu(text)).toEqual(cpu);
  });

  test.each([
    ['128Mi', Size.mebibytes(128)],
    ['1.5Gi', Size.mebibytes(1536)],
    ['1024', Size.kibibytes(1)],
  ])('makes %s a size', (text, size) => {
    expect(Kube.size(text).toKibibytes()).toBe(size.toKibibytes());
  });

  test('makes requests and limits those of cdk8s-plus', () => {
    const resources = Kube.resources({
      requests: { cpu: '100m', memory: '64Mi', 'ephemeral-storage': '1Gi' },
      limits: { memory: '1G' },
    });
    const same: kplus.ContainerResources = {
      cpu: { request: kplus.Cpu.millis(100) },
      memory: { request: Size.mebibytes(64), limit: Size.kibibytes(1e9 / 1024) },
      ephemeralStorage: { request: Size.gibibytes(1) },
    };
    for (const kind of ['request', 'limit'] as const) {
      expect(resourceQuantities(resources, kind)).toEqual(resourceQuantities(same, kind));
    }
    expect(resourceQuantities(resources, 'limit')).toEqual({ memory: '1G' });
  });

  test.each<[KubeResources, string]>([
    [{ limits: { memory: '128Mb' } }, "'limits.memory' (128Mb) is not a quantity; use one such as 128Mi or 1.5Gi"],
    [
      { limits: { memory: '100m' } },
      "'limits.memory' (100m) is not in whole bytes; use a unit such as Mi; m is a thousandth of a byte",
    ],
    [{ requests: { cpu: '-1' } }, "'requests.cpu' (-1) must not be negative; use one such as 500m or 2"],
    [
      { requests: { cpu: '100u' } },
      "'requests.cpu' (100u) is finer than a thousandth of a CPU; round it up to 1m or more",
    ],
    [
      { limits: { 'nvidia.com/gpu': '1' } },
      "'limits' (nvidia.com/gpu) is not one of cpu, memory, ephemeral-storage; set others in 'extendedResources' of a SpinApp",
    ],
    [{ limits: { memory: 128 } } as never, "'limits.memory' (128) is not a string; give a string"],
  ])('rejects %j', (resources, message) => {
    expect(() => Kube.resources(resources)).toThrow(`Kube.resources: ${message}`);
  });
});

describe('intOrPercent()', () => {
  test('makes a number or a percentage', () => {
    expect(Kube.intOrPercent('25%')).toEqual(kplus.PercentOrAbsolute.percent(25));
    expect(Kube.intOrPercent('1')).toEqual(kplus.PercentOrAbsolute.absolute(1));
  });

  test.each(['', '-1', '1.5', '25 %', 'all'])('rejects "%s"', (text) => {
    expect(() => Kube.intOrPercent(text)).toThrow('is not a whole number or percentage; use one such as 1 or 25%');
  });
});

describe('replicas()', () => {
  test('makes a number or a percentage', () => {
    expect(Kube.replicas('4')).toEqual(kplus.Replicas.absolute(4));
    expect(Kube.replicas('50%')).toEqual(kplus.Replicas.percent(50));
  });

  test('rejects other text', () => {
    expect(() => Kube.replicas('all')).toThrow("Kube.replicas: 'text' (all) is not a whole number or percentage");
  });
});

describe('metric()', () => {
  const describedObject = { apiVersion: 'v1', kind: 'Service', name: 'shop' };

  test.each<[KubeMetric, string]>([
    [{ type: 'Resource', name: 'cpu', value: '1' }, "'type' (Resource) is not one of Pods, External, Object"],
    [{ type: 'Pods', name: 'a' }, "'averageValue' or 'value' is required; set one of them"],
    [
      { type: 'External', name: 'a', value: '1', averageValue: '1' },
      "'averageValue' (1) and 'value' exclude each other",
    ],
    [{ type: 'Pods', name: 'a', value: '1' }, "'value' (1) is not for the type Pods; set 'averageValue'"],
    [{ type: 'Object', name: 'a', value: '1' }, "'describedObject' is required for the type Object; set it"],
    [{ type: 'External', name: 'a', value: '1', describedObject }, 'is not for the type External; remove it'],
    [{ type: 'External', name: 'a', value: 'ten' }, "'value' (ten) is not a quantity; use one such as 500m or 10"],
    [{ type: 'External' } as never, "'name' is required; set it"],
  ])('rejects %j', (metric, message) => {
    expect(() => Kube.metric(metric)).toThrow(message);
  });
});

describe('toleration()', () => {
  const options = { effect: kplus.TaintEffect.NO_SCHEDULE };

  test.each<[KubeToleration, kplus.NodeTaintQuery]>([
    [{}, kplus.NodeTaintQuery.any()],
    [{ key: 'wasm' }, kplus.NodeTaintQuery.exists('wasm')],
    [{ key: 'wasm', effect: 'NoSchedule' }, kplus.NodeTaintQuery.exists('wasm', options)],
    [{ key: 'wasm', value: '', effect: 'NoSchedule' }, kplus.NodeTaintQuery.is('wasm', '', options)],
  ])('renders %j', (toleration, query) => {
    expect(tolerationToJson(Kube.toleration(toleration))).toEqual(tolerationToJson(query));
  });

  test('renders seconds', () => {
    const toleration = { key: 'wasm', effect: 'NoExecute', tolerationSeconds: 60 };
    expect(tolerationToJson(Kube.toleration(toleration))).toMatchObject({ ...toleration, operator: 'Exists' });
  });

  test.each<[KubeToleration, string]>([
    [{ value: 'yes' }, "'key' is required with 'value' or 'effect'; set it, or remove the others"],
    [
      { key: 'a', effect: 'No' },
      "'effect' (No) is not one of NoSchedule, PreferNoSchedule, NoExecute; use one of them",
    ],
    [
      { key: 'a', tolerationSeconds: 60 },
      "'tolerationSeconds' (60) is only possible for the effect NoExecute; set that effect, or remove it",
    ],
  ])('rejects %j', (toleration, message) => {
    expect(() => Kube.toleration(toleration)).toThrow(`Kube.toleration: ${message}`);
  });
});

test.each([
  ['In', kplus.NodeLabelQuery.in('pool', ['5'])],
  ['NotIn', kplus.NodeLabelQuery.notIn('pool', ['5'])],
  ['Gt', kplus.NodeLabelQuery.gt('pool', ['5'])],
  ['Lt', kplus.NodeLabelQuery.lt('pool', ['5'])],
])('makes a node selector requirement with %s', (operator, query) => {
  const made = Kube.nodeLabel({ key: 'pool', operator, values: ['5'] });
  expect(nodeLabelToJson(made)).toEqual(nodeLabelToJson(query));
});

test.each([
  ['Exists', kplus.NodeLabelQuery.exists('pool'), kplus.LabelExpression.exists('pool')],
  ['DoesNotExist', kplus.NodeLabelQuery.doesNotExist('pool'), kplus.LabelExpression.doesNotExist('pool')],
])('makes requirements with %s', (operator, query, expression) => {
  expect(nodeLabelToJson(Kube.nodeLabel({ key: 'pool', operator }))).toEqual(nodeLabelToJson(query));
  expect(Kube.labelExpression({ key: 'pool', operator })).toEqual(expression);
});

test('rejects an unknown operator', () => {
  const requirement = { key: 'pool', operator: 'Gt' };
  expect(() => Kube.labelExpression(requirement)).toThrow(
    "Kube.labelExpression: 'operator' (Gt) is not one of In, NotIn, Exists, DoesNotExist; use one of them",
  );
});

test('selects pods, namespaces and addresses as cdk8s-plus does', () => {
  const root = new RootConstruct();
  const namespaces = kplus.Namespaces.select(root, 'namespaces', { names: ['web'] });
  const pods = kplus.Pods.select(root, 'pods', { labels: { app: 'web' }, namespaces });
  const made = Kube.pods({ matchLabels: { app: 'web' }, namespaces: ['web'] });
  expect(made.toPodSelectorConfig()).toEqual(pods.toPodSelectorConfig());
  expect(labelSelectorToJson(Kube.pods().toPodSelectorConfig().labelSelector)).toEqual({});
  const team = kplus.Namespaces.select(root, 'team', { labels: { team: 'web' } });
  expect(Kube.namespaces({ team: 'web' }).toNamespaceSelectorConfig()).toEqual(team.toNamespaceSelectorConfig());
  for (const [cidr, block] of [
    ['10.0.0.0/8', kplus.NetworkPolicyIpBlock.ipv4(root, 'v4', '10.0.0.0/8', ['10.1.0.0/16'])],
    ['fd00::/8', kplus.NetworkPolicyIpBlock.ipv6(root, 'v6', 'fd00::/8', ['10.1.0.0/16'])],
  ] as const) {
    const { cidr: range, except } = Kube.ipBlock(cidr, ['10.1.0.0/16']);
    expect([range, except]).toEqual([block.cidr, block.except]);
  }
});

test('has the constants of cdk8s-plus by their text', () => {
  expect(Kube.imagePullPolicy('Always')).toBe(kplus.ImagePullPolicy.ALWAYS);
  expect(Kube.fieldPath('metadata.name')).toBe(kplus.EnvFieldPaths.POD_NAME);
  expect(() => Kube.imagePullPolicy('always')).toThrow(
    "Kube.imagePullPolicy: 'text' (always) is not one of Always, IfNotPresent, Never; use one of them",
  );
});
