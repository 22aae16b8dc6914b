import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, App, Chart } from 'cdk8s';
import {
  Bundle,
  CustomResourceDefinitions,
  NodeInstaller,
  SpinApp,
  SpinKube,
  SpinKubeProps,
  SpinKubeRelease,
  SpinOperatorApi,
} from '../../lib';
import { filesBelow, inTemporaryFolder, stagesOf, synthFiles } from '../gitops/stages';
import { Manifest } from '../testing';

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

describe('without properties', () => {
  test('the platform is four stages, in this order', () => {
    new SpinKube(bundle, 'spinkube');
    expect(stagesOf(bundle).map(({ name, level, dependsOn }) => [name, level, dependsOn])).toEqual([
      ['spinkube-crds', 0, []],
      ['runtime-class', 0, []],
      ['spin-operator', 1, ['spinkube-crds', 'runtime-class']],
      ['executors', 2, ['spinkube-crds', 'runtime-class', 'spin-operator']],
    ]);
  });

  test('every default is as documented', () => {
    const spinkube = new SpinKube(bundle, 'spinkube');
    expect(spinkube.release).toBe(SpinKubeRelease.CURRENT);
    expect(spinkube.runtimeClass.name).toBe('wasmtime-spin-v2');
    expect(spinkube.runtimeClass.handler).toBe('spin');
    expect(spinkube.operator.namespace).toBe('spin-operator');
    expect(spinkube.executor.name).toBe('containerd-shim-spin');
    expect(spinkube.executor.namespace).toBe('default');
    expect(manifestsOf('spinkube-crds').map(({ metadata }) => metadata.name)).toEqual([
      'spinapps.core.spinkube.dev',
      'spinappexecutors.core.spinkube.dev',
    ]);
  });
});

test('every property takes effect', () => {
  const props: Required<SpinKubeProps> = {
    release: SpinKubeRelease.V2026_11,
    nodeInstaller: NodeInstaller.preinstalled({ handler: 'spin-v2' }),
    customResourceDefinitions: CustomResourceDefinitions.external(),
    operator: { namespace: 'wasm-system', replicas: 2 },
    runtimeClassName: 'spin',
    executorName: 'shim',
    appNamespaces: ['shop', 'blog'],
  };
  const spinkube = new SpinKube(bundle, 'spinkube', props);
  expect(manifestsOf('spinkube-crds')).toEqual([]);
  expect(manifestsOf('runtime-class')).toEqual([
    { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'spin' }, handler: 'spin-v2' },
  ]);
  const operator = manifestsOf('spin-operator');
  expect(operator.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata)).toEqual([
    { name: 'wasm-system' },
  ]);
  const deployment = operator.find(({ kind }) => kind === 'Deployment');
  expect(deployment?.metadata.namespace).toBe('wasm-system');
  expect(deployment?.spec).toMatchObject({ replicas: 2 });
  expect(manifestsOf('executors').map(({ metadata, spec }) => [metadata, spec])).toEqual(
    ['shop', 'blog'].map((namespace) => [
      { name: 'shim', namespace },
      { createDeployment: true, deploymentConfig: { installDefaultCACerts: true, runtimeClassName: 'spin' } },
    ]),
  );
  expect(spinkube.executor.namespace).toBe('shop');
});

describe('executors', () => {
  test('there is one for each namespace, made when it is asked for', () => {
    const spinkube = new SpinKube(bundle, 'spinkube');
    const executor = spinkube.executorIn('shop');
    expect(spinkube.executorIn('shop')).toBe(executor);
    expect(spinkube.executorIn('default')).toBe(spinkube.executor);
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
    expect(manifestsOf('executors')).toHaveLength(1);
  });
});

describe('dependencies', () => {
  test('apps come after their executors without a word', () => {
    const spinkube = new SpinKube(bundle, 'spinkube');
    const apps = new Chart(bundle, 'apps', { namespace: 'default' });
    new SpinApp(apps, 'hello', { image: 'hello', executor: spinkube.executor });
    expect(stagesOf(bundle).at(-1)).toMatchObject({ name: 'apps', level: 3 });
  });

  test('what depends on the platform comes after all of it', () => {
    const spinkube = new SpinKube(bundle, 'spinkube');
    const chart = new Chart(bundle, 'dashboards');
    new ApiObject(chart, 'dashboard', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'dashboard' } });
    chart.addDependency(spinkube);
    expect(stagesOf(bundle).at(-1)).toMatchObject({
      name: 'dashboards',
      level: 3,
      dependsOn: ['spinkube-crds', 'runtime-class', 'spin-operator', 'executors'],
    });
  });

  test('a plain app of cdk8s puts its charts in the same order', () => {
    const files = inTemporaryFolder((outdir) => {
      const app = new App({ outdir });
      new SpinKube(app, 'spinkube');
      app.synth();
      return Object.keys(filesBelow(outdir));
    });
    expect(files).toEqual([
      '0000-spinkube-crds.k8s.yaml',
      '0001-runtime-class.k8s.yaml',
      '0002-spin-operator.k8s.yaml',
      '0003-executors.k8s.yaml',
    ]);
  });
});

describe('a release', () => {
  test('names the API of its operator', () => {
    expect([SpinKubeRelease.V2026_11.name, SpinKubeRelease.V2026_11.api]).toEqual(['2026.11', SpinOperatorApi.V0_6_1]);
  });

  test('is what the platform installs', () => {
    const spinkube = new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2026_11 });
    expect(spinkube.operator.version).toBe('v0.6.1');
    expect(spinkube.executor.api).toBe(SpinOperatorApi.V0_6_1);
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
        new SpinKube(bundle, 'spinkube', { customResourceDefinitions: CustomResourceDefinitions.fromFile(file) });
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
    expect(synthFiles(bundle)['manifests/spinkube-crds/spinkube-crds.k8s.yaml'].length).toBeGreaterThan(
      fs.statSync(file).size,
    );
  });
});
