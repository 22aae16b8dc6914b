import {
  CertManagerVersion,
  KwasmOperatorVersion,
  RuntimeClassManagerVersion,
  SpinKubeRelease,
  SpinOperatorApi,
  SpinOperatorVersion,
  SpinShimVersion,
} from '../../lib';

const versions = (release: SpinKubeRelease) => [
  release.name,
  release.spinOperator,
  release.certManager,
  release.runtimeClassManager,
  release.kwasmOperator,
  release.spinShim,
];

const MIX = {
  spinOperator: SpinOperatorVersion.V0_1_0,
  certManager: CertManagerVersion.V1_21_1,
  runtimeClassManager: RuntimeClassManagerVersion.V0_2_0,
  kwasmOperator: KwasmOperatorVersion.V0_2_3,
  spinShim: SpinShimVersion.V0_13_1,
};

test('a release names its versions, and they never change', () => {
  expect(versions(SpinKubeRelease.V2024_05)).toEqual(['2024.05', 'v0.1.0', 'v1.14.4', 'v0.2.0', '0.2.3', 'v0.13.1']);
  expect(versions(SpinKubeRelease.V2026_11)).toEqual(['2026.11', 'v0.6.1', 'v1.21.1', 'v0.2.0', '0.2.3', 'v0.23.0']);
  expect(SpinKubeRelease.CURRENT).toBe(SpinKubeRelease.V2026_11);
});

test('the API is that of the operator', () => {
  expect(SpinKubeRelease.V2024_05.api).toBe(SpinOperatorApi.V0_1_0);
  expect(SpinKubeRelease.V2026_11.api).toBe(SpinOperatorApi.V0_6_1);
});

test('a mix has the versions that it is given, and a name that says so', () => {
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

test('a shim that would ignore what the operator lets apps say is refused', () => {
  expect(() => SpinKubeRelease.of({ ...MIX, spinOperator: SpinOperatorVersion.V0_6_1 })).toThrow(
    "SpinKubeRelease.of: 'spinShim' (v0.13.1) ignores what spin-operator v0.6.1 lets a SpinApp say: components, invocationLimits and otel need shim v0.20.0 or later; use SpinShimVersion.V0_23_0",
  );
});
