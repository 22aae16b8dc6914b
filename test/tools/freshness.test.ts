import { SpinKubeRelease } from '../../lib';
import { isKept, Pin, pinsOfGoMod, pinsOfPackage, pinsOfRelease } from '../../tools/freshness/pins';
import { newerModules, newerPackages } from '../../tools/freshness/registries';
import { tableOf } from '../../tools/freshness/table';

test('pins are the direct requirements of a Go module, and the modules of its tools', () => {
  const pins = pinsOfGoMod('e2e/gitops/x', {
    Require: [
      { Path: 'example.com/direct', Version: 'v1.0.0' },
      { Path: 'example.com/tool', Version: 'v2.0.0', Indirect: true },
      { Path: 'example.com/tool/api', Version: 'v2.0.0', Indirect: true },
      { Path: 'example.com/too', Version: 'v3.0.0', Indirect: true },
      { Path: 'example.com/replaced', Version: 'v0.0.0' },
    ],
    Tool: [{ Path: 'example.com/tool/cmd' }],
  });
  expect(pins.map(({ name, version }) => `${name} ${version}`)).toEqual([
    'example.com/direct v1.0.0',
    'example.com/tool v2.0.0',
  ]);
  expect(pinsOfGoMod('tools/x', { Require: null, Tool: null })).toEqual([]);
});

test('pins are the dependencies of a package', () => {
  expect(pinsOfPackage('package.json', { dependencies: { a: '1.0.0' }, devDependencies: { b: '~2.0' } })).toEqual([
    { registry: 'npm', name: 'b', version: '~2.0', where: 'package.json' },
    { registry: 'npm', name: 'a', version: '1.0.0', where: 'package.json' },
  ]);
});

test('pins are the components of a release', () => {
  const { certManager } = SpinKubeRelease.CURRENT;
  const pins = pinsOfRelease(SpinKubeRelease.CURRENT);
  expect(pins).toHaveLength(4);
  expect(pins).toContainEqual({
    registry: 'go',
    name: 'github.com/cert-manager/cert-manager',
    version: certManager.name,
    where: 'lib/releases',
  });
});

test('folders with a version in their name stay at it', () => {
  const folders = ['tools/crds/cert-manager-v1.14.4', 'tools/crds/cert-manager', 'e2e/operators/spin-operator-v0.6.1'];
  expect(folders.filter(isKept)).toEqual([folders[0], folders[2]]);
});

test('reads newer versions of Go modules, and modules that the registry does not list', () => {
  expect([...newerModules('a v1 v2 \nb v1 - \nc v1 - unknown\n')]).toEqual([
    ['a@v1', 'v2'],
    ['c@v1', undefined],
  ]);
});

test('reads newer versions of packages', () => {
  const [old, fresh] = pinsOfPackage('package.json', { devDependencies: { old: '1.0.0', fresh: '1.0.0' } });
  expect([...newerPackages([old, fresh], '{"old": {"current": "1.0.0", "latest": "2.0.0"}}')]).toEqual([
    ['old@1.0.0', '2.0.0'],
  ]);
  expect(newerPackages([old, fresh], '').size).toBe(0);
});

describe('the table', () => {
  const pin = (name: string, where: string): Pin => ({ registry: 'go', name, version: 'v1.0.0', where });

  test('has a row with a recipe for each pin with a newer version', () => {
    const pins = [
      pin('release', 'lib/releases'),
      pin('current', 'lib/releases'),
      pin('crds', 'tools/crds/kubernetes'),
      pin('controller', 'e2e/gitops/x'),
      pin('silent', 'e2e/node'),
    ];
    const newer = ['release', 'crds', 'controller'].map((name) => [`${name}@v1.0.0`, 'v1.10.0'] as const);
    expect(tableOf(pins, new Map([...newer, ['silent@v1.0.0', undefined]]))).toBe(
      [
        'COMPONENT   PINNED  NEWEST   HOW TO RAISE IT',
        'release     v1.0.0  v1.10.0  CONTRIBUTING.md, Raising a version',
        'crds        v1.0.0  v1.10.0  crds/README.md, Raising a version',
        'controller  v1.0.0  v1.10.0  in e2e/gitops/x: go get controller@v1.10.0 && go mod tidy; tags in e2e/src/images.ts',
        'silent      v1.0.0  unknown  the registry does not list it: see the releases of silent',
        '',
      ].join('\n'),
    );
  });

  test('says so if every version is the newest', () => {
    expect(tableOf([pin('current', 'e2e/node')], new Map())).toBe('Every pinned version is the newest.\n');
  });
});
