import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, Chart } from 'cdk8s';
import { run } from '../../bin/program';
import { IDelivery } from '../../lib';
import { Kubectl, must } from './kubectl';
import { eventually, synthBundle, temporaryFolder } from './suite';

const NAMESPACE = 'registry';

/** Address of the repository of the suites, without a scheme. The registry has no TLS. */
export const REPOSITORY = `registry.${NAMESPACE}.svc.cluster.local:5000/team/platform`;

/** Git revision in the annotations of the artifacts. */
export const REVISION = 'sha1:0123456789abcdef0123456789abcdef01234567';

/** An OCI image layout, and the digest of its artifact. */
export interface Layout {
  readonly digest: string;
  readonly folder: string;
  readonly tag: string;
}

/** A bundle of two stages, of which the second one has an object with the value. */
export function bundleWith(value: string, ...deliveries: IDelivery[]): string {
  return synthBundle(
    (bundle) => {
      const namespace = new Chart(bundle, 'namespace');
      new ApiObject(namespace, 'shop', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
      const shop = new Chart(bundle, 'shop', { namespace: 'shop' });
      shop.addDependency(namespace);
      const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { value } };
      new ApiObject(shop, 'settings', settings);
    },
    { deliveries },
  );
}

/** The value in the cluster. */
export async function valueIn(kubectl: Kubectl): Promise<string | undefined> {
  const [settings] = await kubectl.get('configmap/settings', '--namespace=shop');
  return (settings as { data?: { value: string } } | undefined)?.data?.value;
}

/** Runs `cdk8s-spinkube package` for the output of a bundle. */
export function packaged(bundle: string, tag: string): Layout {
  const folder = path.join(temporaryFolder(), 'oci');
  let json = '';
  const options = ['--output', folder, '--tag', tag, '--revision', REVISION, '--json'];
  const stdout = { write: (text: string) => (json += text) };
  expect(run(['package', bundle, ...options], { stdout, stderr: process.stderr })).toBe(0);
  const { digest } = JSON.parse(json) as { digest: string };
  return { digest, folder, tag };
}

/** An OCI registry in the cluster, and the tools that write to it. */
export class Registry {
  /** Starts a registry. */
  public static async install(kubectl: Kubectl): Promise<Registry> {
    await kubectl.text('create', 'namespace', NAMESPACE);
    const labels = { app: 'registry' };
    const metadata = { name: 'registry', namespace: NAMESPACE };
    const containers = [{ name: 'main', image: 'e2e/registry', args: [':5000'] }];
    const selector = { matchLabels: labels };
    const template = { metadata: { labels }, spec: { containers } };
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector, template } };
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ port: 5000 }] },
    };
    await must(kubectl.apply([deployment, service]));
    await kubectl.text('rollout', 'status', 'deployment/registry', `--namespace=${NAMESPACE}`, '--timeout=120s');
    return new Registry(kubectl);
  }

  private runs = 0;

  private constructor(private readonly kubectl: Kubectl) {}

  /** Pushes an artifact and what refers to it, as the guide says. */
  public async push({ folder, tag }: Layout): Promise<void> {
    const copy = ['cp', '--recursive', '--from-oci-layout', `/files:${tag}`, '--to-plain-http'];
    await this.run('oras', folder, ...copy, `${REPOSITORY}:${tag}`);
  }

  /** Runs a program in the cluster with a folder at /files until it has ended; throws if it fails. */
  public async run(program: string, folder: string, ...args: string[]): Promise<void> {
    const name = `run-${++this.runs}`;
    const files = fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => fs.statSync(path.join(folder, file)).isFile());
    const keys = files.map((file) => `--from-file=${path.basename(file)}=${path.join(folder, file)}`);
    await this.kubectl.text('create', 'configmap', name, `--namespace=${NAMESPACE}`, ...keys);
    const items = files.map((file) => ({ key: path.basename(file), path: file }));
    const volumeMounts = [{ name: 'files', mountPath: '/files' }];
    const spec = {
      restartPolicy: 'Never',
      // Keys of cosign have no password.
      containers: [{ name: 'main', image: `e2e/${program}`, args, env: [{ name: 'COSIGN_PASSWORD' }], volumeMounts }],
      volumes: [{ name: 'files', configMap: { name, items } }],
    };
    const metadata = { name, namespace: NAMESPACE };
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { backoffLimit: 0, template: { spec } } };
    await must(this.kubectl.apply([job]));
    const succeeded = await eventually(`the end of ${program}`, async () => {
      const [{ status }] = await this.kubectl.get(`job/${name}`, `--namespace=${NAMESPACE}`);
      const { conditions = [] } = status as { conditions?: { type: string; status: string }[] };
      const ended = conditions.find((one) => one.status === 'True' && ['Complete', 'Failed'].includes(one.type));
      return ended === undefined ? undefined : ended.type === 'Complete';
    });
    if (!succeeded) {
      throw new Error(`${program} ${args.join(' ')}: failed`);
    }
  }
}
