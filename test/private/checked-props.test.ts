import { createRequire } from 'module';
import * as path from 'path';
import * as vm from 'vm';
import { transformFileSync } from '@swc/core';
import { Chart, Lazy, Size } from 'cdk8s';
import {
  CertManager,
  NodeInstaller,
  RuntimeClassManager,
  Shim,
  SpinKube,
  SpinKubeRelease,
  SpinOperator,
  WebhookCertificates,
} from '../../lib';
import { testApp } from '../testing';

/** Constructs with properties that TypeScript would reject. */
const CONSTRUCTS: { readonly [name: string]: new (scope: Chart, id: string, props: never) => unknown } = {
  CertManager,
  RuntimeClassManager,
  Shim,
  SpinKube,
  SpinOperator,
};

const create = (name: string, props?: object) => () =>
  new CONSTRUCTS[name](new Chart(testApp(), 'test'), 'it', props as never);

const DEFINITIONS =
  'is not a CustomResourceDefinitions; use CustomResourceDefinitions.bundled() or CustomResourceDefinitions.fromFile() or CustomResourceDefinitions.external()';
const CERTIFICATES =
  'is not a WebhookCertificates; use WebhookCertificates.certManager() or WebhookCertificates.existingCertManager() or';

describe('a value that JavaScript passes without types', () => {
  test.each([
    [
      'SpinKube',
      'nodeInstaller',
      'is not a NodeInstaller; use NodeInstaller.runtimeClassManager() or NodeInstaller.kwasm()',
    ],
    ['SpinKube', 'webhookCertificates', CERTIFICATES],
    ['SpinOperator', 'webhookCertificates', CERTIFICATES],
    ['SpinOperator', 'podDisruptionBudget', 'is not a PodDisruptionBudget; use PodDisruptionBudget.minAvailable() or'],
    ['SpinOperator', 'customResourceDefinitions', DEFINITIONS],
    ['CertManager', 'customResourceDefinitions', DEFINITIONS],
    ['CertManager', 'monitoring', 'is not a CertManagerMonitoring; use CertManagerMonitoring.annotations() or'],
    ['RuntimeClassManager', 'customResourceDefinitions', DEFINITIONS],
    ['Shim', 'fetchStrategy', 'is not a FetchStrategy; use FetchStrategy.spinShim() or FetchStrategy.platforms() or'],
  ])('rejects a string for a %s as %s', (construct, property, message) => {
    expect(create(construct, { [property]: 'any' })).toThrow(`[test/it] '${property}' (any) ${message}`);
  });

  test('names the place within properties', () => {
    const manager = { tolerations: [7] };
    expect(() => NodeInstaller.runtimeClassManager({ manager } as never)).toThrow(
      "NodeInstaller.runtimeClassManager: 'manager.tolerations[0]' (7) is not a NodeTaintQuery; use Kube.toleration() or kplus.NodeTaintQuery.",
    );
    expect(create('CertManager', { webhook: { timeout: Size.gibibytes(1) } })).toThrow(
      '[test/it] \'webhook.timeout\' ({"amount":1,"unit":',
    );
  });

  test('accepts values that are resolved later, and null where nothing is set', () => {
    const image: unknown = Lazy.any({ produce: () => 'operator' });
    const props = { image, replicas: null };
    expect(create('SpinOperator', props)).not.toThrow();
  });

  test('rejects a Shim without properties', () => {
    expect(create('Shim')).toThrow("[test/it] 'fetchStrategy' is not a FetchStrategy; use");
  });

  test('rejects a release without versions', () => {
    for (const options of [undefined, null, {}]) {
      expect(() => SpinKubeRelease.of(options as never)).toThrow(
        "SpinKubeRelease.of: 'spinOperator' is not a SpinOperatorVersion; use SpinOperatorVersion.V0_1_0, ",
      );
    }
  });

  test('reports what a certificate in a Secret lacks', () => {
    const chart = new Chart(testApp(), 'test');
    new SpinKube(chart, 'it', {
      nodeInstaller: NodeInstaller.preinstalled(),
      webhookCertificates: WebhookCertificates.fromSecret(undefined as never),
    });
    expect(chart.node.findAll().flatMap((construct) => construct.node.validate())).toContainEqual(
      expect.stringMatching(/'webhookCertificates\.secretName' .*; set the name of the Secret/),
    );
  });
});

const SOURCE = path.join(__dirname, '../../lib/private/checked-props.ts');

/** The check of a class, in a program whose minifier renames classes as told. */
function minified(mangle: boolean): (value: unknown) => unknown {
  const minify = { compress: false, mangle: mangle && { topLevel: true } } as const;
  const parser = { syntax: 'typescript' } as const;
  const { code } = transformFileSync(SOURCE, { module: { type: 'commonjs' }, minify: true, jsc: { parser, minify } });
  const exports = {} as { checkedType(...args: unknown[]): unknown };
  vm.runInNewContext(code, { exports, require: createRequire(SOURCE) });
  return (value) => exports.checkedType('Size', value, 'storage', 'test');
}

test('accepts any object where a minifier has renamed the classes', () => {
  class Renamed {}
  expect(() => minified(false)(new Renamed())).toThrow("'storage' ({}) is not a Size; use");
  expect(minified(true)(new Renamed())).toBeInstanceOf(Renamed);
  expect(() => minified(true)('1Gi')).toThrow("'storage' (1Gi) is not a Size; use");
});
