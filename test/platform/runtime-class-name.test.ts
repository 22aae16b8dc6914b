import { App } from 'cdk8s';
import { NodeInstaller, SpinKube, SpinKubeRelease } from '../../lib';
import { RELEASES } from '../../lib/releases/registry';

const { certManager, kwasmOperator, runtimeClassManager, spinOperator, spinShim } = SpinKubeRelease.V2026_12;
const MIX = SpinKubeRelease.of({ certManager, kwasmOperator, runtimeClassManager, spinOperator, spinShim });

function nameIn(release: SpinKubeRelease, nodeInstaller: NodeInstaller, name?: string): string {
  return new SpinKube(new App(), 'spinkube', { release, nodeInstaller, runtimeClass: { name } }).runtimeClass.name;
}

test.each([
  ['wasmtime-spin-v2', NodeInstaller.runtimeClassManager()],
  ['wasmtime-spin', NodeInstaller.kwasm()],
  ['wasmtime-spin', NodeInstaller.preinstalled()],
  ['wasmtime-other', NodeInstaller.preinstalled({ handler: 'other' })],
])('the RuntimeClass is called %s after its handler', (name, nodeInstaller) => {
  expect(nameIn(SpinKubeRelease.V2026_12, nodeInstaller)).toBe(name);
  expect(nameIn(SpinKubeRelease.CURRENT, nodeInstaller)).toBe(name);
});

test('older releases and mixes keep one name for every handler', () => {
  const releases = [...RELEASES.slice(0, RELEASES.indexOf(SpinKubeRelease.V2026_12)), MIX];
  const installers = [NodeInstaller.runtimeClassManager(), NodeInstaller.kwasm(), NodeInstaller.preinstalled()];
  const names = releases.flatMap((release) => installers.map((installer) => nameIn(release, installer)));
  expect(releases).toHaveLength(3);
  expect([...new Set(names)]).toEqual(['wasmtime-spin-v2']);
});

test('a name that is set takes precedence', () => {
  expect(nameIn(SpinKubeRelease.V2026_12, NodeInstaller.kwasm(), 'mine')).toBe('mine');
});
