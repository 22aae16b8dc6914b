import {
  FetchStrategy,
  RolloutStrategy,
  RuntimeClass,
  Shim,
  ShimArchitecture,
  ShimProps,
  SpinShimVersion,
} from '../../lib';
import { warningsOf } from '../../lib/private/warnings';
import { only, synth, testChart, validationErrors } from '../testing';

type Options = Omit<ShimProps, 'runtimeClass' | 'fetchStrategy'> & {
  readonly fetchStrategy?: FetchStrategy;
  readonly handler?: string;
};

function shimWith({ handler, metadata = { name: 'spin-v2' }, fetchStrategy = SPIN, ...props }: Options = {}) {
  const chart = testChart('team');
  const runtimeClass = handler
    ? new RuntimeClass(chart, 'class', { metadata: { name: 'spin' }, handler })
    : RuntimeClass.fromRuntimeClassName(chart, 'class', 'spin');
  const shim = new Shim(chart, 'shim', { metadata, fetchStrategy, runtimeClass, ...props });
  return { chart, shim };
}

const SPIN = FetchStrategy.spinShim(SpinShimVersion.V0_23_0);
const spec = (options?: Options) => only(synth(shimWith(options).chart), 'Shim').spec as Record<string, unknown>;
const errors = (options: Options) => validationErrors(shimWith(options).chart);

test('has the documented defaults', () => {
  const { chart, shim } = shimWith();
  const manifest = only(synth(chart), 'Shim');
  expect(manifest.metadata).toEqual({ name: 'spin-v2' });
  expect(manifest.spec).toEqual({
    fetchStrategy: {
      platforms: ['aarch64', 'x86_64'].map((arch) => ({
        os: 'linux',
        arch,
        location: `https://github.com/spinframework/containerd-shim-spin/releases/download/v0.23.0/containerd-shim-spin-v2-linux-${arch}.tar.gz`,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      })),
    },
    rolloutStrategy: { type: 'recreate' },
    runtimeClass: { name: 'spin', handler: 'spin-v2' },
  });
  expect([shim.handler, shim.provisionedLabel]).toEqual(['spin-v2', { 'spin-v2': 'provisioned' }]);
});

test('applies every property', () => {
  const props: Required<Omit<ShimProps, 'runtimeClass'>> = {
    metadata: { name: 'mine', labels: { a: 'b' } },
    fetchStrategy: FetchStrategy.anonymousHttp('https://example.com/shim.tar.gz'),
    nodeSelector: { spin: 'true' },
    rolloutStrategy: RolloutStrategy.RECREATE,
    containerdRuntimeOptions: { SystemdCgroup: 'true' },
  };
  const { chart, shim } = shimWith(props);
  shim.addNodeSelector('pool', 'wasm');
  expect(only(synth(chart), 'Shim')).toEqual({
    apiVersion: 'runtime.spinkube.dev/v1alpha1',
    kind: 'Shim',
    metadata: { name: 'mine', labels: { a: 'b' } },
    spec: {
      containerdRuntimeOptions: { SystemdCgroup: 'true' },
      fetchStrategy: { anonHttp: { location: 'https://example.com/shim.tar.gz' } },
      nodeSelector: { spin: 'true', pool: 'wasm' },
      rolloutStrategy: { type: 'recreate' },
      runtimeClass: { name: 'spin', handler: 'mine' },
    },
  });
});

test('accepts custom archives without a checksum', () => {
  const platforms = [{ architecture: ShimArchitecture.ARM64, location: 'https://example.com/a.tar.gz' }];
  const metadata = { name: 'mine' };
  expect(spec({ metadata, fetchStrategy: FetchStrategy.platforms(platforms) }).fetchStrategy).toEqual({
    platforms: [{ os: 'linux', arch: 'arm64', location: 'https://example.com/a.tar.gz' }],
  });
});

describe.each([SpinShimVersion.V0_24_0, SpinShimVersion.V0_25_1])(
  'the shim %s without published checksums',
  (version) => {
    const shimOf = (fetchStrategy: FetchStrategy) => shimWith({ fetchStrategy });
    const location = (arch: string) =>
      `https://github.com/spinframework/containerd-shim-spin/releases/download/${version.name}/containerd-shim-spin-v2-linux-${arch}.tar.gz`;

    test('is installed without being verified, with a warning', () => {
      const { chart, shim } = shimOf(FetchStrategy.spinShim(version));
      expect(only(synth(chart), 'Shim').spec).toMatchObject({
        fetchStrategy: {
          platforms: ['aarch64', 'x86_64'].map((arch) => ({ os: 'linux', arch, location: location(arch) })),
        },
      });
      expect(warningsOf(shim)).toEqual([
        `'fetchStrategy' (${version.name}) has no published checksums: its archives are downloaded without being verified; give 'sha256' to FetchStrategy.spinShim()`,
      ]);
    });

    test.each<{ [architecture: string]: string }>([
      { x86_64: 'b'.repeat(64) },
      { aarch64: 'a'.repeat(64), x86_64: 'b'.repeat(64) },
    ])('is verified with the checksums that are given, without a warning: %j', (sha256) => {
      const { chart, shim } = shimOf(FetchStrategy.spinShim(version, { sha256 }));
      expect(only(synth(chart), 'Shim').spec).toMatchObject({
        fetchStrategy: {
          platforms: Object.entries(sha256).map(([arch, sum]) => ({ arch, location: location(arch), sha256: sum })),
        },
      });
      expect(warningsOf(shim)).toEqual([]);
    });

    test('rejects a checksum for an architecture without an archive', () => {
      expect(() => FetchStrategy.spinShim(version, { sha256: { arm64: 'a'.repeat(64) } })).toThrow(
        "FetchStrategy.spinShim: 'sha256' (arm64) is not the architecture of an archive; use aarch64, x86_64",
      );
    });

    test('rejects a checksum that is not a SHA-256', () => {
      const { chart } = shimOf(FetchStrategy.spinShim(version, { sha256: { x86_64: 'abc' } }));
      expect(validationErrors(chart)).toEqual([expect.stringContaining('(abc) is not a valid SHA-256 checksum')]);
    });
  },
);

