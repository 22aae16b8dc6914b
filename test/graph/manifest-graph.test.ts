import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { readTree } from '../../lib/changes/tree';
import { EdgeType, graphOf, ManifestGraph } from '../../lib/graph/manifest-graph';

/** The graph of files. */
function graph(files: { [file: string]: string }): ManifestGraph {
  return graphOf(readTree(new Map(Object.entries(files))));
}

/** The edges as text: `SpinApp/shop -> Secret/db reference spec.variables…`. */
function edgesOf({ edges, objects }: ManifestGraph, ...types: EdgeType[]): string[] {
  const name = (id: number) => {
    const { kind, name: own, namespace, stage } = objects[id];
    return `${[kind, namespace, own].filter(Boolean).join('/')}${stage === undefined ? ' (outside)' : ''}`;
  };
  return edges
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .map(({ fields, from, to, type }) => `${name(from)} -> ${name(to)} ${type} ${fields.join()}`);
}

const object = (apiVersion: string, kind: string, name: string, more: object = {}, namespace?: string) =>
  JSON.stringify({ apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) }, ...more });
const lines = (...objects: string[]) => objects.join('\n---\n');

const APP = {
  image: 'shop',
  executor: 'shim',
  variables: [
    { name: 'a', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
    { name: 'b', valueFrom: { secretKeyRef: { name: 'db', key: 'user' } } },
    { name: 'c', valueFrom: { configMapKeyRef: { name: 'missing', key: 'x' } } },
  ],
  runtimeConfig: { loadFromSecret: 'runtime' },
  serviceAccountName: 'shop',
  podLabels: { tier: 'web' },
};

test('has the references of a SpinApp and what is around it', () => {
  const core = 'core.spinkube.dev/v1alpha1';
  const found = graph({
    'app.yaml': lines(
      object(core, 'SpinApp', 'shop', { spec: APP }, 'team'),
      object(core, 'SpinAppExecutor', 'shim', { spec: { deploymentConfig: { runtimeClassName: 'wasm' } } }, 'team'),
      object(core, 'SpinAppExecutor', 'shim', {}, 'other'),
      object('node.k8s.io/v1', 'RuntimeClass', 'wasm', { handler: 'spin' }),
      object('v1', 'Namespace', 'team'),
      object('v1', 'Secret', 'db', { data: { secretName: 'runtime' } }, 'team'),
      object(
        'networking.k8s.io/v1',
        'Ingress',
        'web',
        {
          spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'shop', port: { number: 80 } } } }] } }] },
        },
        'team',
      ),
      object(
        'autoscaling/v2',
        'HorizontalPodAutoscaler',
        'hpa',
        {
          spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' } },
        },
        'team',
      ),
      object(
        'policy/v1',
        'PodDisruptionBudget',
        'pdb',
        { spec: { selector: { matchLabels: { tier: 'web' } } } },
        'team',
      ),
      object(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'np',
        {
          spec: { podSelector: { matchLabels: { 'core.spinkube.dev/app-name': 'shop' } } },
        },
        'team',
      ),
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'spinapps.core.spinkube.dev', {
        spec: { group: 'core.spinkube.dev', names: { kind: 'SpinApp' } },
      }),
    ),
  });
  const app = 'SpinApp/team/shop';
  expect(edgesOf(found, EdgeType.REFERENCE, EdgeType.SELECTOR, EdgeType.DEFINITION)).toEqual([
    `${app} -> SpinAppExecutor/team/shim reference spec.executor`,
    `${app} -> Secret/team/db reference spec.variables.valueFrom.secretKeyRef`,
    `${app} -> ConfigMap/team/missing (outside) reference spec.variables.valueFrom.configMapKeyRef`,
    `${app} -> Secret/team/runtime (outside) reference spec.runtimeConfig.loadFromSecret`,
    `${app} -> ServiceAccount/team/shop (outside) reference spec.serviceAccountName`,
    `${app} -> CustomResourceDefinition/spinapps.core.spinkube.dev definition kind`,
    'SpinAppExecutor/team/shim -> RuntimeClass/wasm reference spec.deploymentConfig.runtimeClassName',
    `Ingress/team/web -> ${app} reference spec.rules.http.paths.backend.service`,
    `HorizontalPodAutoscaler/team/hpa -> ${app} reference spec.scaleTargetRef`,
    `PodDisruptionBudget/team/pdb -> ${app} selector spec.selector.matchLabels`,
    `NetworkPolicy/team/np -> ${app} selector spec.podSelector.matchLabels`,
  ]);
  expect(edgesOf(found, EdgeType.NAMESPACE)).toHaveLength(7);
});

