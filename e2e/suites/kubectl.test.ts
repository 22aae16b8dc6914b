import { SpinKubeProps, SpinKubeRelease, WebhookCertificates } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { ClusterObject, Kubectl } from '../src/kubectl';
import { runtimeClassManager } from '../src/node-installer';
import { addPlatform } from '../src/sample';
import { mustRun, runScript } from '../src/scripts';
import { eventually, synthBundle, useCluster } from '../src/suite';

function platform(props: SpinKubeProps, replicas = 1): string {
  return synthBundle((bundle) => {
    addPlatform(bundle, props, { replicas });
  });
}

/** The kinds of a bundle whose objects change only when somebody changes them. */
const KINDS = [
  'deployments',
  'services',
  'configmaps',
  'issuers',
  'certificates',
  'spinapps',
  'spinappexecutors',
  'shims',
];
const KINDS_OF_THE_CLUSTER = ['customresourcedefinitions', 'clusterroles', 'runtimeclasses'];

/** Generations of the objects of a cluster; of those without, the version. Kubernetes' own are left out. */
async function generations(kubectl: Kubectl): Promise<Map<string, unknown>> {
  const names = (await kubectl.text('api-resources', '--output=name')).split('\n').map((name) => name.split('.')[0]);
  const kinds = [...KINDS, ...KINDS_OF_THE_CLUSTER].filter((kind) => names.includes(kind));
  const objects = await kubectl.get(kinds.join(), '--all-namespaces');
  const name = ({ kind, metadata }: ClusterObject) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
  return new Map(
    objects
      .filter(({ metadata }) => !/^(kube-|system:)|^kubernetes$/.test(metadata.namespace ?? metadata.name))
      .map((object) => [name(object), object.metadata.generation ?? object.metadata.resourceVersion]),
  );
}

describe.each<[string, SpinKubeProps]>([
  ['of today', { release: SpinKubeRelease.V2026_11 }],
  ['of the tutorial', { release: SpinKubeRelease.V2024_05 }],
  ['without cert-manager', { webhookCertificates: WebhookCertificates.generated() }],
])('a platform %s', (_, props) => {
  inOwnCluster('in a cluster that is empty', () => {
    const cluster = useCluster(runtimeClassManager);
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
      const first = await generations(cluster.kubectl);
      expect(first.size).toBeGreaterThan(20);
      await mustRun(cluster.kubectl, platform(props), 'install', '--timeout', '60s');
      expect(await generations(cluster.kubectl)).toEqual(first);
    });

    test('changes where a property does', async () => {
      const first = await generations(cluster.kubectl);
      await mustRun(cluster.kubectl, platform(props, 2), 'install', '--timeout', '60s');
      const second = await generations(cluster.kubectl);
      const changed = [...second].filter(([name, generation]) => first.get(name) !== generation).map(([name]) => name);
      expect(changed.sort()).toEqual(['Deployment default/simple-spinapp', 'SpinApp default/simple-spinapp']);
    });

    test('is removed but for what all others have too, if it is not said that this goes as well', async () => {
      await mustRun(cluster.kubectl, platform(props), 'uninstall', '--timeout', '60s');
      expect(await cluster.kubectl.get('spinapps,spinappexecutors', '--all-namespaces')).toEqual([]);
      const definitions = await cluster.kubectl.get('customresourcedefinitions');
      expect(definitions.length).toBeGreaterThan(1);
    });

    test('is removed without a trace', async () => {
      const options = ['--definitions', '--namespaces', '--timeout', '60s'];
      const { code, stderr, stdout } = await runScript(cluster.kubectl, platform(props), 'uninstall', ...options);
      expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
      let left: string[] = [];
      await eventually('everything is gone', async () => {
        left = [...(await everything(cluster.kubectl))].filter((name) => !before.has(name));
        return left.length === 0 ? true : undefined;
      }).catch(() => {
        expect(left).toEqual([]);
      });
    });
  });
});

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
