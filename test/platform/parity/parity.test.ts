import * as fs from 'fs';
import * as path from 'path';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  CertManager,
  CertManagerVersion,
  CustomResourceDefinitions,
  FetchStrategy,
  KwasmOperator,
  NodeInstaller,
  RuntimeClass,
  RuntimeClassManager,
  Shim,
  ShimArchitecture,
  SpinKube,
  SpinKubeRelease,
  SpinOperator,
  SpinOperatorVersion,
  SpinShimVersion,
} from '../../../lib';
import { GOLDEN, goldenObjects, testWithGolden } from '../../golden';
import { Manifest, synth, testChart } from '../../testing';
import { DELIBERATE, met, unintended } from './deliberate';

const external = CustomResourceDefinitions.external();

function render(add: (scope: Construct) => void): Manifest[] {
  const chart = testChart();
  add(chart);
  return synth(chart);
}

/** The objects that SpinKube's release files have: definitions, RuntimeClass and executor. */
function platform(release: SpinKubeRelease): Manifest[] {
  const app = new App();
  new SpinKube(app, 'spinkube', { release, nodeInstaller: NodeInstaller.preinstalled() });
  return ['spinkube-crds', 'runtime-class', 'executors'].flatMap((id) => synth(app.node.findChild(id) as Chart));
}

function spinShim(chart: Construct): void {
  new Shim(chart, 'shim', {
    metadata: { name: 'spin-v2' },
    fetchStrategy: FetchStrategy.spinShim(SpinShimVersion.V0_23_0),
    nodeSelector: { spin: 'true' },
    containerdRuntimeOptions: { SystemdCgroup: 'true' },
    runtimeClass: RuntimeClass.fromRuntimeClassName(chart, 'class', 'wasmtime-spin-v2'),
  });
}

function wasmtimeShim(chart: Construct): void {
  const location = (arch: string) =>
    `https://github.com/containerd/runwasi/releases/download/containerd-shim-wasmtime%2Fv0.6.0/containerd-shim-wasmtime-${arch}-linux-musl.tar.gz`;
  new Shim(chart, 'wasmtime', {
    metadata: { name: 'wasmtime-v1' },
    fetchStrategy: FetchStrategy.platforms([
      { architecture: ShimArchitecture.AARCH64, location: location('aarch64') },
      { architecture: ShimArchitecture.X86_64, location: location('x86_64') },
    ]),
    nodeSelector: { wasmtime: 'true' },
    runtimeClass: RuntimeClass.fromRuntimeClassName(chart, 'wasmtime-class', 'wasmtime-v1'),
  });
}

/** A namespace for objects of files that name none: kubectl then takes `default`. */
const inDefault = (manifest: Manifest): Manifest =>
  manifest.kind === 'SpinAppExecutor'
    ? { ...manifest, metadata: { ...manifest.metadata, namespace: 'default' } }
    : manifest;

const kinds =
  (...wanted: string[]) =>
  ({ kind }: Manifest) =>
    wanted.includes(kind);

/** A golden file, and how its objects are rendered here. */
interface Case {
  readonly component: string;
  readonly ours: () => Manifest[];

  /** The objects of the file that are compared; all of them if not given. */
  readonly compared?: (manifest: Manifest) => boolean;
}

const CASES: { [file: string]: Case } = {
  'seed-2024/cert-manager.yaml': {
    component: 'cert-manager',
    ours: () => render((chart) => new CertManager(chart, 'x', { version: CertManagerVersion.V1_14_4 })),
  },
  'current/cert-manager.yaml': {
    component: 'cert-manager',
    ours: () => render((chart) => new CertManager(chart, 'x', { version: CertManagerVersion.V1_21_1 })),
  },
  'seed-2024/kwasm-operator.yaml': {
    component: 'kwasm-operator',
    ours: () =>
      render((chart) => {
        const installerImage = 'ghcr.io/spinkube/containerd-shim-spin/node-installer:v0.13.1';
        new KwasmOperator(chart, 'x', { autoProvision: false, installerImage });
      }),
  },
  'seed-2024/spin-operator.yaml': {
    component: 'spin-operator',
    ours: () =>
      render((chart) => {
        const kubeRbacProxy = { image: 'gcr.io/kubebuilder/kube-rbac-proxy:v0.15.0' };
        const version = SpinOperatorVersion.V0_1_0;
        new SpinOperator(chart, 'x', { version, kubeRbacProxy, customResourceDefinitions: external });
      }),
  },
  'current/spin-operator.yaml': {
    component: 'spin-operator',
    ours: () => render((chart) => new SpinOperator(chart, 'x', { customResourceDefinitions: external })),
  },
  'current/runtime-class-manager.yaml': {
    component: 'runtime-class-manager',
    ours: () => render((chart) => new RuntimeClassManager(chart, 'x')),
  },
  'current/runtime-class-manager.downloader-config.yaml': {
    component: 'runtime-class-manager',
    ours: () => render((chart) => new RuntimeClassManager(chart, 'x', { downloader: {} })),
  },
  'seed-2024/release-assets.yaml': {
    component: 'definitions',
    ours: () => platform(SpinKubeRelease.V2024_05),
  },
  'current/release-assets.yaml': {
    component: 'definitions',
    ours: () => platform(SpinKubeRelease.V2026_11),
    compared: ({ kind }) => kind !== 'Shim',
  },
  // SpinApps, executors and RuntimeClasses of the samples are compared where the apps are tested.
  'current/samples.yaml': {
    component: 'samples',
    ours: () =>
      render((chart) => {
        spinShim(chart);
        wasmtimeShim(chart);
      }),
    compared: kinds('Shim'),
  },
  'seed-2024/samples.yaml': { component: 'samples', ours: () => [], compared: kinds('Shim') },
};

describe('renders what Helm and the release files of the operators contain, except for deliberate differences:', () => {
  for (const [file, { component, compared = () => true, ours }] of Object.entries(CASES)) {
    testWithGolden(file, () => {
      const theirs = goldenObjects(file).filter(compared).map(inDefault);
      expect(unintended(component, ours(), theirs)).toEqual([]);
    });
  }

  testWithGolden('current/release-assets.yaml, the Shim', () => {
    const theirs = goldenObjects('current/release-assets.yaml').filter(kinds('Shim'));
    expect(theirs).toHaveLength(1);
    expect(unintended('samples', render(spinShim), theirs)).toEqual([]);
  });

  testWithGolden('compares every golden file', () => {
    const files = fs.readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => file.endsWith('.yaml')).sort()).toEqual(Object.keys(CASES).sort());
  });

  testWithGolden('every deliberate difference exists and has a reason', () => {
    const lines = DELIBERATE.map(({ component, objects, path: fields, reason }) =>
      [component ?? 'all', objects.source, fields.source, reason].join(' | '),
    );
    process.stdout.write(`Deliberate differences:\n  ${lines.join('\n  ')}\n`);
    expect(DELIBERATE.filter((one) => !met.has(one)).map(({ reason }) => reason)).toEqual([]);
    expect(DELIBERATE.filter(({ reason }) => reason.length < 30)).toEqual([]);
  });
});

test('finds a difference that is not deliberate', () => {
  const chart = (name: string) =>
    render((scope) => new KwasmOperator(scope, path.basename(name), { namespace: 'kwasm', helmReleaseName: name }));
  expect(unintended('kwasm-operator', chart('kwasm-operator'), chart('kwasm-operator'))).toEqual([]);
  expect(unintended('kwasm-operator', chart('kwasm-operator'), chart('other')).length).toBeGreaterThan(5);
});
