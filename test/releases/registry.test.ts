import * as fs from 'fs';
import * as path from 'path';
import { Chart } from 'cdk8s';
import {
  Bundle,
  CertManager,
  CertManagerVersion,
  ComponentVersion,
  FetchStrategy,
  KwasmOperatorVersion,
  NodeInstaller,
  RuntimeClass,
  RuntimeClassManagerVersion,
  Shim,
  SpinApp,
  SpinAppExecutor,
  SpinKube,
  SpinKubeRelease,
  SpinOperator,
  SpinOperatorApi,
  SpinOperatorVersion,
  SpinShimVersion,
} from '../../lib';
import { constantsOf, VersionClass } from '../../lib/releases/component-version';
import { RELEASES } from '../../lib/releases/registry';
import { errorOutputOf, inTemporaryFolder } from '../gitops/stages';
import { testChart } from '../testing';

const FOLDER = path.join(__dirname, '..', '..', 'lib', 'releases');

const COMPONENTS: [component: string, type: VersionClass<ComponentVersion>][] = [
  ['spin-operator', SpinOperatorVersion],
  ['cert-manager', CertManagerVersion],
  ['runtime-class-manager', RuntimeClassManagerVersion],
  ['kwasm-operator', KwasmOperatorVersion],
  ['spin-shim', SpinShimVersion],
] as never;

const VERSIONS = COMPONENTS.flatMap(([component, type]) =>
  constantsOf(type).map(([constant, version]): [string, string, ComponentVersion] => [component, constant, version]),
);

const versions = (release: SpinKubeRelease) => [
  release.name,
  ...[
    release.spinOperator,
    release.certManager,
    release.runtimeClassManager,
    release.kwasmOperator,
    release.spinShim,
  ].map(({ name }) => name),
];

/** The constants of a class of versions, as errors name them. */
function knownOf(type: { readonly name: string }): string {
  return constantsOf(type as Parameters<typeof constantsOf>[0])
    .map(([constant]) => `${type.name}.${constant}`)
    .join(', ');
}

/** Standard error output of the synthesis of a bundle. */
function outputOf(bundle: Bundle): string {
  return inTemporaryFolder((folder) => {
    Object.defineProperty(bundle, 'outdir', { value: folder });
    return errorOutputOf(() => {
      bundle.synth();
    });
  });
}

const MIX = {
  spinOperator: SpinOperatorVersion.V0_1_0,
  certManager: CertManagerVersion.V1_21_1,
  runtimeClassManager: RuntimeClassManagerVersion.V0_2_0,
  kwasmOperator: KwasmOperatorVersion.V0_2_3,
  spinShim: SpinShimVersion.V0_13_1,
};

