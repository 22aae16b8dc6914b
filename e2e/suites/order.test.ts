import { inOwnCluster } from '../src/cluster';
import { Output } from '../src/kubectl';
import { nodeInstallers } from '../src/node-installers/stand-in';
import { addPlatform, EXECUTOR, IMAGE, spinApp } from '../src/sample';
import { mustRun } from '../src/scripts';
import { synthBundle, useCluster } from '../src/suite';

/** What docs/explanation/order.md says of each that is applied too early, or removed too early. */
inOwnCluster('out of order', () => {
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

  test('an object before its definition is of no kind', async () => {
    expect(await refusal(spinApp('early'))).toContain('no matches for kind "SpinApp"');
  });

  test('an Issuer before the CA is in the webhook configurations of cert-manager is not looked at', async () => {
    for (const stage of ['cert-manager-crds', 'spinkube-crds']) {
      expect((await applyStage(stage)).code).toBe(0);
    }
    await cluster.kubectl.text('wait', '--for=condition=Established', 'customresourcedefinitions', '--all');
    expect((await applyStage('cert-manager')).code).toBe(0);
    const { code, stderr } = await applyStage('spin-operator');
    expect(code).not.toBe(0);
    expect(stderr).toMatch(
      /failed calling webhook "webhook.cert-manager.io": .*(connection refused|x509|no endpoints)/,
    );
  });

  test('an executor before the webhooks of the operator answer is not looked at', async () => {
    const { code, stderr } = await applyStage('executors');
    expect(code).not.toBe(0);
    expect(stderr).toMatch(
      /failed calling webhook ".*spinappexecutor.kb.io": .*(connection refused|x509|no endpoints)/,
    );
  });

  test('in order, everything is accepted after all', async () => {
    await mustRun(cluster.kubectl, bundle, 'install', '--timeout', '90s');
  });

  test('a SpinApp without its executor is refused', async () => {
    expect(await refusal(spinApp('lonely', {}, 'nope'))).toContain('executor does not exist in namespace');
  });

  test('a pod without its RuntimeClass is refused', async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'early', namespace: 'default' },
      spec: { runtimeClassName: 'nope', containers: [{ name: 'app', image: IMAGE }] },
    };
    expect(await refusal(pod)).toContain('pod rejected: RuntimeClass "nope" not found');
  });

  test('an executor is never gone without the operator', async () => {
    await cluster.kubectl.text('delete', 'deployment/spin-operator-controller-manager', '--namespace=spin-operator');
    const { code, stderr } = await cluster.kubectl.try('delete', `spinappexecutor/${EXECUTOR}`, '--timeout=10s');
    expect([code, stderr]).toEqual([1, expect.stringContaining('timed out')]);
  });
});
