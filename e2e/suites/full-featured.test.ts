import * as path from 'path';
import { Chart } from 'cdk8s';
import { CertManager } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { installForeignKinds, installGatewayApi } from '../src/foreign-kinds';
import { Kubectl } from '../src/kubectl';
import { spinApp } from '../src/sample';
import { mustRun } from '../src/scripts';
import { pause, synthBundle, useCluster } from '../src/suite';

const EXAMPLE = path.join(__dirname, '..', '..', 'examples', 'full-featured', 'dist');

/** Says that KEDA has accepted the ScaledObjects. KEDA itself takes a quarter of an hour to build. */
async function keda(kubectl: Kubectl, end: AbortSignal): Promise<string[]> {
  const conditions = [{ type: 'Ready', status: 'True' }];
  const patch = ['--subresource=status', '--type=merge', `--patch=${JSON.stringify({ status: { conditions } })}`];
  while (!end.aborted) {
    const { stdout } = await kubectl.try('get', 'scaledobjects', '--namespace=shop', '--output=name');
    for (const name of stdout.split('\n').filter(Boolean)) {
      await kubectl.try('patch', name, '--namespace=shop', ...patch);
    }
    await pause(500);
  }
  return [];
}

inOwnCluster('the full-featured example', () => {
  const cluster = useCluster(keda);

  beforeAll(async () => {
    await installGatewayApi(cluster.kubectl);
    await installForeignKinds(cluster.kubectl, 'keda.sh', 'monitoring.coreos.com');
    const existing = synthBundle((bundle) => {
      new CertManager(new Chart(bundle, 'cert-manager'), 'cert-manager');
    });
    await cluster.kubectl.text('create', 'namespace', 'cert-manager');
    await cluster.kubectl.text('create', 'namespace', 'monitoring');
    await cluster.kubectl.text('label', 'nodes', '--all', 'pool=spot');
    await cluster.kubectl.text('create', 'namespace', 'shop');
    const keys = ['payment-token', 'redis-url', 'redis-password', 'orders-token'];
    const literals = keys.map((key) => `--from-literal=${key}=secret`);
    await cluster.kubectl.text('create', 'secret', 'generic', 'shop', '--namespace=shop', ...literals);
    await mustRun(cluster.kubectl, existing, 'install');
  }, 240_000);

  test('is installed by install.sh, and its SpinApps become available', async () => {
    await mustRun(cluster.kubectl, EXAMPLE, 'install', '--timeout', '60s');
    const apps = await cluster.kubectl.get('spinapps', '--namespace=shop');
    expect(apps.map(({ metadata, status }) => [metadata.name, status])).toEqual([
      ['mailer', expect.objectContaining({ readyReplicas: 1 })],
      ['shop', expect.objectContaining({ readyReplicas: 2 })],
      ['shop-canary', expect.objectContaining({ readyReplicas: 1 })],
    ]);
  }, 240_000);

  test('has policies that reject what fails later', async () => {
    const app = spinApp('wrong', {
      variables: [
        { name: 'a', value: '1' },
        { name: 'A', value: '2' },
      ],
    }) as {
      metadata: object;
    };
    const { stderr } = await cluster.kubectl.apply([{ ...app, metadata: { ...app.metadata, namespace: 'shop' } }]);
    expect(stderr).toContain('spin-app-variables');
  });

  test('is installed again without a change', async () => {
    const generations = async () => {
      const objects = await cluster.kubectl.get('spinapps,deployments,services,scaledobjects,hpa', '--namespace=shop');
      return objects.map(({ kind, metadata }) => [kind, metadata.name, metadata.generation]);
    };
    const before = await generations();
    await mustRun(cluster.kubectl, EXAMPLE, 'install', '--timeout', '60s');
    expect(await generations()).toEqual(before);
  }, 240_000);

  test('is removed by uninstall.sh', async () => {
    await mustRun(cluster.kubectl, EXAMPLE, 'uninstall', '--namespaces');
    expect(await cluster.kubectl.get('namespaces', 'shop', '--ignore-not-found')).toEqual([]);
    const policies = 'validatingadmissionpolicies,validatingadmissionpolicybindings';
    expect(await cluster.kubectl.get(policies)).toEqual([]);
  }, 240_000);
});
