import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Bundle,
  CertManagerVersion,
  CustomResourceDefinitions,
  NodeInstaller,
  RuntimeClassManagerVersion,
  SpinApp,
  SpinKube,
  SpinKubeProps,
  SpinKubeRelease,
  SpinOperatorVersion,
  WebhookCertificates,
} from '../../lib';
import { errorOutputOf, filesBelow, inTemporaryFolder, stagesOf } from '../gitops/stages';
import { mirrored, only, validationErrors } from '../testing';
import { manifestsOf, names, namespaces, stages } from './charts';

let bundle: Bundle;

beforeEach(() => {
  bundle = new Bundle();
});

describe('by default', () => {
  test('the platform has eight stages, in this order', () => {
    new SpinKube(bundle, 'spinkube');
    const all = ['cert-manager-crds', 'spinkube-crds', 'runtime-class-manager-crds', 'cert-manager'];
    expect(stages(bundle)).toEqual([
      ['cert-manager-crds', 0, []],
      ['spinkube-crds', 0, []],
      ['runtime-class-manager-crds', 0, []],
      ['cert-manager', 1, ['cert-manager-crds']],
      ['runtime-class-manager', 1, ['runtime-class-manager-crds']],
      ['runtime-class', 2, ['runtime-class-manager-crds', 'runtime-class-manager']],
      ['spin-operator', 3, [...all, 'runtime-class-manager', 'runtime-class']],
      ['executors', 4, ['spinkube-crds', 'runtime-class', 'spin-operator']],
    ]);
  });

  test('has the documented defaults', () => {
    const spinkube = new SpinKube(bundle, 'spinkube');
    expect(spinkube.release).toBe(SpinKubeRelease.CURRENT);
    expect(spinkube.runtimeClass.name).toBe('wasmtime-spin-v2');
    expect(spinkube.operator.namespace).toBe('spin-operator');
    expect(spinkube.executor.name).toBe('containerd-shim-spin');
    expect(spinkube.executor.namespace).toBe('default');
    expect(names(manifestsOf(bundle, 'spinkube-crds'), 'CustomResourceDefinition')).toEqual([
      'spinapps.core.spinkube.dev',
      'spinappexecutors.core.spinkube.dev',
    ]);
    expect(names(manifestsOf(bundle, 'runtime-class-manager-crds'), 'CustomResourceDefinition')).toEqual([
      'shims.runtime.spinkube.dev',
    ]);
    expect(names(manifestsOf(bundle, 'cert-manager-crds'), 'CustomResourceDefinition')).toHaveLength(6);
  });

  test('the shim is installed on all Linux nodes, and SpinApps run on nodes that have it', () => {
    new SpinKube(bundle, 'spinkube');
    const [runtimeClass, shim] = manifestsOf(bundle, 'runtime-class');
    expect(runtimeClass).toEqual({
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'wasmtime-spin-v2' },
      handler: 'spin-v2',
      scheduling: { nodeSelector: { 'spin-v2': 'provisioned' } },
    });
    expect(shim.metadata).toEqual({ name: 'spin-v2' });
    expect(shim.spec).toMatchObject({
      containerdRuntimeOptions: { SystemdCgroup: 'true' },
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      runtimeClass: { name: 'wasmtime-spin-v2', handler: 'spin-v2' },
    });
  });

  test('its namespaces have the right Pod Security Standards', () => {
    new SpinKube(bundle, 'spinkube');
    expect(namespaces(bundle, 'cert-manager', 'runtime-class-manager', 'spin-operator', 'executors')).toEqual({
      'cert-manager': 'restricted',
      'runtime-class-manager': 'privileged',
      'spin-operator': 'restricted',
    });
  });
});

