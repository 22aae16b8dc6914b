import { ApiObject, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { ArgoCdMode, Bundle, Delivery, GitSource, SpinKube } from '../../../lib';
import { Manifest } from '../../testing';
import { stagesOf, synthFiles } from '../stages';

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
    parseAllDocuments(files[path]).map((document) => ({ level, manifest: document.toJS() as Manifest })),
  );
}

test('every manifest carries the level of its stage as its wave, and definitions are never pruned', () => {
  const found = manifests(ArgoCdMode.SYNC_WAVES);
  expect(found.length).toBeGreaterThan(60);
  for (const { level, manifest } of found) {
    const { 'argocd.argoproj.io/sync-options': options, 'argocd.argoproj.io/sync-wave': wave } =
      manifest.metadata.annotations ?? {};
    const expected = manifest.kind === 'CustomResourceDefinition' ? 'Prune=false' : undefined;
    expect([manifest.metadata.name, wave, options]).toEqual([manifest.metadata.name, String(level), expected]);
  }
});

test('with an Application for each stage the manifests stay as they are', () => {
  expect(JSON.stringify(manifests(ArgoCdMode.APP_OF_APPS))).not.toContain('argocd.argoproj.io');
});

test('options of the object itself stay beside those of Argo CD', () => {
  const bundle = new Bundle({ deliveries: [Delivery.argoCd({ source, mode: ArgoCdMode.SYNC_WAVES })] });
  new ApiObject(new Chart(bundle, 'crds'), 'crd', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com', annotations: { 'argocd.argoproj.io/sync-options': 'Replace=true' } },
    spec: { group: 'example.com', names: { kind: 'Thing' }, scope: 'Cluster' },
  });
  expect(synthFiles(bundle)['manifests/crds/crds.k8s.yaml']).toContain(
    '    argocd.argoproj.io/sync-options: Replace=true,Prune=false\n    argocd.argoproj.io/sync-wave: "0"\n',
  );
});
