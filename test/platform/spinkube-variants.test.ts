import { Chart } from 'cdk8s';
import { Bundle, FetchStrategy, NodeInstaller, Shim, SpinKube, SpinKubeRelease, WebhookCertificates } from '../../lib';
import { stagesOf } from '../gitops/stages';
import { Manifest, only } from '../testing';
import { manifestsOf, namespaces, stages } from './charts';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

let bundle: Bundle;

beforeEach(() => {
  bundle = new Bundle();
});

describe.each([
  ['2024.05', SpinKubeRelease.V2024_05],
  ['2026.11', SpinKubeRelease.V2026_11],
  ['2026.12', SpinKubeRelease.V2026_12],
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
  ])('%s provides the shim, and the RuntimeClass has its handler', (__, nodeInstaller, handler, before) => {
    new SpinKube(bundle, 'spinkube', { release, nodeInstaller, webhookCertificates: WebhookCertificates.generated() });
    expect(handlerIn(manifestsOf(bundle, 'runtime-class'))).toBe(handler);
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
    ['an existing cert-manager', WebhookCertificates.existingCertManager(), []],
    ['a Job', WebhookCertificates.generated(), []],
    ['a Secret', WebhookCertificates.fromSecret({ secretName: 'mine', caBundle: PEM }), []],
  ])('%s provides the certificate, and only its prerequisites are installed', (__, webhookCertificates, before) => {
    new SpinKube(bundle, 'spinkube', { release, webhookCertificates, nodeInstaller: NodeInstaller.preinstalled() });
    expect(
      stagesOf(bundle)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...before, 'executors', 'runtime-class', 'spin-operator', 'spinkube-crds'].sort());
    const operator = stagesOf(bundle).find(({ name }) => name === 'spin-operator');
    expect(operator?.dependsOn.filter((name) => name.startsWith('cert-manager'))).toEqual(before);
  });

  test('all components have the versions of the release', () => {
    const spinkube = new SpinKube(bundle, 'spinkube', { release });
    expect(spinkube.operator.version).toBe(release.spinOperator);
    expect(spinkube.executor.api).toBe(release.api);
    const images = JSON.stringify(manifestsOf(bundle, 'cert-manager')).match(/cert-manager-\w+:v[^"]*/g) ?? [];
    expect(images).toHaveLength(4);
    expect(images.every((image) => image.endsWith(`:${release.certManager.name}`))).toBe(true);
  });
});

test('the default node installer depends on the release', () => {
  new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2024_05 });
  const deployment = JSON.stringify(only(manifestsOf(bundle, 'kwasm-operator'), 'Deployment'));
  expect(deployment).toContain('ghcr.io/spinkube/containerd-shim-spin/node-installer:v0.13.1');
  expect(deployment).toContain('{"name":"AUTO_PROVISION_NODES","value":"true"}');
  expect(only(manifestsOf(bundle, 'runtime-class'), 'RuntimeClass').scheduling).toBeUndefined();
});

describe('a node installer', () => {
  test('accepts custom nodes, archives and options', () => {
    const fetchStrategy = FetchStrategy.anonymousHttp('https://mirror.example.com/spin.tar.gz');
    const nodeInstaller = NodeInstaller.runtimeClassManager({
      manager: { namespace: 'rcm' },
      nodeSelector: { spin: 'true' },
      containerdRuntimeOptions: {},
      fetchStrategy,
    });
    new SpinKube(bundle, 'spinkube', { nodeInstaller });
    expect(only(manifestsOf(bundle, 'runtime-class'), 'Shim').spec).toEqual({
      fetchStrategy: { anonHttp: { location: 'https://mirror.example.com/spin.tar.gz' } },
      nodeSelector: { spin: 'true' },
      rolloutStrategy: { type: 'recreate' },
      runtimeClass: { name: 'wasmtime-spin-v2', handler: 'spin-v2' },
    });
    expect(namespaces(bundle, 'runtime-class-manager')).toEqual({ rcm: 'privileged' });
  });

  test('always has the handler of the RuntimeClass', () => {
    const runtimeClass: Record<string, unknown> = { name: 'spin', handler: 'spin' };
    new SpinKube(bundle, 'spinkube', { runtimeClass, nodeInstaller: NodeInstaller.runtimeClassManager() });
    expect(only(manifestsOf(bundle, 'runtime-class'), 'RuntimeClass').handler).toBe('spin-v2');
    const spinkube = bundle.node.findChild('spinkube') as SpinKube;
    new Shim(new Chart(bundle, 'other'), 'shim', {
      metadata: { name: 'other' },
      fetchStrategy: FetchStrategy.anonymousHttp('https://example.com/other.tar.gz'),
      runtimeClass: spinkube.runtimeClass,
    });
    expect(() => stages(bundle)).toThrow(
      "[other/shim] 'runtimeClass' (spin) has the handler 'spin-v2', but the handler of this shim is 'other'",
    );
  });
});