describe('a release', () => {
  test('names its versions, and they never change', () => {
    expect(versions(SpinKubeRelease.V2024_05)).toEqual(['2024.05', 'v0.1.0', 'v1.14.4', 'v0.2.0', '0.2.3', 'v0.13.1']);
    expect(versions(SpinKubeRelease.V2026_11)).toEqual(['2026.11', 'v0.6.1', 'v1.21.1', 'v0.2.0', '0.2.3', 'v0.23.0']);
    expect(versions(SpinKubeRelease.V2026_12)).toEqual(['2026.12', 'v0.6.1', 'v1.21.2', 'v0.2.0', '0.2.3', 'v0.23.0']);
    expect(SpinKubeRelease.CURRENT).toBe(RELEASES[RELEASES.length - 1]);
  });

  test('is in the list of all releases under its own name', () => {
    const constants = Object.entries(SpinKubeRelease).filter(([name]) => name !== 'CURRENT');
    expect(constants).toEqual(RELEASES.map((release) => [`V${release.name.replace('.', '_')}`, release]));
  });

  test.each(RELEASES.map((release) => [release.name, release] as const))(
    '%s has the API of its operator',
    (_, release) => {
      expect(release.api).toBe(release.spinOperator.api);
      expect(release.api.operatorVersion).toBe(release.spinOperator.name);
    },
  );

  test('has the given versions if it is a mix, and a name that says so', () => {
    const release = SpinKubeRelease.of(MIX);
    expect(versions(release)).toEqual([
      'spin-operator v0.1.0, shim v0.13.1',
      'v0.1.0',
      'v1.21.1',
      'v0.2.0',
      '0.2.3',
      'v0.13.1',
    ]);
    expect(release.api).toBe(SpinOperatorApi.V0_1_0);
  });

  test('rejects a shim that ignores fields of the operator', () => {
    expect(() => SpinKubeRelease.of({ ...MIX, spinOperator: SpinOperatorVersion.V0_6_1 })).toThrow(
      "SpinKubeRelease.of: 'spinShim' (v0.13.1) ignores fields that spin-operator v0.6.1 has: components, invocationLimits and otel need shim v0.20.0 or later; use SpinShimVersion.V0_23_0",
    );
  });

  test.each([
    ['spinOperator', SpinOperatorVersion],
    ['certManager', CertManagerVersion],
    ['runtimeClassManager', RuntimeClassManagerVersion],
    ['kwasmOperator', KwasmOperatorVersion],
    ['spinShim', SpinShimVersion],
  ])('rejects a string as %s', (property, type) => {
    const options = { ...MIX, [property]: 'v9.9.9' };
    expect(() => SpinKubeRelease.of(options)).toThrow(
      `SpinKubeRelease.of: '${property}' (v9.9.9) is not a ${type.name}; use ${knownOf(type)} or ${type.name}.of()`,
    );
  });
});