test('applies every property', () => {
  const props: Required<SpinKubeProps> = {
    release: SpinKubeRelease.V2026_11,
    nodeInstaller: NodeInstaller.preinstalled({ handler: 'spin-v2' }),
    previous: {
      nodeInstaller: NodeInstaller.preinstalled(),
      runtimeClass: { name: 'old' },
      executor: { name: 'old' },
    },
    webhookCertificates: WebhookCertificates.generated(),
    operator: {
      namespace: 'wasm-system',
      replicas: 2,
      customResourceDefinitions: CustomResourceDefinitions.external(),
    },
    runtimeClass: {
      name: 'spin',
      nodeSelector: { pool: 'wasm' },
      tolerations: [kplus.NodeTaintQuery.exists('wasm')],
      overhead: { cpu: kplus.Cpu.millis(10) },
    },
    executor: {
      name: 'shim',
      installDefaultCaCerts: false,
      caCertSecret: kplus.Secret.fromSecretName(new Chart(bundle, 'secrets'), 'ca', 'corp-ca'),
      otel: { endpoint: 'http://otel:4318' },
    },
    appNamespaces: ['shop', 'blog'],
    createNamespaces: true,
    imagePullSecrets: [kplus.Secret.fromSecretName(new Chart(bundle, 'pull'), 'pull', 'pull')],
    networkPolicies: true,
  };
  const spinkube = new SpinKube(bundle, 'spinkube', props);
  expect(manifestsOf(bundle, 'spinkube-crds')).toEqual([]);
  expect(manifestsOf(bundle, 'runtime-class')).toEqual([
    {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'spin' },
      handler: 'spin-v2',
      overhead: { podFixed: { cpu: '10m' } },
      scheduling: { nodeSelector: { pool: 'wasm' }, tolerations: [{ key: 'wasm', operator: 'Exists' }] },
    },
    { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'old' }, handler: 'spin' },
  ]);
  const deployment = only(manifestsOf(bundle, 'spin-operator'), 'Deployment');
  expect(deployment.metadata.namespace).toBe('wasm-system');
  expect(deployment.spec).toMatchObject({ replicas: 2 });
  expect(namespaces(bundle, 'spin-operator', 'executors')).toEqual({
    'wasm-system': 'restricted',
    shop: 'baseline',
    blog: 'baseline',
  });
  const all = manifestsOf(bundle, 'executors').filter(({ kind }) => kind === 'SpinAppExecutor');
  const executors = all.filter(({ metadata }) => metadata.name === 'shim');
  expect(all.filter(({ metadata }) => metadata.name === 'old').map(({ metadata }) => metadata.namespace)).toEqual([
    'shop',
    'blog',
  ]);
  expect(executors.map(({ metadata, spec }) => [metadata, spec])).toEqual(
    ['shop', 'blog'].map((namespace) => [
      { name: 'shim', namespace },
      {
        createDeployment: true,
        deploymentConfig: {
          caCertSecret: 'corp-ca',
          installDefaultCACerts: false,
          otel: { exporter_otlp_endpoint: 'http://otel:4318' },
          runtimeClassName: 'spin',
        },
      },
    ]),
  );
  expect(spinkube.executor.namespace).toBe('shop');
});

test.each<[string, NodeInstaller, WebhookCertificates, number]>([
  ['by default', NodeInstaller.runtimeClassManager(), WebhookCertificates.certManager(), 8],
  ['without cert-manager', NodeInstaller.kwasm(), WebhookCertificates.generated(), 6],
])('a mirror applies to every image of the platform %s', (_, nodeInstaller, webhookCertificates, images) => {
  new SpinKube(bundle, 'spinkube', { nodeInstaller, webhookCertificates });
  const charts = bundle.node.children.filter((child) => Chart.isChart(child) && !child.node.id.endsWith('-crds'));
  const mirror = 'mirror.example.com/all';
  const manifests = charts.flatMap(({ node }) => manifestsOf(bundle, node.id)).filter(({ kind }) => kind !== 'Shim');
  const text = JSON.stringify(mirrored(manifests, { 'ghcr.io': mirror, 'quay.io': mirror }));
  expect(text.split('mirror.example.com/all/')).toHaveLength(images + 1);
  expect(text).not.toMatch(/(quay|ghcr|gcr)\.io/);
});

describe('a previous node installer', () => {
  const previous = { nodeInstaller: NodeInstaller.kwasm({ operator: { autoProvision: false } }) };
  const nodeInstaller = NodeInstaller.runtimeClassManager({ nodeSelector: { pool: 'spin-v2' } });
  const names = { runtimeClass: { name: 'new' }, executor: { name: 'new' } };

  test('runs beside the new one, in the stages in which it is without it', () => {
    const spinkube = new SpinKube(bundle, 'spinkube', { previous, nodeInstaller, ...names });
    expect(only(manifestsOf(bundle, 'kwasm-operator'), 'Deployment').metadata.name).toBe('kwasm-operator');
    expect(only(manifestsOf(bundle, 'runtime-class-manager'), 'Deployment').metadata.name).toBe(
      'runtime-class-manager',
    );
    const classes = manifestsOf(bundle, 'runtime-class').filter(({ kind }) => kind === 'RuntimeClass');
    expect(classes.map(({ handler, metadata }) => [metadata.name, handler])).toEqual([
      ['new', 'spin-v2'],
      ['wasmtime-spin', 'spin'],
    ]);
    expect(only(manifestsOf(bundle, 'runtime-class'), 'Shim').metadata.name).toBe('spin-v2');
    expect(spinkube.executor.name).toBe('new');
    expect(spinkube.previousExecutorFor('default').name).toBe('containerd-shim-spin');
    expect(spinkube.previousExecutorFor('shop')).toBe(spinkube.previousExecutorFor('shop'));
  });

  test.each([
    [nodeInstaller, ''],
    [
      undefined,
      `warning: [runtime-class/shim/Resource] 'spec.nodeSelector' ({"kubernetes.io/os":"linux"}) selects nodes of kwasm-operator, where runtime-class-manager does not configure containerd; add a label that only other nodes have\n`,
    ],
  ])('warns about nodes of both node installers', (installer, warning) => {
    inTemporaryFolder((outdir) => {
      const checked = new Bundle({ outdir });
      new SpinKube(checked, 'spinkube', { previous, nodeInstaller: installer, ...names });
      const output = errorOutputOf(() => {
        checked.synth();
      });
      expect(output).toBe(warning);
    });
  });

  test('is refused with the same handler, and has no executor if there is none', () => {
    expect(() => new SpinKube(bundle, 'spinkube', { previous, nodeInstaller: NodeInstaller.kwasm() })).toThrow(
      "[spinkube] 'previous.nodeInstaller' (spin) has the same handler as 'nodeInstaller'; leave it out",
    );
    expect(() => new SpinKube(bundle, 'other').previousExecutorFor('default')).toThrow(
      "[other] 'previous' is not set, so there is no previous executor; set it",
    );
  });
});

