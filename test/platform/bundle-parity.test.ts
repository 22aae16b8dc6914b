import { isDeepStrictEqual } from 'util';
import { Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { Bundle, SpinApp, SpinKube, SpinKubeRelease } from '../../lib';
import { stagesOf, synthFiles } from '../gitops/stages';
import { goldenObjects, testWithGolden } from '../golden';
import { byIdentity } from '../parity';
import { Manifest } from '../testing';

const DEFAULT_NAMESPACE = ['SpinApp', 'SpinAppExecutor'];

/** What upstream ships for what `main.ts` installs; its files name no namespace, and kubectl then takes `default`. */
function upstream(): Manifest[] {
  const assets = goldenObjects('current/release-assets.yaml').filter(({ kind }) => kind !== 'Shim');
  const sample = goldenObjects('current/samples.yaml').filter(({ metadata }) => metadata.name === 'simple-spinapp');
  return [...goldenObjects('current/spin-operator.yaml'), ...assets, ...sample].map((manifest) =>
    DEFAULT_NAMESPACE.includes(manifest.kind)
      ? { ...manifest, metadata: { ...manifest.metadata, namespace: 'default' } }
      : manifest,
  );
}

function ours(): Manifest[] {
  const bundle = new Bundle();
  const spinkube = new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2026_11 });
  new SpinApp(new Chart(bundle, 'apps', { namespace: 'default' }), 'simple-spinapp', {
    metadata: { name: 'simple-spinapp' },
    image: 'ghcr.io/spinkube/containerd-shim-spin/examples/spin-rust-hello:v0.13.0',
    executor: spinkube.executor,
  });
  const files = synthFiles(bundle);
  return stagesOf(bundle).flatMap(({ path }) =>
    parseAllDocuments(files[path]).map((document) => document.toJS() as Manifest),
  );
}

/** The annotation of a CRD says which version of controller-gen wrote it, and nothing about the CRD. */
function withoutGenerator(manifest: Manifest): Manifest {
  return manifest.kind === 'CustomResourceDefinition'
    ? { ...manifest, metadata: { ...manifest.metadata, annotations: undefined } }
    : manifest;
}

testWithGolden('the written bundle is what upstream ships, object by object, but for what is named here', () => {
  const theirs = byIdentity(upstream().map(withoutGenerator));
  const mine = byIdentity(ours().map(withoutGenerator));
  const names = (all: object) => Object.keys(all).sort();
  const added = names(mine).filter((name) => !(name in theirs));
  const left = names(theirs).filter((name) => !(name in mine));
  expect(added).toEqual(names(byIdentity(ours().filter(({ kind }) => kind === 'Namespace'))));
  expect(left.map((name) => name.replace(/^.*\W(?=spin-operator-metrics)/, ''))).toEqual([
    'spin-operator-metrics-role',
    'spin-operator-metrics-rolebinding',
  ]);
  const different = names(mine).filter((name) => name in theirs && !isDeepStrictEqual(mine[name], theirs[name]));
  expect(different.map((name) => name.replace(/^.*\W(?=spin-operator)/, ''))).toEqual(['spin-operator-manager-role']);
});
