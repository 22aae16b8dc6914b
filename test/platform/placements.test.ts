import * as kplus from 'cdk8s-plus-28';
import { Bundle, NodeInstaller, SpinKube, SpinKubePlacement, SpinKubeProps, SpinKubeRelease } from '../../lib';
import { only } from '../testing';
import { manifestsOf } from './charts';

/** Every property: a new one without a test does not compile. */
const ARM: Required<SpinKubePlacement> = {
  name: 'arm',
  nodeSelector: { 'kubernetes.io/arch': 'arm64' },
  tolerations: [kplus.NodeTaintQuery.is('pool', 'arm')],
};

let bundle: Bundle;

beforeEach(() => {
  bundle = new Bundle();
});

function platform(props: SpinKubeProps = {}): SpinKube {
  return new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2026_12, ...props });
}

describe('the executor of a placement', () => {
  test('has a RuntimeClass with the same handler and the nodes of the pool, beside those of the platform', () => {
    const executor = platform({
      runtimeClass: { nodeSelector: { tier: 'apps' }, tolerations: [kplus.NodeTaintQuery.exists('wasm')] },
    }).executorFor('default', { placement: ARM });
    expect(executor.name).toBe('containerd-shim-spin-arm');
    const classes = manifestsOf(bundle, 'runtime-class');
    expect(only(classes, 'RuntimeClass', 'wasmtime-spin-v2-arm')).toMatchObject({
      handler: 'spin-v2',
      scheduling: {
        nodeSelector: { 'kubernetes.io/arch': 'arm64', 'spin-v2': 'provisioned', tier: 'apps' },
        tolerations: [
          { key: 'wasm', operator: 'Exists' },
          { key: 'pool', operator: 'Equal', value: 'arm' },
        ],
      },
    });
    // The Shim is for the class of the platform only.
    expect(only(classes, 'Shim').spec).toMatchObject({ runtimeClass: { name: 'wasmtime-spin-v2' } });
    expect(only(manifestsOf(bundle, 'executors'), 'SpinAppExecutor', 'containerd-shim-spin-arm').spec).toMatchObject({
      deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2-arm' },
    });
  });

  test('shares its RuntimeClass with the other namespaces, and keeps the options of the platform', () => {
    const spinkube = platform({ executor: { name: 'shim', caCertSecret: undefined, installDefaultCaCerts: false } });
    const executors = ['a', 'b'].map((namespace) => spinkube.executorFor(namespace, { placement: { ...ARM } }));
    expect(executors.map(({ name }) => name)).toEqual(['shim-arm', 'shim-arm']);
    expect(spinkube.executorFor('a', { placement: ARM })).toBe(executors[0]);
    const names = manifestsOf(bundle, 'runtime-class').filter(({ kind }) => kind === 'RuntimeClass');
    expect(names).toHaveLength(2);
  });

  test('is that of the platform without a placement', () => {
    const spinkube = platform();
    expect(spinkube.executorFor('default', {})).toBe(spinkube.executor);
  });

  test.each<[string, SpinKubePlacement, string]>([
    [
      'a name that is not valid',
      { name: 'ARM' },
      "[spinkube] executorFor: 'placement.name' (ARM) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
    ],
    [
      'another placement of the same name',
      { name: 'arm' },
      "[spinkube] 'placement.name' (arm) is the name of another placement, with other nodes or tolerations; choose another name, or pass the same placement",
    ],
    [
      'a label that the platform requires with another value',
      { name: 'gpu', nodeSelector: { tier: 'gpu' } },
      "[spinkube] 'placement.nodeSelector.tier' (gpu) contradicts the RuntimeClass of the platform, which requires apps; remove it there or here",
    ],
  ])('rejects %s', (_, placement, message) => {
    const spinkube = platform({
      nodeInstaller: NodeInstaller.preinstalled(),
      runtimeClass: { nodeSelector: { tier: 'apps' } },
    });
    spinkube.executorFor('default', { placement: ARM });
    expect(() => spinkube.executorFor('default', { placement })).toThrow(message);
  });
});