test('has the references of objects that cdk8s-plus creates', () => {
  const chart = new Chart(new App(), 'chart', { namespace: 'team' });
  const metadata = (name: string) => ({ metadata: { name } });
  const secret = new kplus.Secret(chart, 'secret', metadata('secret'));
  const configMap = new kplus.ConfigMap(chart, 'config', metadata('config'));
  const serviceAccount = new kplus.ServiceAccount(chart, 'account', metadata('account'));
  const claim = new kplus.PersistentVolumeClaim(chart, 'claim', { ...metadata('claim'), storageClassName: 'fast' });
  const deployment = new kplus.Deployment(chart, 'web', {
    ...metadata('web'),
    serviceAccount,
    dockerRegistryAuth: kplus.Secret.fromSecretName(chart, 'pull', 'pull'),
    containers: [
      { image: 'web', portNumber: 80, envVariables: { A: kplus.EnvValue.fromSecretValue({ secret, key: 'k' }) } },
    ],
    volumes: [
      kplus.Volume.fromConfigMap(chart, 'v1', configMap),
      kplus.Volume.fromPersistentVolumeClaim(chart, 'v2', claim),
      kplus.Volume.fromSecret(chart, 'v3', secret),
    ],
  });
  deployment.exposeViaService({ name: 'web' });
  const role = new kplus.Role(chart, 'role', metadata('role'));
  role.bind(serviceAccount, kplus.User.fromName(chart, 'user', 'someone'));
  const found = graph({ 'a.yaml': lines(...(chart.toJson() as object[]).map((one) => JSON.stringify(one))) });
  expect(
    edgesOf(found)
      .map((edge) => edge.replace(/ (reference|selector) .*/, '').replaceAll('team/', ''))
      .sort(),
  ).toEqual([
    'Deployment/web -> ConfigMap/config',
    'Deployment/web -> PersistentVolumeClaim/claim',
    'Deployment/web -> Secret/pull (outside)',
    'Deployment/web -> Secret/secret',
    'Deployment/web -> ServiceAccount/account',
    'PersistentVolumeClaim/claim -> StorageClass/fast (outside)',
    expect.stringMatching(/^RoleBinding\/.* -> Role\/role$/),
    expect.stringMatching(/^RoleBinding\/.* -> ServiceAccount\/account$/),
    'Service/web -> Deployment/web',
  ]);
});

test('has the stages of each cluster, without the folders of deployers, and references within a cluster', () => {
  const stage = (name: string, dependsOn: string[]) => ({ name, dependsOn, path: `manifests/${name}.yaml` });
  const stages = [stage('a', []), stage('b', ['a']), stage('c', ['a', 'b'])];
  const files = (cluster: string) => ({
    [`${cluster}/stages.json`]: JSON.stringify({ stages }),
    [`${cluster}/manifests/a.yaml`]: object('v1', 'Secret', 's'),
    [`${cluster}/manifests/b.yaml`]: object('v1', 'Pod', 'p', { spec: { imagePullSecrets: [{ name: 's' }] } }),
    [`${cluster}/manifests/c.yaml`]: object('v1', 'ConfigMap', 'c'),
    [`${cluster}/argo-cd/app.yaml`]: object('argoproj.io/v1alpha1', 'Application', 'app'),
  });
  const found = graph({ ...files('eu'), ...files('us') });
  expect(found.stages).toEqual([
    { name: 'eu/a', level: 0, dependsOn: [] },
    { name: 'eu/b', level: 1, dependsOn: ['eu/a'] },
    { name: 'eu/c', level: 2, dependsOn: ['eu/b'] },
    { name: 'us/a', level: 0, dependsOn: [] },
    { name: 'us/b', level: 1, dependsOn: ['us/a'] },
    { name: 'us/c', level: 2, dependsOn: ['us/b'] },
  ]);
  expect(found.objects.map(({ name, stage: at }) => `${at} ${name}`)).toEqual(
    ['eu', 'us'].flatMap((cluster) => [`${cluster}/a s`, `${cluster}/b p`, `${cluster}/c c`]),
  );
  expect(found.edges.map(({ from, to }) => [from, to])).toEqual([
    [1, 0],
    [4, 3],
  ]);
});

test('prefers the object in the same folder', () => {
  const pair = lines(
    object('v1', 'Secret', 's'),
    object('v1', 'Pod', 'p', { spec: { imagePullSecrets: [{ name: 's' }] } }),
  );
  const { edges } = graph({ 'dev/a.yaml': pair, 'prod/a.yaml': pair });
  expect(edges.map(({ from, to }) => [from, to])).toEqual([
    [1, 0],
    [3, 2],
  ]);
});
