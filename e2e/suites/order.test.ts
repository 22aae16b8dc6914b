import * as fs from 'fs';
import * as path from 'path';
import { manifestsIn } from '../../test/testing';
import { inOwnCluster } from '../src/cluster';
import { must, Output } from '../src/kubectl';
import { nodeInstallers } from '../src/node-installers/stand-in';
import { addPlatform, EXECUTOR, IMAGE, spinApp } from '../src/sample';
import { mustRun } from '../src/scripts';
import { synthBundle, useCluster } from '../src/suite';

/** The stage of cert-manager without a replica of the injector, which is otherwise faster than a busy kubectl. */
function withoutInjector(bundle: string): object[] {
  const text = fs.readFileSync(path.join(bundle, 'manifests', 'cert-manager', 'cert-manager.k8s.yaml'), 'utf8');
  return manifestsIn(text).map((object) =>
    object.kind === 'Deployment' && object.metadata.name === 'cert-manager-cainjector'
      ? { ...object, spec: { ...(object.spec as object), replicas: 0 } }
      : object,
  );
}

/** The failures that docs/explanation/order.md describes for objects applied or deleted too early. */
inOwnCluster('applying out of order', () => {
  const cluster = useCluster(nodeInstallers);
  let bundle: string;

  beforeAll(() => {
    bundle = synthBundle((one) => {
      addPlatform(one);
    });
  });

  const applyStage = (stage: string): Promise<Output> =>
    cluster.kubectl.try('apply', '--server-side', `--filename=${bundle}/manifests/${stage}`);
  const refusal = async (object: object) => (await cluster.kubectl.apply([object])).stderr;

  test('fails for an object before its CRD', async () => {
    expect(await refusal(spinApp('early'))).toContain('no matches for kind "SpinApp"');
  });

  test('rejects an Issuer before cert-manager has injected its CA into the webhook configurations', async () => {
    for (const stage of ['cert-manager-crds', 'spinkube-crds']) {
      expect((await applyStage(stage)).code).toBe(0);
    }
    await cluster.kubectl.text('wait', '--for=condition=Established', 'customresourcedefinitions', '--all');
    await must(cluster.kubectl.apply(withoutInjector(bundle)));
    const { code, stderr } = await applyStage('spin-operator');
    expect(code).not.toBe(0);
    expect(stderr).toMatch(
      /failed calling webhook "webhook.cert-manager.io": .*(connection refused|x509|no endpoints)/,
    );
  });

  test('rejects an executor before the webhooks of the operator are ready', async () => {
    const { code, stderr } = await applyStage('executors');
    expect(code).not.toBe(0);
    expect(stderr).toMatch(
      /failed calling webhook ".*spinappexecutor.kb.io": .*(connection refused|x509|no endpoints)/,
    );
  });

  test('accepts everything once applied in order', async () => {
    await mustRun(cluster.kubectl, bundle, 'install', '--timeout', '90s');
  });

  test('rejects a SpinApp without its executor', async () => {
    expect(await refusal(spinApp('lonely', {}, 'nope'))).toContain('executor does not exist in namespace');
  });

  test('rejects a pod without its RuntimeClass', async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'early', namespace: 'default' },
      spec: { runtimeClassName: 'nope', containers: [{ name: 'app', image: IMAGE }] },
    };
    expect(await refusal(pod)).toContain('pod rejected: RuntimeClass "nope" not found');
  });

  test('never deletes an executor after the operator is gone', async () => {
    await cluster.kubectl.text('delete', 'deployment/spin-operator-controller-manager', '--namespace=spin-operator');
    const { code, stderr } = await cluster.kubectl.try('delete', `spinappexecutor/${EXECUTOR}`, '--timeout=10s');
    expect([code, stderr]).toEqual([1, expect.stringContaining('timed out')]);
  });
});
