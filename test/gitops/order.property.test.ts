import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { Bundle, NodeInstaller, SpinApp, SpinKube, SpinKubeRelease, Variable, WebhookCertificates } from '../../lib';
import { RELEASES } from '../../lib/releases/registry';
import { Manifest, manifestsIn } from '../testing';
import { Stages, synthFiles } from './stages';

const CERTIFICATES = [
  () => WebhookCertificates.certManager(),
  () => WebhookCertificates.existingCertManager(),
  () => WebhookCertificates.generated(),
];
const INSTALLERS = [
  () => NodeInstaller.runtimeClassManager(),
  () => NodeInstaller.kwasm(),
  () => NodeInstaller.preinstalled(),
];

/** Properties of a random bundle. */
const platform = fc.record({
  release: fc.constantFrom(...RELEASES),
  certificates: fc.constantFrom(...CERTIFICATES),
  installer: fc.constantFrom(...INSTALLERS),
  // True if the apps are added before the platform that they run on.
  appsFirst: fc.boolean(),
  shared: fc.boolean(),
  apps: fc.array(
    fc.record({ namespace: fc.constantFrom('shop', 'blog'), secret: fc.boolean(), autoscaled: fc.boolean() }),
    { minLength: 1, maxLength: 5 },
  ),
});

type Platform = typeof platform extends fc.Arbitrary<infer T> ? T : never;

function make({ apps, appsFirst, certificates, installer, release, shared }: Platform): Bundle {
  const bundle = new Bundle();
  const charts = apps.map(({ namespace }, index) => ({ namespace, id: shared ? namespace : `app-${index}` }));
  const chartOf = (index: number): Chart => {
    const { id, namespace } = charts[index];
    return (bundle.node.tryFindChild(id) as Chart | undefined) ?? new Chart(bundle, id, { namespace });
  };
  if (appsFirst) {
    apps.forEach((_, index) => chartOf(index));
  }
  const spinkube = new SpinKube(bundle, 'spinkube', {
    release,
    nodeInstaller: installer(),
    webhookCertificates: certificates(),
    appNamespaces: ['shop', 'blog'],
  });
  apps.forEach(({ autoscaled, namespace, secret }, index) => {
    const chart = chartOf(index);
    const name = `app-${index}`;
    const app = new SpinApp(chart, name, {
      metadata: { name },
      image: 'example.com/app:v1',
      executor: spinkube.executorFor(namespace),
      enableAutoscaling: autoscaled ? true : undefined,
    });
    if (secret) {
      const made = new kplus.Secret(chart, `secret-${index}`, { metadata: { name: `secret-${index}` } });
      app.addVariable('token', Variable.fromSecret(made, 'token'));
    }
    if (autoscaled) {
      new kplus.k8s.KubeHorizontalPodAutoscalerV2(chart, `scaler-${index}`, {
        metadata: { name: `scaler-${index}` },
        spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name } },
      });
    }
  });
  return bundle;
}

/** The manifests of all stages one after another, as they are applied without stages. */
function flattened(bundle: Bundle): Manifest[] {
  const files = synthFiles(bundle);
  const { stages } = JSON.parse(files['stages.json']) as { stages: Stages };
  return stages.flatMap(({ path }) => manifestsIn(files[path]));
}

interface Fields {
  readonly [field: string]: Fields | undefined;
}

const at = (manifest: Manifest, ...path: string[]): unknown =>
  path.reduce<Fields | undefined>((value, key) => value?.[key], manifest as unknown as Fields);

const text = (value: unknown): string => JSON.stringify(value);

/** Requirements of an object, as predicates on the objects before it; written independently of the library. */
function needs(manifest: Manifest, all: Manifest[]): [string, (other: Manifest) => boolean][] {
  const { apiVersion, kind, metadata } = manifest;
  const [group] = apiVersion.split('/');
  const inPlace = (other: Manifest) => other.metadata.namespace === metadata.namespace;
  const named = (wanted: string, name: unknown) => (other: Manifest) =>
    other.kind === wanted && other.metadata.name === name;
  const found: [string, (other: Manifest) => boolean][] = [
    ['namespace', named('Namespace', metadata.namespace)],
    [
      'definition',
      (other) =>
        other.kind === 'CustomResourceDefinition' &&
        at(other, 'spec', 'group') === group &&
        at(other, 'spec', 'names', 'kind') === kind,
    ],
  ];
  if (kind === 'SpinApp') {
    found.push([
      'executor',
      (other) => named('SpinAppExecutor', at(manifest, 'spec', 'executor'))(other) && inPlace(other),
    ]);
    found.push([
      'secret',
      (other) => other.kind === 'Secret' && inPlace(other) && text(manifest).includes(`"${other.metadata.name}"`),
    ]);
  }
  if (kind === 'SpinAppExecutor') {
    found.push(['runtime class', named('RuntimeClass', at(manifest, 'spec', 'deploymentConfig', 'runtimeClassName'))]);
  }
  if (kind === 'Shim') {
    found.push(['runtime class', named('RuntimeClass', at(manifest, 'spec', 'runtimeClass', 'name'))]);
  }
  if (kind === 'SpinApp' || kind === 'SpinAppExecutor') {
    found.push([
      'webhook',
      (other) => other.kind.endsWith('WebhookConfiguration') && text(other).includes(`"${group}"`),
    ]);
    found.push(['operator', (other) => other.kind === 'Deployment' && other.metadata.name.startsWith('spin-operator')]);
  }
  if (group === 'cert-manager.io') {
    found.push(['cert-manager', named('Deployment', 'cert-manager-webhook')]);
  }
  if (kind === 'Deployment' || kind === 'Job') {
    const account = at(manifest, 'spec', 'template', 'spec', 'serviceAccountName');
    found.push(['account', (other) => named('ServiceAccount', account)(other) && inPlace(other)]);
  }
  if (kind === 'HorizontalPodAutoscaler') {
    const target = at(manifest, 'spec', 'scaleTargetRef', 'name');
    found.push(['app', (other) => named('SpinApp', target)(other) && inPlace(other)]);
  }
  if (kind.endsWith('RoleBinding')) {
    found.push(['role', named(kind.replace('Binding', ''), at(manifest, 'roleRef', 'name'))]);
  }
  return found.filter(([, isNeeded]) => all.some(isNeeded));
}

test('puts every object after those that it needs, regardless of the order of constructs', () => {
  fc.assert(
    fc.property(platform, (made) => {
      const all = flattened(make(made));
      const late = all.flatMap((manifest, index) =>
        needs(manifest, all)
          .filter(([, isNeeded]) => all.slice(index).some((other) => other !== manifest && isNeeded(other)))
          .map(([reason]) => `${manifest.kind} ${manifest.metadata.name}: ${reason}`),
      );
      expect(late).toEqual([]);
    }),
    { numRuns: 40, seed: 20261123 },
  );
});

test('tests every kind of requirement', () => {
  const all = flattened(
    make({
      release: SpinKubeRelease.V2026_11,
      certificates: CERTIFICATES[0],
      installer: INSTALLERS[0],
      appsFirst: true,
      shared: true,
      apps: [{ namespace: 'shop', secret: true, autoscaled: true }],
    }),
  );
  const reasons = new Set(all.flatMap((manifest) => needs(manifest, all).map(([reason]) => reason)));
  expect([...reasons].sort()).toEqual([
    'account',
    'app',
    'cert-manager',
    'definition',
    'executor',
    'namespace',
    'operator',
    'role',
    'runtime class',
    'secret',
    'webhook',
  ]);
});
