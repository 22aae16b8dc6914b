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

/** What the objects of a bundle are in a cluster, and the Deployments and pods that they have led to. */
async function state(kubectl: Kubectl, bundle: string): Promise<Map<string, ClusterObject>> {
  const applied = await kubectl.get('--recursive', `--filename=${path.join(bundle, 'manifests')}`);
  const made = await kubectl.get('deployments,pods', '--all-namespaces');
  const name = ({ kind, metadata }: ClusterObject) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
  return new Map([...applied, ...made].map((object) => [name(object), object]));
}

/**
 * What changes with an object. Of the webhook configurations, into which the operator's certificate is written by another controller
 * else, it is what they say that counts, and not who has said it when.
 */
function versionOf({ kind, metadata }: ClusterObject): unknown {
  return kind.endsWith('WebhookConfiguration') ? metadata.generation : metadata.resourceVersion;
}

/** Names of the objects for which something differs. */
function changed(
  before: Map<string, ClusterObject>,
  after: Map<string, ClusterObject>,
  something: (object: ClusterObject) => unknown,
): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const of = (objects: Map<string, ClusterObject>, name: string) => {
    const object = objects.get(name);
    return object && something(object);
  };
  return names.filter((name) => of(before, name) !== of(after, name));
}

describe.each<[string, SpinKubeProps, jest.Describe]>([
  ['current', { release: SpinKubeRelease.V2026_11 }, describe],
  // kwasm-operator would never clean the nodes of somebody else.
  ['of the tutorial', { release: SpinKubeRelease.V2024_05 }, inOwnCluster],
  ['without cert-manager', { webhookCertificates: WebhookCertificates.generated() }, describe],
])('a platform %s', (_, props, inCluster) => {
  inCluster('in a cluster that is empty', () => {
    const cluster = useCluster(nodeInstallers);
    let before: Set<string>;

    beforeAll(async () => {
      before = await everything(cluster.kubectl);
    });

    test('is installed to the last SpinApp', async () => {
      const printed = await mustRun(cluster.kubectl, platform(props), 'install', '--timeout', '90s');
      expect(printed).toMatch(/^\[1\/\d\] /m);
      const [app] = await cluster.kubectl.get('spinapps', '--all-namespaces');
      const { conditions } = app.status as { conditions: { type: string; status: string }[] };
      expect(conditions.find(({ type }) => type === 'Available')?.status).toBe('True');
    });

    test('is installed again without a change', async () => {
      const bundle = platform(props);
      const first = await state(cluster.kubectl, bundle);
      expect(first.size).toBeGreaterThan(30);
      await mustRun(cluster.kubectl, bundle, 'install', '--timeout', '60s');
      const second = await state(cluster.kubectl, bundle);
      expect(changed(first, second, versionOf)).toEqual([]);
    });

    test('changes where a property does', async () => {
      const bundle = platform(props, 2);
      const first = await state(cluster.kubectl, bundle);
      await mustRun(cluster.kubectl, bundle, 'install', '--timeout', '60s');
      const second = await state(cluster.kubectl, bundle);
      const different = changed(first, second, ({ metadata }) => metadata.generation ?? metadata.uid);
      expect(different.filter((name) => !name.startsWith('Pod '))).toEqual([
        'Deployment default/simple-spinapp',
        'SpinApp default/simple-spinapp',
      ]);
      expect([...first.keys()].filter((name) => !second.has(name))).toEqual([]); // The pod that was there runs on.
    });

    test('is removed but for what all others have too, if it is not said that this goes as well', async () => {
      await mustRun(cluster.kubectl, platform(props), 'uninstall', '--timeout', '60s');
      expect(await cluster.kubectl.get('spinapps,spinappexecutors', '--all-namespaces')).toEqual([]);
      const definitions = await cluster.kubectl.get('customresourcedefinitions');
      expect(definitions.length).toBeGreaterThan(1);
    });

    test('is removed without a trace', async () => {
      const options = ['--crds', '--namespaces', '--timeout', '60s'];
      const { code, stderr, stdout } = await runScript(cluster.kubectl, platform(props), 'uninstall', ...options);
      expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
      let left: string[] = [];
      await eventually('everything is gone', async () => {
        left = [...(await everything(cluster.kubectl))].filter(
          (name) => !before.has(name) && !isOfOthers(name, before),
        );
        return left.length === 0 ? true : undefined;
      }).catch(() => {
        expect(left).toEqual([]);
      });
    });
  });
});

/** Whether an object has come in a namespace that was there before and in which the bundle has nothing. */
function isOfOthers(name: string, before: Set<string>): boolean {
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
  // Kubernetes itself forgets events in time, and writes leases.
  return new Set(
    found
      .trim()
      .split('\n')
      .filter((line) => !/^(Event|Lease) /.test(line)),
  );
}
