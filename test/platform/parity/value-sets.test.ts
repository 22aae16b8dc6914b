import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  CustomResourceDefinitions,
  KwasmOperator,
  KwasmOperatorProps,
  PodDisruptionBudget,
  RuntimeClassManager,
  RuntimeClassManagerProps,
  SpinOperator,
  SpinOperatorProps,
  SpinOperatorVersion,
} from '../../../lib';
import { goldenObjects, testWithGolden } from '../../golden';
import { Manifest, mirrored, synth, testChart } from '../../testing';
import { unintended } from './deliberate';
import { edited, Edit, renamed } from './values';

const external = CustomResourceDefinitions.external();
const noCrds = ({ kind }: Manifest) => kind !== 'CustomResourceDefinition';

const POD = 'spec/template/spec';
const CONTAINER = `${POD}/containers/0`;

/** Values that all charts have, and the equivalent properties. */
const HIGH_AVAILABILITY = {
  nodeSelector: { pool: 'system' },
  tolerations: [kplus.NodeTaintQuery.exists('system', { effect: kplus.TaintEffect.NO_EXECUTE })],
  priorityClassName: 'system-cluster-critical',
  resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(64) } },
};

const highAvailability = (name: string): Edit[] => [
  ['Deployment', name, `${POD}/nodeSelector`, { pool: 'system' }],
  ['Deployment', name, `${POD}/tolerations`, [{ key: 'system', operator: 'Exists', effect: 'NoExecute' }]],
  ['Deployment', name, `${POD}/priorityClassName`, 'system-cluster-critical'],
  ['Deployment', name, `${CONTAINER}/resources`, { requests: { cpu: '50m', memory: '64Mi' } }],
];

const spread = (matchLabels: object) => ({
  labelSelector: { matchLabels },
  maxSkew: 1,
  topologyKey: 'kubernetes.io/hostname',
  whenUnsatisfiable: 'ScheduleAnyway',
});

const budget = (name: string, matchLabels: object, spec: object): Manifest => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace: name.replace('-controller-manager', '') },
  spec: { ...spec, selector: { matchLabels } },
});

describe.each([
  [SpinOperatorVersion.V0_1_0, 'seed-2024/spin-operator.yaml', 'spinkube'],
  [SpinOperatorVersion.V0_6_1, 'current/spin-operator.yaml', 'spinframework'],
])('spin-operator %s', (version, file, owner) => {
  const proxy = 'gcr.io/kubebuilder/kube-rbac-proxy:v0.15.0';
  const kubeRbacProxy = version === SpinOperatorVersion.V0_1_0 ? { image: proxy } : undefined;
  const golden = () => goldenObjects(file);

  function ours(props: SpinOperatorProps): Manifest[] {
    const chart = testChart();
    new SpinOperator(chart, 'x', { version, kubeRbacProxy, customResourceDefinitions: external, ...props });
    return synth(chart);
  }

  for (const [release, fullname, namespace] of [
    ['prod', 'prod-spin-operator', 'platform'],
    ['my-spin-operator-2', 'my-spin-operator-2', 'spin-operator'],
    ['spin-operator', 'spin-operator', 'kube-spin'],
  ]) {
    testWithGolden(`is installed as release ${release} in namespace ${namespace}`, () => {
      const theirs = renamed(golden(), { from: 'spin-operator', release, fullname, namespace });
      expect(unintended('spin-operator', ours({ helmReleaseName: release, namespace }), theirs)).toEqual([]);
    });
  }

  testWithGolden('is highly available', () => {
    const [deployment] = golden().filter(({ kind }) => kind === 'Deployment');
    const { matchLabels } = (deployment.spec as { selector: { matchLabels: object } }).selector;
    const theirs = edited(golden(), [
      ['Deployment', '', 'spec/replicas', 3],
      ['Deployment', '', `${POD}/topologySpreadConstraints`, [spread(matchLabels)]], // Ours alone.
      ...highAvailability(''),
    ]);
    theirs.push({
      ...budget('spin-operator-controller-manager', matchLabels, { minAvailable: 2 }),
      metadata: { ...deployment.metadata, labels: deployment.metadata.labels },
    });
    const podDisruptionBudget = PodDisruptionBudget.minAvailable(kplus.PercentOrAbsolute.absolute(2));
    expect(
      unintended('spin-operator', ours({ ...HIGH_AVAILABILITY, replicas: 3, podDisruptionBudget }), theirs),
    ).toEqual([]);
  });

  testWithGolden('comes from a mirror, with more options', () => {
    const theirs = edited(golden(), [
      ['Deployment', '', `${CONTAINER}/image`, `registry.example.com/ghcr/${owner}/spin-operator:${version.name}`],
      ['Deployment', '', `${CONTAINER}/imagePullPolicy`, 'Always'],
      ['Deployment', '', `${POD}/imagePullSecrets`, [{ name: 'pull' }]],
      ['Service', 'metrics-service', 'spec/type', 'LoadBalancer'],
      ['ServiceAccount', '', 'metadata/annotations', { role: 'x' }],
    ]);
    const props = {
      imagePullPolicy: kplus.ImagePullPolicy.ALWAYS,
      imagePullSecrets: [kplus.Secret.fromSecretName(testChart(), 'pull', 'pull')],
      metricsServiceType: kplus.ServiceType.LOAD_BALANCER,
      serviceAccountAnnotations: { role: 'x' },
    };
    const registries = { 'ghcr.io': 'registry.example.com/ghcr', 'gcr.io': 'gcr.io' };
    expect(unintended('spin-operator', mirrored(ours(props), registries), theirs)).toEqual([]);
  });
});

