import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Bundle,
  CertManagerVersion,
  CustomResourceDefinitions,
  FetchStrategy,
  NodeInstaller,
  RuntimeClassManagerVersion,
  Shim,
  SpinApp,
  SpinKube,
  SpinKubeProps,
  SpinKubeRelease,
  SpinOperatorVersion,
  WebhookCertificates,
} from '../../lib';
import { filesBelow, inTemporaryFolder, stagesOf, synthFiles } from '../gitops/stages';
import { Manifest, only, validationErrors } from '../testing';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

let bundle: Bundle;

beforeEach(() => {
  bundle = new Bundle();
});

/** What a chart of the bundle renders. */
function manifestsOf(chart: string): Manifest[] {
  const found = bundle.node.findChild(chart);
  return found.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => object.toJson() as Manifest);
}

const names = (manifests: Manifest[], ...kinds: string[]) =>
  manifests.filter(({ kind }) => kinds.includes(kind)).map(({ metadata }) => metadata.name);

const namespaces = (...charts: string[]) =>
  Object.fromEntries(
    charts
      .flatMap(manifestsOf)
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']]),
  );

/** Name, level and dependencies of each stage. */
const stages = () => stagesOf(bundle).map(({ name, level, dependsOn }) => [name, level, dependsOn]);