describe.each<[string, unknown, string]>([
  ['a name', '2026.11', ' (2026.11)'],
  ['a number', 7, ' (7)'],
  ['an object', {}, ' ({})'],
])('%s from JavaScript', (_, given, shown) => {
  const chart = testChart('team');
  const [release, api] = [given as SpinKubeRelease, given as SpinOperatorApi];

  test.each<[string, () => unknown, string]>([
    [
      'a release',
      () => new SpinKube(testChart(), 'spinkube', { release }),
      `[test/spinkube] 'release'${shown} is not a SpinKubeRelease; use SpinKubeRelease.V2024_05, SpinKubeRelease.V2026_11, SpinKubeRelease.V2026_12, SpinKubeRelease.CURRENT or SpinKubeRelease.of()`,
    ],
    [
      'the API of an executor',
      () => new SpinAppExecutor(chart, 'executor', { api, metadata: { name: 'shim' } }),
      `[test/executor] 'api'${shown} is not a SpinOperatorApi; use SpinOperatorApi.V0_1_0, SpinOperatorApi.V0_6_1`,
    ],
    [
      'the API of a reference',
      () => SpinAppExecutor.fromSpinAppExecutorName(chart, 'reference', 'shim', { api }),
      `SpinAppExecutor.fromSpinAppExecutorName: 'api'${shown} is not a SpinOperatorApi; use SpinOperatorApi.V0_1_0, SpinOperatorApi.V0_6_1`,
    ],
    [
      'the executor of a SpinApp',
      () => new SpinApp(chart, 'app', { image: 'a', executor: given as SpinAppExecutor }),
      `[test/app] 'executor'${shown} is not a SpinAppExecutor; use SpinAppExecutor.fromSpinAppExecutorName() or new SpinAppExecutor()`,
    ],
  ])('is not accepted as %s', (__, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('every known version', () => {
  test('has a file of its own', () => {
    const files = COMPONENTS.flatMap(([component]) =>
      fs
        .readdirSync(path.join(FOLDER, component))
        .filter((file) => /^v\d/.test(file))
        .map((file) => `${component}/${file}`),
    );
    expect(files.sort()).toEqual(
      VERSIONS.map(([component, , { name }]) => `${component}/v${name.replace('v', '')}.ts`).sort(),
    );
  });

  test('has its number as the name of its constant', () => {
    expect(VERSIONS.map(([, constant]) => constant)).toEqual(
      VERSIONS.map(([, , { name }]) => `V${name.replace('v', '').replaceAll('.', '_')}`),
    );
  });

  test.each(VERSIONS)('%s %s has images with a registry and a tag', (_component, _constant, { _facts }) => {
    const images = Object.entries(_facts).filter(([name]) => /image$/i.test(name));
    expect(images.length).toBeGreaterThan(0);
    for (const [, image] of images) {
      expect(image).toMatch(/^[a-z.]+\.[a-z]+(\/[a-z-]+)+:[\w.-]+$/);
    }
  });

  test('of spin-operator has its API as a constant of the same name', () => {
    const apis = Object.entries(SpinOperatorApi).filter(([, value]) => value instanceof SpinOperatorApi);
    expect(apis).toEqual(constantsOf(SpinOperatorVersion).map(([constant, { api }]) => [constant, api]));
  });
});

describe('another version of a known line', () => {
  test('has the images of the nearest known version with its own tag', () => {
    expect(CertManagerVersion.of('v1.21.3')._facts).toEqual({
      ...CertManagerVersion.V1_21_2._facts,
      version: 'v1.21.3',
      controllerImage: 'quay.io/jetstack/cert-manager-controller:v1.21.3',
      webhookImage: 'quay.io/jetstack/cert-manager-webhook:v1.21.3',
      cainjectorImage: 'quay.io/jetstack/cert-manager-cainjector:v1.21.3',
      acmeSolverImage: 'quay.io/jetstack/cert-manager-acmesolver:v1.21.3',
    });
    expect(SpinOperatorVersion.of('v0.6.0')._facts.image).toBe('ghcr.io/spinframework/spin-operator:v0.6.0');
    expect(RuntimeClassManagerVersion.of('v0.2.1')._facts.downloaderImage).toMatch(/:v0\.2\.1$/);
  });

  test('has the images that it is given', () => {
    const controllerImage = 'registry.example.com/controller:1';
    const { _facts } = CertManagerVersion.of('v1.21.3', { controllerImage });
    expect([_facts.controllerImage, _facts.webhookImage]).toEqual([
      controllerImage,
      'quay.io/jetstack/cert-manager-webhook:v1.21.3',
    ]);
    expect(KwasmOperatorVersion.of('0.2.4', { image: 'kwasm:1' })._facts.image).toBe('kwasm:1');
  });

  test('of the shim has the archives whose checksums it is given', () => {
    const sha256 = 'a'.repeat(64);
    const { _facts } = SpinShimVersion.of('v0.23.1', { checksums: { x86_64: sha256 } });
    const location =
      'https://github.com/spinframework/containerd-shim-spin/releases/download/v0.23.1/containerd-shim-spin-v2-linux-x86_64.tar.gz';
    expect(_facts.archives).toEqual([{ architecture: 'x86_64', location, sha256 }]);
  });

  test('of the shim has archives without checksums if it is given none, and no archives if it is not known where they are', () => {
    const { archives } = SpinShimVersion.of('v0.25.2')._facts;
    expect(archives.map(({ architecture, sha256 }) => [architecture, sha256])).toEqual([
      ['aarch64', undefined],
      ['x86_64', undefined],
    ]);
    expect(SpinShimVersion.of('v0.13.2', { checksums: { x86_64: 'a'.repeat(64) } })._facts.archives).toEqual([]);
  });

  test('of the shim rejects a checksum for an architecture without an archive', () => {
    expect(() => SpinShimVersion.of('v0.23.1', { checksums: { amd64: 'a'.repeat(64) } })).toThrow(
      "SpinShimVersion.of: 'checksums' (amd64) is not the architecture of an archive; use aarch64, x86_64",
    );
  });

  test.each(VERSIONS)('%s %s is the constant where the version is known', (component, _, version) => {
    const [, type] = COMPONENTS.find(([name]) => name === component) as unknown as [string, typeof CertManagerVersion];
    expect(type.of(version.name)).toBe(version);
  });

  test('has the API of the line with its own version', () => {
    const { api } = SpinOperatorVersion.of('v0.6.2');
    expect([api.operatorVersion, api.group, api.knows('spec.components')]).toEqual([
      'v0.6.2',
      'core.spinkube.dev',
      true,
    ]);
  });

  test.each([
    ['1.21.2', "'version' (1.21.2) is not a valid version; write it like v1.21.2"],
    ['v1.21', "'version' (v1.21) is not a valid version; write it like v1.21.2"],
    ['latest', "'version' (latest) is not a valid version; write it like v1.21.2"],
    [
      'v1.30.0',
      "'version' (v1.30.0) is not of a line that this library knows (v1.14.x, v1.21.x); use a version of one of them",
    ],
  ])('rejects %s', (version, message) => {
    expect(() => CertManagerVersion.of(version)).toThrow(`CertManagerVersion.of: ${message}`);
  });

  test('needs an image where the tag does not follow from the version', () => {
    expect(() => KwasmOperatorVersion.of('0.2.4')).toThrow(
      "KwasmOperatorVersion.of: 'image' is required: the tag of ghcr.io/kwasm/kwasm-operator:kwasm-operator-0.2.2 does not follow from the version; name the image",
    );
  });

  test('renders as the nearest known version does, with a warning', () => {
    const render = (version: CertManagerVersion) => {
      const chart = testChart();
      new CertManager(chart, 'x', { version });
      return JSON.stringify(chart.toJson());
    };
    const known = render(CertManagerVersion.V1_14_4);
    expect(render(CertManagerVersion.of('v1.14.7'))).toBe(known.replaceAll('v1.14.4', 'v1.14.7'));
  });

  test('makes a bundle warn, each part once', () => {
    const bundle = new Bundle();
    const release = SpinKubeRelease.of({
      spinOperator: SpinOperatorVersion.of('v0.6.2'),
      certManager: CertManagerVersion.of('v1.21.3'),
      runtimeClassManager: RuntimeClassManagerVersion.of('v0.2.1'),
      kwasmOperator: KwasmOperatorVersion.of('0.2.4', { image: 'kwasm:1' }),
      spinShim: SpinShimVersion.of('v0.23.1'),
    });
    new SpinKube(bundle, 'spinkube', { release, nodeInstaller: NodeInstaller.kwasm() });
    expect(outputOf(bundle).match(/\[.*is rendered like [^;]*/g)).toEqual(
      [
        ['cert-manager/cert-manager', 'v1.21.3', 'cert-manager', 'v1.21.2'],
        ['kwasm-operator/kwasm-operator', '0.2.4', 'kwasm-operator', '0.2.3'],
        ['kwasm-operator/kwasm-operator', 'v0.23.1', 'containerd-shim-spin', 'v0.23.0'],
        ['spin-operator/spin-operator', 'v0.6.2', 'spin-operator', 'v0.6.1'],
      ].map(
        ([at, version, component, known]) =>
          `[${at}] 'version' (${version}) is not covered by the tests of this library: ${component} is rendered like ${known}`,
      ),
    );
  });

  test('of the shim makes a Shim warn', () => {
    const bundle = new Bundle();
    const runtimeClass = RuntimeClass.fromRuntimeClassName(bundle, 'class', 'x');
    const fetchStrategy = FetchStrategy.spinShim(
      SpinShimVersion.of('v0.23.1', { checksums: { x86_64: 'a'.repeat(64) } }),
    );
    new Shim(new Chart(bundle, 'shim'), 'shim', { metadata: { name: 'spin-v2' }, fetchStrategy, runtimeClass });
    expect(outputOf(bundle)).toContain('containerd-shim-spin is rendered like v0.23.0');
  });

  test.each(['1.2.3', { name: 'v0.6.1' }])('rejects a value that JavaScript passes without types: %j', (version) => {
    const given = version as unknown as SpinOperatorVersion;
    const shown = typeof version === 'string' ? version : JSON.stringify(version);
    expect(() => new SpinOperator(testChart(), 'x', { version: given })).toThrow(
      `[test/x] 'version' (${shown}) is not a SpinOperatorVersion; use ${knownOf(SpinOperatorVersion)} or SpinOperatorVersion.of()`,
    );
    expect(() => FetchStrategy.spinShim(version as unknown as SpinShimVersion)).toThrow('is not a SpinShimVersion');
  });
});