describe('runtime-class-manager', () => {
  const file = 'current/runtime-class-manager.yaml';
  const golden = () => goldenObjects(file);

  function ours(props: RuntimeClassManagerProps): Manifest[] {
    const chart = testChart();
    new RuntimeClassManager(chart, 'x', props);
    return synth(chart);
  }

  testWithGolden('is installed as release rcm', () => {
    const to = {
      from: 'runtime-class-manager',
      release: 'rcm',
      fullname: 'rcm-runtime-class-manager',
      namespace: 'platform',
    };
    const theirs = renamed(golden().filter(noCrds), to);
    const props = { helmReleaseName: 'rcm', namespace: 'platform', customResourceDefinitions: external };
    expect(unintended('runtime-class-manager', ours(props), theirs)).toEqual([]);
  });

  testWithGolden('has custom node placement', () => {
    const theirs = edited(golden(), highAvailability(''));
    expect(unintended('runtime-class-manager', ours(HIGH_AVAILABILITY), theirs)).toEqual([]);
  });

  testWithGolden('comes from a mirror, and cleans up its Jobs', () => {
    const registry = 'registry.example.com';
    const theirs = edited(goldenObjects('current/runtime-class-manager.downloader-config.yaml'), [
      ['Deployment', '', `${CONTAINER}/image`, `${registry}/spinframework/runtime-class-manager:v0.2.0`],
      ['Deployment', '', `${CONTAINER}/env/1/value`, `${registry}/spinframework/shim-downloader:v0.2.0`],
      ['Deployment', '', `${CONTAINER}/env/2/value`, `${registry}/spinframework/node-installer:v0.2.0`],
      ['Deployment', '', `${CONTAINER}/env/3/value`, '3600'],
      ['ConfigMap', '', 'data', { NUM_RETRY: '9', SLEEP_DURATION: '60' }],
    ]);
    const props = {
      jobTimeToLive: Duration.hours(1),
      downloader: { retries: 9, retryInterval: Duration.minutes(1) },
    };
    const manifests = mirrored(ours(props), { 'ghcr.io': registry });
    expect(unintended('runtime-class-manager', manifests, theirs)).toEqual([]);
  });
});

describe('kwasm-operator', () => {
  const golden = () => goldenObjects('seed-2024/kwasm-operator.yaml');
  const AS_IN_GOLDEN = {
    autoProvision: false,
    installerImage: 'ghcr.io/spinkube/containerd-shim-spin/node-installer:v0.13.1',
  };

  function ours(props: KwasmOperatorProps): Manifest[] {
    const chart = testChart();
    new KwasmOperator(chart, 'x', { ...AS_IN_GOLDEN, ...props });
    return synth(chart);
  }

  testWithGolden('is installed as release nodes', () => {
    const to = { from: 'kwasm-operator', release: 'nodes', fullname: 'nodes-kwasm-operator', namespace: 'wasm' };
    const theirs = renamed(golden(), to);
    expect(unintended('kwasm-operator', ours({ helmReleaseName: 'nodes', namespace: 'wasm' }), theirs)).toEqual([]);
  });

  testWithGolden('has custom node placement', () => {
    const theirs = edited(golden(), highAvailability('kwasm-operator'));
    expect(unintended('kwasm-operator', ours(HIGH_AVAILABILITY), theirs)).toEqual([]);
  });

  testWithGolden('comes from a mirror, and installs on all nodes', () => {
    const theirs = edited(golden(), [
      ['Deployment', '', `${CONTAINER}/image`, 'mirror:5000/kwasm/kwasm-operator:kwasm-operator-0.2.2'],
      ['Deployment', '', `${CONTAINER}/env/1/value`, 'true'],
      [
        'Deployment',
        '',
        `${CONTAINER}/env/2/value`,
        'mirror:5000/spinframework/containerd-shim-spin/node-installer:v0.23.0',
      ],
      ['Deployment', '', 'spec/template/metadata/annotations', { a: 'b' }],
    ]);
    const chart = testChart();
    new KwasmOperator(chart, 'x', { podAnnotations: { a: 'b' } });
    const manifests = mirrored(synth(chart), { 'ghcr.io': 'mirror:5000' });
    expect(unintended('kwasm-operator', manifests, theirs)).toEqual([]);
  });
});