test('has no warning for a version with published checksums', () => {
  expect(warningsOf(shimWith().shim)).toEqual([]);
});

test('copies its properties', () => {
  const nodeSelector: Record<string, string> = { a: 'b' };
  const containerdRuntimeOptions: Record<string, string> = {};
  const { chart } = shimWith({ nodeSelector, containerdRuntimeOptions });
  const before = synth(chart);
  nodeSelector.c = 'd';
  containerdRuntimeOptions.c = 'd';
  expect(synth(chart)).toEqual(before);
});

describe('rejects', () => {
  const location = 'https://example.com/a.tar.gz';
  const of = (...architectures: ShimArchitecture[]) =>
    FetchStrategy.platforms(architectures.map((architecture) => ({ architecture, location })));
  const { AARCH64, AMD64, ARM64, X86_64 } = ShimArchitecture;
  const mine = { metadata: { name: 'mine' } };

  test.each<[string, Options, string[]]>([
    [
      'a name that is not a DNS label',
      { metadata: { name: 'spin.v2' }, fetchStrategy: of(AMD64) },
      [
        "'metadata.name' (spin.v2) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; it becomes the handler in containerd and the key of a node label",
      ],
    ],
    [
      'a name other than that in the archive',
      mine,
      ['aarch64', 'x86_64'].map(
        (arch, index) =>
          `'spec.fetchStrategy.platforms[${index}].location' (https://github.com/spinframework/containerd-shim-spin/releases/download/v0.23.0/containerd-shim-spin-v2-linux-${arch}.tar.gz) has the file containerd-shim-spin-v2, but the Shim 'mine' needs containerd-shim-mine; name the Shim 'spin-v2', or pack an archive with a file of that name`,
      ),
    ],
    [
      'a node label that runtime-class-manager sets itself',
      { nodeSelector: { 'spin-v2': 'provisioned' } },
      [
        "'spec.nodeSelector.spin-v2' (provisioned) is a label that runtime-class-manager overwrites: it has the name of the Shim; use another label",
      ],
    ],
    [
      'a rolling installation',
      { rolloutStrategy: RolloutStrategy.ROLLING },
      ["'spec.rolloutStrategy.type' (rolling) is not supported by runtime-class-manager v0.2.0; use 'recreate'"],
    ],
    [
      'a RuntimeClass with another handler',
      { handler: 'spin' },
      [
        "'runtimeClass' (spin) has the handler 'spin', but the handler of this shim is 'spin-v2'; set the handler of the RuntimeClass to the name of the Shim",
      ],
    ],
    [
      'no archive',
      { ...mine, fetchStrategy: of() },
      [
        `'spec.fetchStrategy' ({"platforms":[]}) has no location to download the shim from; set 'platforms' or 'anonHttp'`,
      ],
    ],
    [
      'two archives for an architecture, under both of its names',
      { ...mine, fetchStrategy: of(AMD64, X86_64, ARM64, AARCH64) },
      ["'fetchStrategy' (amd64) has two archives; remove one", "'fetchStrategy' (arm64) has two archives; remove one"],
    ],
    [
      'a location that is not a URL',
      { ...mine, fetchStrategy: FetchStrategy.anonymousHttp('/shims/spin.tar.gz') },
      ["'fetchStrategy' (/shims/spin.tar.gz) is not a valid URL of an archive; begin it with https://"],
    ],
    [
      'a checksum that is not a SHA-256',
      {
        ...mine,
        fetchStrategy: FetchStrategy.platforms([{ architecture: AMD64, location: 'spin.tar.gz', sha256: 'ABC' }]),
      },
      [
        "'fetchStrategy' (spin.tar.gz) is not a valid URL of an archive; begin it with https://",
        "'fetchStrategy' (ABC) is not a valid SHA-256 checksum: use 64 lower-case hexadecimal digits; use what 'sha256sum' prints for the archive",
      ],
    ],
    [
      'a shim without known archives',
      { fetchStrategy: FetchStrategy.spinShim(SpinShimVersion.V0_13_1) },
      [
        `'spec.fetchStrategy' ({"platforms":[]}) has no location to download the shim from; set 'platforms' or 'anonHttp'`,
        "'spinShim' (v0.13.1) has no known archives; use a later version",
      ],
    ],
  ])('%s', (_, options, messages) => {
    expect(errors(options)).toEqual(messages.map((message) => `[test/shim] ${message}`));
  });

  test('accepts a RuntimeClass with the handler of the shim', () => {
    expect(errors({ handler: 'spin-v2' })).toEqual([]);
  });
});
