import * as fs from 'fs';
import * as path from 'path';
import { Chart } from 'cdk8s';
import { Bundle, Cluster, NodeInstaller, SpinKube, SpinKubeRelease } from '../../lib';
import { add } from './objects';
import { errorOutputOf, filesBelow, inTemporaryFolder } from './stages';

const REMEDY =
  'but it is immutable: the API server rejects the change if the object exists already; delete the object before you apply the bundle, or choose another name\n';

/** Warnings of a second synth into the directory of the first. */
function warningsOf(first: (bundle: Bundle) => void, second: (bundle: Bundle) => void): string {
  return inTemporaryFolder((outdir) => {
    synthInto(outdir, first);
    return synthInto(outdir, second);
  });
}

function synthInto(outdir: string, fill: (bundle: Bundle) => void): string {
  const bundle = new Bundle({ outdir });
  fill(bundle);
  return errorOutputOf(() => {
    bundle.synth();
  });
}

const platform = (nodeInstaller: NodeInstaller, release?: SpinKubeRelease) => (bundle: Bundle) => {
  new SpinKube(bundle, 'spinkube', { nodeInstaller, release });
};

const object =
  (kind: string, apiVersion: string, content: object, chart = 'chart') =>
  (bundle: Bundle) =>
    void add(new Chart(bundle, chart), kind, 'a', { apiVersion, ...content });

const role = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name });

describe('a change that the API server rejects', () => {
  test('is a warning when another node installer changes the handler of the RuntimeClass', () => {
    const before = platform(NodeInstaller.kwasm(), SpinKubeRelease.V2026_11);
    expect(warningsOf(before, platform(NodeInstaller.runtimeClassManager()))).toBe(
      `warning: RuntimeClass.node.k8s.io/wasmtime-spin-v2: 'handler' changes from "spin" to "spin-v2", ${REMEDY}`,
    );
  });

  test('is not one where the handler is in the name of the RuntimeClass', () => {
    const before = platform(NodeInstaller.kwasm(), SpinKubeRelease.V2026_12);
    expect(warningsOf(before, platform(NodeInstaller.runtimeClassManager()))).toBe('');
  });

  test.each<[string, string, object, object, string]>([
    ['RuntimeClass', 'node.k8s.io/v1', { handler: 'a' }, { handler: 'b' }, `'handler' changes from "a" to "b"`],
    [
      'ClusterRoleBinding',
      'rbac.authorization.k8s.io/v1',
      { roleRef: role('a') },
      { roleRef: role('b') },
      `'roleRef.name' changes from "a" to "b"`,
    ],
    ['PriorityClass', 'scheduling.k8s.io/v1', { value: 1 }, { value: 2 }, "'value' changes from 1 to 2"],
    ['StorageClass', 'storage.k8s.io/v1', { provisioner: 'a' }, { provisioner: 'b' }, `'provisioner' changes from`],
  ])('is a warning for a %s', (kind, apiVersion, before, after, message) => {
    expect(warningsOf(object(kind, apiVersion, before), object(kind, apiVersion, after))).toContain(message);
  });

  test('is not suspected in the CustomResourceDefinitions of another release', () => {
    const release = (version: SpinKubeRelease) => (bundle: Bundle) => {
      new SpinKube(bundle, 'spinkube', { release: version, nodeInstaller: NodeInstaller.runtimeClassManager() });
    };
    expect(warningsOf(release(SpinKubeRelease.V2024_05), release(SpinKubeRelease.V2026_12))).toBe('');
  });

  test('says what is lost with a CustomResourceDefinition', () => {
    const definition = (scope: string) => (bundle: Bundle) => {
      const spec = { group: 'example.com', scope, names: { kind: 'A', plural: 'as' }, versions: [] };
      add(new Chart(bundle, 'chart'), 'CustomResourceDefinition', 'as.example.com', {
        apiVersion: 'apiextensions.k8s.io/v1',
        spec,
      });
    };
    expect(warningsOf(definition('Cluster'), definition('Namespaced'))).toContain(
      `'spec.scope' changes from "Cluster" to "Namespaced", but it is immutable: the API server rejects the change if the object exists already; delete the object (which deletes all objects of its kind) before`,
    );
  });

  test('is found when the object has moved to another stage', () => {
    const moved = object('RuntimeClass', 'node.k8s.io/v1', { handler: 'b' }, 'other');
    expect(warningsOf(object('RuntimeClass', 'node.k8s.io/v1', { handler: 'a' }), moved)).toContain(
      "'handler' changes",
    );
  });

  test('names its cluster', () => {
    const fill = (handler: string) => (bundle: Bundle) =>
      void add(new Chart(new Cluster(bundle, 'eu-1'), 'chart'), 'RuntimeClass', 'a', {
        apiVersion: 'node.k8s.io/v1',
        handler,
      });
    expect(warningsOf(fill('a'), fill('b'))).toBe(
      `warning: eu-1: RuntimeClass.node.k8s.io/a: 'handler' changes from "a" to "b", ${REMEDY}`,
    );
  });

  test.each<[string, string, object, object]>([
    ['StorageClass', 'storage.k8s.io/v1', { provisioner: 'a' }, { provisioner: 'a', reclaimPolicy: 'Delete' }],
    ['RuntimeClass', 'node.k8s.io/v1', { handler: 'a' }, { handler: 'a', scheduling: { nodeSelector: { a: 'b' } } }],
  ])('is not suspected in other changes of a %s', (kind, apiVersion, before, after) => {
    expect(warningsOf(object(kind, apiVersion, before), object(kind, apiVersion, after))).toBe('');
  });

  test('does not change what is written, nor does an old file that is broken', () => {
    const [first, second] = [NodeInstaller.kwasm(), NodeInstaller.runtimeClassManager()].map((one) => platform(one));
    const fresh = inTemporaryFolder((outdir) => {
      synthInto(outdir, second);
      return filesBelow(outdir);
    });
    inTemporaryFolder((outdir) => {
      synthInto(outdir, first);
      fs.writeFileSync(path.join(outdir, 'manifests/runtime-class/runtime-class.k8s.yaml'), 'kind: RuntimeClass\n: {');
      expect(synthInto(outdir, second)).toBe('');
      expect(filesBelow(outdir)).toEqual(fresh);
    });
  });
});