describe('without properties', () => {
  test('the platform is eight stages, in this order', () => {
    new SpinKube(bundle, 'spinkube');
    const all = ['cert-manager-crds', 'spinkube-crds', 'runtime-class-manager-crds', 'cert-manager'];
    expect(stages()).toEqual([
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

  test('every default is as documented', () => {
    const spinkube = new SpinKube(bundle, 'spinkube');
    expect(spinkube.release).toBe(SpinKubeRelease.CURRENT);
    expect(spinkube.runtimeClass.name).toBe('wasmtime-spin-v2');
    expect(spinkube.operator.namespace).toBe('spin-operator');
    expect(spinkube.executor.name).toBe('containerd-shim-spin');
    expect(spinkube.executor.namespace).toBe('default');
    expect(names(manifestsOf('spinkube-crds'), 'CustomResourceDefinition')).toEqual([
      'spinapps.core.spinkube.dev',
      'spinappexecutors.core.spinkube.dev',
    ]);
    expect(names(manifestsOf('runtime-class-manager-crds'), 'CustomResourceDefinition')).toEqual([
      'shims.runtime.spinkube.dev',
    ]);
    expect(names(manifestsOf('cert-manager-crds'), 'CustomResourceDefinition')).toHaveLength(6);
  });

  test('every Linux node gets the shim without a label of its own, and apps run where it is', () => {
    new SpinKube(bundle, 'spinkube');
    const [runtimeClass, shim] = manifestsOf('runtime-class');
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

  test('its namespaces have the Pod Security that fits', () => {
    new SpinKube(bundle, 'spinkube');
    expect(namespaces('cert-manager', 'runtime-class-manager', 'spin-operator', 'executors')).toEqual({
      'cert-manager': 'restricted',
      'runtime-class-manager': 'privileged',
      'spin-operator': 'restricted',
    });
  });
});

test('every property takes effect', () => {
  const props: Required<SpinKubeProps> = {
    release: SpinKubeRelease.V2026_11,
    nodeInstaller: NodeInstaller.preinstalled({ handler: 'spin-v2' }),
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
    imageRegistry: 'mirror.example.com',
  };
  const spinkube = new SpinKube(bundle, 'spinkube', props);
  expect(manifestsOf('spinkube-crds')).toEqual([]);
  expect(manifestsOf('runtime-class')).toEqual([
    {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'spin' },
      handler: 'spin-v2',
      overhead: { podFixed: { cpu: '10m' } },
      scheduling: { nodeSelector: { pool: 'wasm' }, tolerations: [{ key: 'wasm', operator: 'Exists' }] },
    },
  ]);
  const deployment = only(manifestsOf('spin-operator'), 'Deployment');
  expect(deployment.metadata.namespace).toBe('wasm-system');
  expect(deployment.spec).toMatchObject({ replicas: 2 });
  expect(namespaces('spin-operator', 'executors')).toEqual({
    'wasm-system': 'restricted',
    shop: 'baseline',
    blog: 'baseline',
  });
  const executors = manifestsOf('executors').filter(({ kind }) => kind === 'SpinAppExecutor');
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
  ['of today', NodeInstaller.runtimeClassManager(), WebhookCertificates.certManager(), 8],
  ['without cert-manager', NodeInstaller.kwasm(), WebhookCertificates.generated(), 6],
])('a mirror holds every image of the platform %s', (_, nodeInstaller, webhookCertificates, images) => {
  const imageRegistry = 'mirror.example.com/all';
  new SpinKube(bundle, 'spinkube', { imageRegistry, nodeInstaller, webhookCertificates });
  const charts = bundle.node.children.filter((child) => Chart.isChart(child) && !child.node.id.endsWith('-crds'));
  const text = JSON.stringify(charts.map(({ node }) => manifestsOf(node.id)));
  expect(text.split('mirror.example.com/all/')).toHaveLength(images + 1);
  expect(text).not.toMatch(/(quay|ghcr|gcr)\.io/);
});

describe('namespaces', () => {
  test('are not made where somebody else makes them', () => {
    new SpinKube(bundle, 'spinkube', { createNamespaces: false, appNamespaces: ['shop'] });
    expect(namespaces('cert-manager', 'runtime-class-manager', 'spin-operator', 'executors')).toEqual({});
  });

  test('of Kubernetes itself are never made', () => {
    new SpinKube(bundle, 'spinkube', {
      operator: { namespace: 'kube-system' },
      nodeInstaller: NodeInstaller.preinstalled(),
      webhookCertificates: WebhookCertificates.certManager({ namespace: 'default' }),
    });
    expect(namespaces('cert-manager', 'spin-operator', 'executors')).toEqual({});
  });

  test('that several parts share are made once, with the Pod Security that all can live with', () => {
    const namespace = 'spinkube';
    new SpinKube(bundle, 'spinkube', {
      operator: { namespace },
      nodeInstaller: NodeInstaller.kwasm({ operator: { namespace } }),
      webhookCertificates: WebhookCertificates.certManager({ namespace }),
      appNamespaces: [namespace],
    });
    expect(namespaces('cert-manager')).toEqual({ spinkube: 'privileged' });
    expect(namespaces('kwasm-operator', 'spin-operator', 'executors')).toEqual({});
    expect(() => stages()).not.toThrow();
  });

  test('of a webhook on the network of the node take it', () => {
    const webhookCertificates = WebhookCertificates.certManager({ webhook: { hostNetwork: true, securePort: 10260 } });
    new SpinKube(bundle, 'spinkube', { webhookCertificates });
    expect(namespaces('cert-manager')).toEqual({ 'cert-manager': 'privileged' });
  });
});

describe.each([
  ['2024.05', SpinKubeRelease.V2024_05],
  ['2026.11', SpinKubeRelease.V2026_11],
])('in release %s', (_, release) => {
  const handlerIn = (manifests: Manifest[]) => only(manifests, 'RuntimeClass').handler;

  test.each<[string, NodeInstaller, string, string[]]>([
    [
      'runtime-class-manager',
      NodeInstaller.runtimeClassManager(),
      'spin-v2',
      ['runtime-class-manager-crds', 'runtime-class-manager'],
    ],
    ['kwasm-operator', NodeInstaller.kwasm(), 'spin', ['kwasm-operator']],
    ['the machine image', NodeInstaller.preinstalled(), 'spin', []],
  ])('%s puts the shim on nodes, and the RuntimeClass has its handler', (__, nodeInstaller, handler, before) => {
    new SpinKube(bundle, 'spinkube', { release, nodeInstaller, webhookCertificates: WebhookCertificates.generated() });
    expect(handlerIn(manifestsOf('runtime-class'))).toBe(handler);
    const stage = stagesOf(bundle).find(({ name }) => name === 'runtime-class');
    expect(stage?.dependsOn).toEqual(before);
    expect(stagesOf(bundle).map(({ name }) => name)).toEqual(
      [...new Set(['spinkube-crds', ...before, 'runtime-class', 'spin-operator', 'executors'])].sort(
        (a, b) => LEVELS.indexOf(a) - LEVELS.indexOf(b),
      ),
    );
  });

  const LEVELS = [
    'cert-manager-crds',
    'spinkube-crds',
    'runtime-class-manager-crds',
    'kwasm-operator',
    'cert-manager',
    'runtime-class-manager',
    'runtime-class',
    'spin-operator',
    'executors',
  ];

  test.each<[string, WebhookCertificates, string[]]>([
    ['cert-manager', WebhookCertificates.certManager(), ['cert-manager-crds', 'cert-manager']],
    ['a cert-manager that is there', WebhookCertificates.existingCertManager(), []],
    ['a Job', WebhookCertificates.generated(), []],
    ['a Secret', WebhookCertificates.fromSecret({ secretName: 'mine', caBundle: PEM }), []],
  ])('%s makes the certificate, and only what it needs is installed', (__, webhookCertificates, before) => {
    new SpinKube(bundle, 'spinkube', { release, webhookCertificates, nodeInstaller: NodeInstaller.preinstalled() });
    expect(
      stagesOf(bundle)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...before, 'executors', 'runtime-class', 'spin-operator', 'spinkube-crds'].sort());
    const operator = stagesOf(bundle).find(({ name }) => name === 'spin-operator');
    expect(operator?.dependsOn.filter((name) => name.startsWith('cert-manager'))).toEqual(before);
  });

  test('the versions of all parts are those of the release', () => {
    const spinkube = new SpinKube(bundle, 'spinkube', { release });
    expect(spinkube.operator.version).toBe(release.spinOperator);
    expect(spinkube.executor.api).toBe(release.api);
    const images = JSON.stringify(manifestsOf('cert-manager')).match(/cert-manager-\w+:v[^"]*/g) ?? [];
    expect(images).toHaveLength(4);
    expect(images.every((image) => image.endsWith(`:${release.certManager}`))).toBe(true);
  });
});

test('the node installer of a release is its own where none is chosen', () => {
  new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2024_05 });
  const deployment = JSON.stringify(only(manifestsOf('kwasm-operator'), 'Deployment'));
  expect(deployment).toContain('ghcr.io/spinkube/containerd-shim-spin/node-installer:v0.13.1');
  expect(deployment).toContain('{"name":"AUTO_PROVISION_NODES","value":"true"}');
  expect(only(manifestsOf('runtime-class'), 'RuntimeClass').scheduling).toBeUndefined();
});

describe('a node installer', () => {
  test('takes nodes, source and options of your own', () => {
    const fetchStrategy = FetchStrategy.anonymousHttp('https://mirror.example.com/spin.tar.gz');
    const nodeInstaller = NodeInstaller.runtimeClassManager({
      manager: { namespace: 'rcm' },
      nodeSelector: { spin: 'true' },
      containerdRuntimeOptions: {},
      fetchStrategy,
    });
    new SpinKube(bundle, 'spinkube', { nodeInstaller });
    expect(only(manifestsOf('runtime-class'), 'Shim').spec).toEqual({
      fetchStrategy: { anonHttp: { location: 'https://mirror.example.com/spin.tar.gz' } },
      nodeSelector: { spin: 'true' },
      rolloutStrategy: { type: 'recreate' },
      runtimeClass: { name: 'wasmtime-spin-v2', handler: 'spin-v2' },
    });
    expect(namespaces('runtime-class-manager')).toEqual({ rcm: 'privileged' });
  });

  test('cannot be given another handler: nothing public lets the two differ', () => {
    const runtimeClass: Record<string, unknown> = { name: 'spin', handler: 'spin' };
    new SpinKube(bundle, 'spinkube', { runtimeClass, nodeInstaller: NodeInstaller.runtimeClassManager() });
    expect(only(manifestsOf('runtime-class'), 'RuntimeClass').handler).toBe('spin-v2');
    const spinkube = bundle.node.findChild('spinkube') as SpinKube;
    new Shim(new Chart(bundle, 'other'), 'shim', {
      metadata: { name: 'other' },
      fetchStrategy: FetchStrategy.anonymousHttp('https://example.com/other.tar.gz'),
      runtimeClass: spinkube.runtimeClass,
    });
    expect(() => stages()).toThrow(
      "[other/shim] 'runtimeClass' (spin) has the handler spin-v2, and this shim gets the handler other",
    );
  });
});

describe('executors', () => {
  test('there is one for each namespace, made when it is asked for', () => {
    const spinkube = new SpinKube(bundle, 'spinkube');
    const executor = spinkube.executorFor('shop');
    expect(spinkube.executorFor('shop')).toBe(executor);
    expect(spinkube.executorFor('default')).toBe(spinkube.executor);
    expect(manifestsOf('executors').map(({ metadata }) => metadata.namespace)).toEqual(['default', 'shop']);
  });

  test('a platform without app namespaces has none', () => {
    const spinkube = new SpinKube(bundle, 'spinkube', { appNamespaces: [] });
    expect(() => spinkube.executor).toThrow(
      "[spinkube] 'appNamespaces' ([]) names no namespace, so there is no executor; name one",
    );
  });

  test('a namespace that is named twice gets one', () => {
    new SpinKube(bundle, 'spinkube', { appNamespaces: ['shop', 'shop'] });
    expect(names(manifestsOf('executors'), 'SpinAppExecutor')).toHaveLength(1);
  });
});

describe('dependencies', () => {
  test('apps come after their executors without a word', () => {
    const spinkube = new SpinKube(bundle, 'spinkube');
    const apps = new Chart(bundle, 'apps', { namespace: 'default' });
    new SpinApp(apps, 'hello', { image: 'hello', executor: spinkube.executor });
    expect(stagesOf(bundle).at(-1)).toMatchObject({ name: 'apps', level: 5 });
  });

  test('what depends on the platform comes after all of it', () => {
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

  test('the platform comes after what it depends on, all of it', () => {
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

  test('a plain app of cdk8s puts its charts in the same order', () => {
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
  test('come from the release and from nowhere else', () => {
    new SpinKube(bundle, 'spinkube', {
      release: SpinKubeRelease.V2024_05,
      operator: { version: SpinOperatorVersion.V0_6_1 },
      webhookCertificates: WebhookCertificates.certManager({ version: CertManagerVersion.V1_21_1 }),
    });
    expect(validationErrors(bundle)).toEqual([
      "[spinkube] 'webhookCertificates.version' (v1.21.1) is not that of the release, v1.14.4; use SpinKubeRelease.of() for a mix",
      "[spinkube] 'operator.version' (v0.6.1) is not that of the release, v0.1.0; use SpinKubeRelease.of() for a mix",
    ]);
  });

  test('may be repeated', () => {
    new SpinKube(bundle, 'spinkube', {
      release: SpinKubeRelease.V2026_11,
      operator: { version: SpinOperatorVersion.V0_6_1 },
      webhookCertificates: WebhookCertificates.certManager({ version: CertManagerVersion.V1_21_1 }),
      nodeInstaller: NodeInstaller.runtimeClassManager({ manager: { version: RuntimeClassManagerVersion.V0_2_0 } }),
    });
    expect(validationErrors(bundle)).toEqual([]);
  });
});

describe('CustomResourceDefinitions', () => {
  const withFile = (text: string | undefined) =>
    inTemporaryFolder((folder) => {
      const file = path.join(folder, 'crds.yaml');
      if (text !== undefined) {
        fs.writeFileSync(file, text);
      }
      try {
        new SpinKube(bundle, 'spinkube', {
          operator: { customResourceDefinitions: CustomResourceDefinitions.fromFile(file) },
        });
      } catch (error) {
        throw new Error((error as Error).message.replace(folder, 'FOLDER'), { cause: error });
      }
      return manifestsOf('spinkube-crds');
    });

  const definition = [
    'apiVersion: apiextensions.k8s.io/v1',
    'kind: CustomResourceDefinition',
    'metadata: { name: spinapps.core.spinkube.dev }',
    'spec: { group: core.spinkube.dev, names: { kind: SpinApp } }',
  ].join('\n');

  test('come from a file of yours', () => {
    expect(withFile(definition)).toEqual([
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'spinapps.core.spinkube.dev' },
        spec: { group: 'core.spinkube.dev', names: { kind: 'SpinApp' } },
      },
    ]);
  });

  test.each([
    ['that does not exist', undefined, 'does not exist'],
    ['that is empty', '', 'must hold CustomResourceDefinitions and nothing else, but has none'],
    [
      'of another release',
      definition.replaceAll('core.spinkube.dev', 'core.spinoperator.dev'),
      'must define core.spinkube.dev, but has spinapps.core.spinoperator.dev',
    ],
    [
      'with something else in it',
      `${definition}\n---\nkind: Deployment\n`,
      'must hold CustomResourceDefinitions and nothing else, but has Deployment',
    ],
  ])('are refused from a file %s', (_, text, rule) => {
    expect(() => withFile(text)).toThrow(
      `[spinkube-crds] 'customResourceDefinitions' (FOLDER/crds.yaml) ${rule}; give the path of the CRD file of the release`,
    );
  });

  test('are those of the package as they stand in it', () => {
    new SpinKube(bundle, 'spinkube');
    const file = path.join(__dirname, '..', '..', 'crds', 'core.spinkube.dev-v0.6.1.yaml');
    const [, ...documents] = fs.readFileSync(file, 'utf8').split(/^---\n/m);
    expect(synthFiles(bundle)['manifests/spinkube-crds/spinkube-crds.k8s.yaml']).toBe(
      `---\n${documents.join('---\n')}`,
    );
  });
});