describe('executors', () => {
  test('are added once for each namespace, on demand', () => {
    const spinkube = new SpinKube(bundle, 'spinkube');
    const executor = spinkube.executorFor('shop');
    expect(spinkube.executorFor('shop')).toBe(executor);
    expect(spinkube.executorFor('default')).toBe(spinkube.executor);
    expect(manifestsOf(bundle, 'executors').map(({ metadata }) => metadata.namespace)).toEqual(['default', 'shop']);
  });

  test('are missing from a platform without app namespaces', () => {
    const spinkube = new SpinKube(bundle, 'spinkube', { appNamespaces: [] });
    expect(() => spinkube.executor).toThrow(
      "[spinkube] 'appNamespaces' ([]) is empty, so there is no executor; add a namespace",
    );
  });

  test('are not duplicated for a repeated namespace', () => {
    new SpinKube(bundle, 'spinkube', { appNamespaces: ['shop', 'shop'] });
    expect(names(manifestsOf(bundle, 'executors'), 'SpinAppExecutor')).toHaveLength(1);
  });
});

describe('dependencies', () => {
  test('SpinApps come after their executors automatically', () => {
    const spinkube = new SpinKube(bundle, 'spinkube');
    const apps = new Chart(bundle, 'apps', { namespace: 'default' });
    new SpinApp(apps, 'hello', { image: 'hello', executor: spinkube.executor });
    expect(stagesOf(bundle).at(-1)).toMatchObject({ name: 'apps', level: 5 });
  });

  test('dependents of the platform come after all of its charts', () => {
    const spinkube = new SpinKube(bundle, 'spinkube');
    const chart = new Chart(bundle, 'dashboards');
    new ApiObject(chart, 'dashboard', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'dashboard', namespace: 'default' },
    });
    chart.addDependency(spinkube);
    expect(stagesOf(bundle).at(-1)).toMatchObject({
      name: 'dashboards',
      level: 5,
      dependsOn: stagesOf(bundle)
        .map(({ name }) => name)
        .slice(0, -1),
    });
  });

  test('all charts of the platform come after its dependencies', () => {
    const chart = new Chart(bundle, 'network');
    new ApiObject(chart, 'network', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'network', namespace: 'default' },
    });
    new SpinKube(bundle, 'spinkube').addDependency(chart);
    const [first, ...others] = stagesOf(bundle);
    expect(first.name).toBe('network');
    expect(others).toHaveLength(8);
    expect(others.filter(({ dependsOn }) => !dependsOn.includes('network'))).toEqual([]);
  });

  test('a plain cdk8s app has the same order of charts', () => {
    const files = inTemporaryFolder((outdir) => {
      const app = new App({ outdir });
      new SpinKube(app, 'spinkube');
      app.synth();
      return Object.keys(filesBelow(outdir));
    });
    expect(files).toEqual([
      '0000-cert-manager-crds.k8s.yaml',
      '0001-cert-manager.k8s.yaml',
      '0002-spinkube-crds.k8s.yaml',
      '0003-runtime-class-manager-crds.k8s.yaml',
      '0004-runtime-class-manager.k8s.yaml',
      '0005-runtime-class.k8s.yaml',
      '0006-spin-operator.k8s.yaml',
      '0007-executors.k8s.yaml',
    ]);
  });
});

describe('versions', () => {
  test('come only from the release', () => {
    new SpinKube(bundle, 'spinkube', {
      release: SpinKubeRelease.V2024_05,
      operator: { version: SpinOperatorVersion.V0_6_1 },
      webhookCertificates: WebhookCertificates.certManager({ version: CertManagerVersion.V1_21_1 }),
    });
    expect(validationErrors(bundle)).toEqual([
      "[spinkube] 'webhookCertificates.version' (v1.21.1) is not the version of the release, v1.14.4; use SpinKubeRelease.of() for a mix",
      "[spinkube] 'operator.version' (v0.6.1) is not the version of the release, v0.1.0; use SpinKubeRelease.of() for a mix",
    ]);
  });

  test('can be repeated', () => {
    new SpinKube(bundle, 'spinkube', {
      release: SpinKubeRelease.V2026_11,
      operator: { version: SpinOperatorVersion.V0_6_1 },
      webhookCertificates: WebhookCertificates.certManager({ version: CertManagerVersion.V1_21_1 }),
      nodeInstaller: NodeInstaller.runtimeClassManager({ manager: { version: RuntimeClassManagerVersion.V0_2_0 } }),
    });
    expect(validationErrors(bundle)).toEqual([]);
  });
});
