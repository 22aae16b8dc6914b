import { ApiObject, App, Chart } from 'cdk8s';
import { ArgoCdMode, ArgoCdSyncWaves, Bundle, Delivery, GitSource, SpinKube } from '../../../lib';
import { Manifest, manifestsIn } from '../../testing';
import { filesBelow, inTemporaryFolder, stagesOf, synthFiles } from '../stages';

const source = GitSource.of({ url: 'https://github.com/example/gitops.git' });

function bundleIn(mode: ArgoCdMode): Bundle {
  const bundle = new Bundle({ deliveries: [Delivery.argoCd({ source, mode })] });
  new SpinKube(bundle, 'spinkube');
  return bundle;
}

/** The manifests of each stage. */
function manifests(mode: ArgoCdMode): { level: number; manifest: Manifest }[] {
  const bundle = bundleIn(mode);
  const files = synthFiles(bundle);
  return stagesOf(bundle).flatMap(({ level, path }) =>
    manifestsIn(files[path]).map((manifest) => ({ level, manifest })),
  );
}

test('sets the level of the stage as sync wave on every manifest, and never prunes CRDs', () => {
  const found = manifests(ArgoCdMode.SYNC_WAVES);
  expect(found.length).toBeGreaterThan(60);
  for (const { level, manifest } of found) {
    const { 'argocd.argoproj.io/sync-options': options, 'argocd.argoproj.io/sync-wave': wave } =
      manifest.metadata.annotations ?? {};
    const expected = manifest.kind === 'CustomResourceDefinition' ? 'Prune=false' : undefined;
    expect([manifest.metadata.name, wave, options]).toEqual([manifest.metadata.name, String(level), expected]);
  }
});

test('leaves the manifests unchanged with an Application for each stage', () => {
  expect(JSON.stringify(manifests(ArgoCdMode.APP_OF_APPS))).not.toContain('argocd.argoproj.io');
});

test('keeps sync options that an object already has', () => {
  const bundle = new Bundle({ deliveries: [Delivery.argoCd({ source, mode: ArgoCdMode.SYNC_WAVES })] });
  new ApiObject(new Chart(bundle, 'crds'), 'crd', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com', annotations: { 'argocd.argoproj.io/sync-options': 'Replace=true' } },
    spec: { group: 'example.com', names: { kind: 'Thing', plural: 'things' }, scope: 'Cluster', versions: [] },
  });
  expect(synthFiles(bundle)['manifests/crds/crds.k8s.yaml']).toContain(
    '    argocd.argoproj.io/sync-options: Replace=true,Prune=false\n    argocd.argoproj.io/sync-wave: "0"\n',
  );
});

describe('a plain app of cdk8s', () => {
  /** The manifests of an app with waves, by kind and name. */
  const synth = (fill: (app: App) => void) =>
    inTemporaryFolder((outdir) => {
      const app = new App({ outdir });
      fill(app);
      ArgoCdSyncWaves.annotate(app);
      // A second call changes nothing.
      ArgoCdSyncWaves.annotate(app);
      app.synth();
      return Object.values(filesBelow(outdir)).flatMap((text) => manifestsIn(text));
    });

  const annotationsOf = (found: Manifest[]) =>
    Object.fromEntries(
      found.map(({ kind, metadata }) => [`${kind} ${metadata.namespace} ${metadata.name}`, metadata.annotations]),
    );

  test('gets the same sync waves as a bundle', () => {
    const found = synth((app) => new SpinKube(app, 'spinkube'));
    expect(annotationsOf(found)).toEqual(
      annotationsOf(manifests(ArgoCdMode.SYNC_WAVES).map(({ manifest }) => manifest)),
    );
  });

  test('may contain plaintext Secrets', () => {
    const [secret] = synth((app) => {
      const chart = new Chart(app, 'app', { namespace: 'shop' });
      new ApiObject(chart, 'secret', { apiVersion: 'v1', kind: 'Secret', stringData: { a: 'b' } });
    });
    expect(secret.metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-wave': '0' });
  });

  test('keeps its own annotations', () => {
    const [object] = synth((app) => {
      new ApiObject(new Chart(app, 'crds'), 'crd', {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'x', annotations: { a: 'b', 'argocd.argoproj.io/sync-options': 'Replace=true' } },
        spec: { group: 'example.com', names: { kind: 'Thing', plural: 'things' }, scope: 'Cluster', versions: [] },
      });
    });
    expect(object.metadata.annotations).toEqual({
      a: 'b',
      'argocd.argoproj.io/sync-options': 'Replace=true,Prune=false',
      'argocd.argoproj.io/sync-wave': '0',
    });
  });

  test('stays unchanged when rejected, with all errors reported', () => {
    const app = new App();
    const chart = new Chart(app, 'apps');
    const properties = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    const object = new ApiObject(chart, 'a', properties);
    new ApiObject(chart, 'b', properties).node.addValidation({ validate: () => ['broken'] });
    expect(() => {
      ArgoCdSyncWaves.annotate(app);
    }).toThrow(/^Validation failed with the following errors:\n {2}\[apps\/b\] broken\n(.*\n)*.*is defined twice/);
    expect(object.metadata.toJson()).toEqual({ name: 'a' });
  });
});
