import { execFileSync } from 'child_process';
import * as path from 'path';
import fc from 'fast-check';
import { Chart } from 'cdk8s';
import { ExternalTrafficPolicy, Gateway, HttpRoute, SpinApp, SpinAppExecutor } from '../../lib';
import { FieldValidation } from '../../lib/validation/field-validation';
import { objectCheck } from '../../lib/validation/object-check';
import { describeProblem } from '../../lib/validation/problems';
import { Manifest } from '../../lib/synth/manifest';
import { httpRouteSpec } from '../../test/validation/http-route-arbitrary';
import { synth, testChart } from '../../test/testing';
import { ApiServer, inParallel } from '../src/api-server';
import { inOwnCluster } from '../src/cluster';
import { must } from '../src/kubectl';
import { eventually, useCluster } from '../src/suite';

/** Number of random routes. */
const COUNT = 1500;

const MODULE = path.join(__dirname, '..', '..', 'tools', 'crds', 'gateway-api');

/** The folder with the CRDs of the standard channel, in the Go module that ours are generated from. */
function crdFolder(): string {
  const download = ['mod', 'download', '-json', 'sigs.k8s.io/gateway-api'];
  const { Dir } = JSON.parse(execFileSync('go', download, { cwd: MODULE, encoding: 'utf8' })) as {
    readonly Dir: string;
  };
  return path.join(Dir, 'config', 'crd', 'standard');
}

function newApp(scope: Chart, name: string): SpinApp {
  const executor = SpinAppExecutor.fromSpinAppExecutorName(scope, `${name}-executor`, 'shim');
  return new SpinApp(scope, name, { metadata: { name }, image: 'example.com/shop:v1', executor });
}

inOwnCluster('traffic', () => {
  const cluster = useCluster();
  let server: ApiServer;

  beforeAll(async () => {
    for (const kind of ['httproutes', 'referencegrants']) {
      const file = path.join(crdFolder(), `gateway.networking.k8s.io_${kind}.yaml`);
      await cluster.kubectl.text('create', '--filename', file);
    }
    await cluster.kubectl.text('wait', '--for=condition=Established', 'crd/httproutes.gateway.networking.k8s.io');
    await cluster.kubectl.text('create', 'namespace', 'edge');
    server = new ApiServer(cluster.kubectl.kubeconfig);
  });

  afterAll(() => {
    server.close();
  });

  test('the API server rejects exactly the routes that the rules reject', async () => {
    const routes = fc.sample(httpRouteSpec, { numRuns: COUNT, seed: 20261128 }).map((spec, index) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: `route-${index}`, namespace: 'default' },
      spec,
    }));
    const url = '/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes?dryRun=All&fieldValidation=Strict';
    const verdicts = await inParallel(routes, async (route) => {
      const { body, code } = await server.post(url, route);
      const check = objectCheck([route], { fieldValidation: FieldValidation.IGNORE });
      const errors = check(route as Manifest).filter(({ level }) => level === 'error');
      return { ours: errors.map(describeProblem), theirs: code === 201 ? undefined : (body.message ?? String(code)) };
    });
    const rejected = verdicts.filter(({ theirs }) => theirs !== undefined);
    expect(rejected.length).toBeGreaterThan(COUNT / 4);
    expect(rejected.length).toBeLessThan((COUNT * 19) / 20);
    expect(verdicts.filter(({ ours, theirs }) => ours.length > 0 !== (theirs !== undefined))).toEqual([]);
  }, 120_000);

  test('the API server accepts routes, their grants and Services, and the pods of an app are behind its Service', async () => {
    const apps = testChart('default');
    const shop = newApp(apps, 'shop');
    shop.exposeViaService({ name: 'shop-public', externalTrafficPolicy: ExternalTrafficPolicy.LOCAL });
    const edge = new Chart(apps, 'edge', { namespace: 'edge' });
    const backends = [
      { app: shop, weight: 90 },
      { app: newApp(apps, 'canary'), weight: 10 },
    ];
    new HttpRoute(edge, 'route', { gateway: Gateway.fromGatewayName('public'), rules: [{ backends }] });
    const objects = [apps, edge].flatMap((chart) => synth(chart)).filter(({ kind }) => kind !== 'SpinApp');
    expect(objects.map(({ kind }) => kind).sort()).toEqual(['HTTPRoute', 'ReferenceGrant', 'Service']);
    await must(cluster.kubectl.create(objects));
    // A pod with the labels that the operator gives it.
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'shop-1', namespace: 'default', labels: shop.selectorLabels },
      spec: { containers: [{ name: 'shop', image: 'example.com/shop:v1' }] },
    };
    await must(cluster.kubectl.create([pod]));
    await cluster.kubectl.text('wait', 'pod/shop-1', '--for=condition=Ready', '--timeout=30s');
    const address = await cluster.kubectl.text('get', 'pod/shop-1', '--output=jsonpath={.status.podIP}');
    expect(address).not.toBe('');
    await eventually('the pod is an endpoint of the Service', async () => {
      const slices = await cluster.kubectl.text(
        'get',
        'endpointslices',
        '--selector=kubernetes.io/service-name=shop-public',
        '--output=jsonpath={.items[*].endpoints[*].addresses[*]}:{.items[*].ports[*].port}',
      );
      return slices === `${address}:80` ? slices : undefined;
    });
  }, 60_000);
});
