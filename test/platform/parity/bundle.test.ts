import { Chart } from 'cdk8s';
import { Bundle, CertManagerVersion, SpinApp, SpinKube, SpinKubeRelease } from '../../../lib';
import { stagesOf, synthFiles } from '../../gitops/stages';
import { goldenObjects, testWithGolden } from '../../golden';
import { Difference, differences } from '../../parity';
import { Manifest, manifestsIn, only } from '../../testing';
import { retagged } from '../cert-manager/golden-values';
import { DELIBERATE } from './deliberate';

const DEFAULT_NAMESPACE = ['SpinApp', 'SpinAppExecutor'];

/** Objects that upstream ships; its release files and samples name no namespace, and kubectl then takes `default`. */
function upstream(folder: string, components: string[]): Manifest[] {
  const sample = goldenObjects(`${folder}/samples.yaml`).filter(({ metadata }) => metadata.name === 'simple-spinapp');
  const files = ['release-assets', 'cert-manager', 'spin-operator', ...components];
  return [...files.flatMap((file) => goldenObjects(`${folder}/${file}.yaml`)), ...sample].map((manifest) =>
    DEFAULT_NAMESPACE.includes(manifest.kind)
      ? { ...manifest, metadata: { ...manifest.metadata, namespace: 'default' } }
      : manifest,
  );
}

/** The image of the sample, which moved between the releases. */
const imageOf = (manifests: Manifest[]) => (only(manifests, 'SpinApp').spec as { image: string }).image;

/** Objects of a bundle, read from the files that it writes. */
function written(release: SpinKubeRelease, image: string): Manifest[] {
  const bundle = new Bundle();
  const spinkube = new SpinKube(bundle, 'spinkube', { release });
  new SpinApp(new Chart(bundle, 'apps', { namespace: 'default' }), 'simple-spinapp', {
    metadata: { name: 'simple-spinapp' },
    image,
    executor: spinkube.executor,
  });
  const files = synthFiles(bundle);
  return stagesOf(bundle).flatMap(({ path }) => manifestsIn(files[path]));
}

/** Deliberate differences of the platform as a whole, in addition to those of its components. */
function beyondComponents(ours: Manifest[], theirs: Manifest[]): string[] {
  const isDeliberate = ({ object, path }: Difference) =>
    DELIBERATE.some((one) => one.objects.test(object) && one.path.test(path));
  return differences(ours, theirs)
    .filter((difference) => !isDeliberate(difference))
    .map(({ object, path }) => `${object} ${path}`);
}

/** The CustomResourceDefinition of Shims is in the chart and in the release file. */
const once = (manifests: Manifest[]) => [
  ...new Map(
    manifests.map((one) => [`${one.kind} ${one.metadata.namespace ?? ''} ${one.metadata.name}`, one]),
  ).values(),
];

testWithGolden('the bundle of 2026.11 contains what upstream ships, except for the listed differences', () => {
  const theirs = once(upstream('current', ['runtime-class-manager']));
  expect(beyondComponents(written(SpinKubeRelease.V2026_11, imageOf(theirs)), theirs)).toEqual([
    // With runtime-class-manager the handler is the name of the Shim, and apps wait for a node that has the shim.
    'node.k8s.io/v1 RuntimeClass wasmtime-spin-v2 handler',
    'node.k8s.io/v1 RuntimeClass wasmtime-spin-v2 scheduling',
    // The shim is installed on every Linux node.
    'runtime.spinkube.dev/v1alpha1 Shim spin-v2 spec.nodeSelector.kubernetes.io/os',
    'runtime.spinkube.dev/v1alpha1 Shim spin-v2 spec.nodeSelector.spin',
    // Charts do not contain their Namespace.
    'v1 Namespace cert-manager +',
    'v1 Namespace runtime-class-manager +',
    'v1 Namespace spin-operator +',
  ]);
});

test('the bundle of 2026.12 is that of 2026.11 with another tag of cert-manager', () => {
  const [before, now] = [SpinKubeRelease.V2026_11, SpinKubeRelease.V2026_12].map((release) =>
    written(release, 'app:1'),
  );
  expect(now).not.toEqual(before);
  expect(now).toEqual(retagged(before, CertManagerVersion.V1_21_1, CertManagerVersion.V1_21_2));
});

testWithGolden('the bundle of the tutorial contains what upstream shipped, except for the listed differences', () => {
  const theirs = upstream('seed-2024', ['kwasm-operator']);
  expect(beyondComponents(written(SpinKubeRelease.V2024_05, imageOf(theirs)), theirs)).toEqual([
    // The shim is installed on every node.
    'apps/v1 Deployment kwasm/kwasm-operator spec.template.spec.containers.0.env.1.value',
    // The image of kube-rbac-proxy can no longer be pulled, and without it the metrics cannot be reached.
    'apps/v1 Deployment spin-operator/spin-operator-controller-manager spec.template.spec.containers.1',
    'rbac.authorization.k8s.io/v1 ClusterRole spin-operator-metrics-reader -',
    'rbac.authorization.k8s.io/v1 ClusterRole spin-operator-proxy-role -',
    'rbac.authorization.k8s.io/v1 ClusterRoleBinding spin-operator-proxy-rolebinding -',
    // Charts do not contain their Namespace.
    'v1 Namespace cert-manager +',
    'v1 Namespace kwasm +',
    'v1 Namespace spin-operator +',
    'v1 Service spin-operator/spin-operator-controller-manager-metrics-service -',
  ]);
});
