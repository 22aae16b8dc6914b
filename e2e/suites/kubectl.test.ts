import * as path from 'path';
import { SpinKubeProps, SpinKubeRelease, WebhookCertificates } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { ClusterObject, Kubectl } from '../src/kubectl';
import { nodeInstallers } from '../src/node-installers/stand-in';
import { addPlatform } from '../src/sample';
import { mustRun, runScript } from '../src/scripts';
import { eventually, synthBundle, useCluster } from '../src/suite';

function platform(props: SpinKubeProps, replicas = 1): string {
  return synthBundle((bundle) => {
    addPlatform(bundle, props, { replicas });
  });
}

/** The objects of a bundle in the cluster, together with all Deployments and pods. */
async function state(kubectl: Kubectl, bundle: string): Promise<Map<string, ClusterObject>> {
  const applied = await kubectl.get('--recursive', `--filename=${path.join(bundle, 'manifests')}`);
  const made = await kubectl.get('deployments,pods', '--all-namespaces');
  const name = ({ kind, metadata }: ClusterObject) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
  return new Map([...applied, ...made].map((object) => [name(object), object]));
}

/**
 * A version that changes with the object. For webhook configurations, into which another controller writes the CA, it is
 * the generation: `managedFields` do not count.
 */
function versionOf({ kind, metadata }: ClusterObject): unknown {
  return kind.endsWith('WebhookConfiguration') ? metadata.generation : metadata.resourceVersion;
}

/** Names of the objects for which a value differs. */
function changed(
  before: Map<string, ClusterObject>,
  after: Map<string, ClusterObject>,
  select: (object: ClusterObject) => unknown,
): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const of = (objects: Map<string, ClusterObject>, name: string) => {
    const object = objects.get(name);
    return object && select(object);
  };
  return names.filter((name) => of(before, name) !== of(after, name));
}

describe.each<[string, SpinKubeProps, jest.Describe]>([
  ['of the current release', { release: SpinKubeRelease.V2026_12 }, describe],
  // kwasm-operator does not clean up nodes, so not in the cluster of a user.
  ['of the tutorial release', { release: SpinKubeRelease.V2024_05 }, inOwnCluster],
  ['without cert-manager', { webhookCertificates: WebhookCertificates.generated() }, describe],
])('a platform %s', (_, props, inCluster) => {
  inCluster('in an empty cluster', () => {
    const cluster = useCluster(nodeInstallers);
    let before: Set<string>;

    beforeAll(async () => {
      before = await everything(cluster.kubectl);
    });

    test('installs up to the last SpinApp', async () => {
      const printed = await mustRun(cluster.kubectl, platform(props), 'install', '--timeout', '90s');
      expect(printed).toMatch(/^\[1\/\d\] /m);
      const [app] = await cluster.kubectl.get('spinapps', '--all-namespaces');
      const { conditions } = app.status as { conditions: { type: string; status: string }[] };
      expect(conditions.find(({ type }) => type === 'Available')?.status).toBe('True');
    });

    test('changes nothing when installed again', async () => {
      const bundle = platform(props);
      const first = await state(cluster.kubectl, bundle);
      expect(first.size).toBeGreaterThan(30);
      await mustRun(cluster.kubectl, bundle, 'install', '--timeout', '60s');
      const second = await state(cluster.kubectl, bundle);
      expect(changed(first, second, versionOf)).toEqual([]);
    });

    test('updates only the objects affected by a changed property', async () => {
      const bundle = platform(props, 2);
      const first = await state(cluster.kubectl, bundle);
      await mustRun(cluster.kubectl, bundle, 'install', '--timeout', '60s');
      const second = await state(cluster.kubectl, bundle);
      const different = changed(first, second, ({ metadata }) => metadata.generation ?? metadata.uid);
      expect(different.filter((name) => !name.startsWith('Pod '))).toEqual([
        'Deployment default/simple-spinapp',
        'SpinApp default/simple-spinapp',
      ]);
      expect([...first.keys()].filter((name) => !second.has(name))).toEqual([]); // The existing pod keeps running.
    });

    test('keeps CRDs and namespaces when uninstalled without --crds and --namespaces', async () => {
      await mustRun(cluster.kubectl, platform(props), 'uninstall', '--timeout', '60s');
      expect(await cluster.kubectl.get('spinapps,spinappexecutors', '--all-namespaces')).toEqual([]);
      const crds = await cluster.kubectl.get('customresourcedefinitions');
      expect(crds.length).toBeGreaterThan(1);
    });

    test('removes everything when uninstalled with --crds and --namespaces', async () => {
      const options = ['--crds', '--namespaces', '--timeout', '60s'];
      const { code, stderr, stdout } = await runScript(cluster.kubectl, platform(props), 'uninstall', ...options);
      expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
      let left: string[] = [];
      await eventually('everything is gone', async () => {
        left = [...(await everything(cluster.kubectl))].filter(
          (name) => !before.has(name) && !isUnrelated(name, before),
        );
        return left.length === 0 ? true : undefined;
      }).catch(() => {
        expect(left).toEqual([]);
      });
    });
  });
});

/** True for an object in a namespace that existed before and that the bundle does not use. */
function isUnrelated(name: string, before: Set<string>): boolean {
  const [, namespace] = /^\S+ (.*)\//.exec(name) ?? [];
  return !['', 'default'].includes(namespace) && before.has(`Namespace /${namespace}`);
}

/** Every object of a cluster, by kind and name. */
async function everything(kubectl: Kubectl): Promise<Set<string>> {
  const kinds = await kubectl.text('api-resources', '--verbs=list', '--output=name');
  const found = await kubectl.text(
    'get',
    kinds.trim().split('\n').join(),
    '--all-namespaces',
    '--ignore-not-found',
    '--output=jsonpath={range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name}{"\\n"}{end}',
  );
  // Kubernetes expires Events and writes Leases on its own.
  return new Set(
    found
      .trim()
      .split('\n')
      .filter((line) => !/^(Event|Lease) /.test(line)),
  );
}
