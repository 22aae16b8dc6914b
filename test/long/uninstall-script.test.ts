import { SpinKubeRelease } from '../../lib';
import { run, Run } from '../gitops/kubectl/stub';
import { stagesOf } from '../gitops/stages';
import { appsIn, platform } from './platform';

describe('uninstall.sh', () => {
  const removed = ({ calls }: Run) =>
    calls.flatMap((line) =>
      line.startsWith('delete') ? line.split(' ').filter((word) => /^[^=]+\/[^=]+$/.test(word)) : [],
    );
  const place = (ended: Run, part: string) => removed(ended).findIndex((one) => one.includes(part));

  test('deletes objects with finalizers first, and waits for them', () => {
    const ended = run(platform, 'uninstall.sh');
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    const order = [
      'spinapp.core.spinkube.dev/hello',
      'spinappexecutor.core.spinkube.dev/containerd-shim-spin',
      'secret/spin-ca',
      'validatingwebhookconfiguration.admissionregistration.k8s.io/spin-operator',
      'deployment.apps/spin-operator-controller-manager',
      'certificate.cert-manager.io/spin-operator-serving-cert',
      'secret/webhook-server-cert',
      'shim.runtime.spinkube.dev/spin-v2',
      'runtimeclass.node.k8s.io/wasmtime-spin-v2',
      'deployment.apps/runtime-class-manager',
      'deployment.apps/cert-manager',
    ];
    const places = order.map((part) => place(ended, part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(
      ended.calls.filter((line) => line.startsWith('delete') && !/--ignore-not-found|^delete jobs /.test(line)),
    ).toEqual([]);
  });

  test('waits for the Deployments of SpinApps, which would be left over without the CRD', () => {
    const { calls } = run(platform, 'uninstall.sh');
    const foreground = calls.filter((line) => line.includes('--cascade=foreground'));
    expect(foreground).toHaveLength(1);
    expect(foreground[0]).toMatch(/ spinapp\.core\.spinkube\.dev\/hello$/);
  });

  test('deletes every object of the bundle once, except CRDs and namespaces', () => {
    const ended = run(platform, 'uninstall.sh');
    const all = run(platform, 'uninstall.sh', ['--crds', '--namespaces']);
    expect(run(platform, 'uninstall.sh', ['--definitions', '--namespaces']).calls).toEqual(all.calls);
    const last = ['customresourcedefinition/', 'namespace/'];
    expect(removed(ended).filter((one) => last.some((kind) => one.startsWith(kind)))).toEqual([]);
    expect(removed(all).slice(0, removed(ended).length)).toEqual(removed(ended));
    expect(removed(all).slice(removed(ended).length)).toEqual([
      'customresourcedefinition/shims.runtime.spinkube.dev',
      'customresourcedefinition/spinappexecutors.core.spinkube.dev',
      'customresourcedefinition/spinapps.core.spinkube.dev',
      'customresourcedefinition/orders.acme.cert-manager.io',
      'customresourcedefinition/challenges.acme.cert-manager.io',
      'customresourcedefinition/issuers.cert-manager.io',
      'customresourcedefinition/clusterissuers.cert-manager.io',
      'customresourcedefinition/certificaterequests.cert-manager.io',
      'customresourcedefinition/certificates.cert-manager.io',
      'namespace/shop',
      'namespace/spin-operator',
      'namespace/runtime-class-manager',
      'namespace/cert-manager',
    ]);
    // Plus two Secrets and three Leases that the components create.
    const objects = stagesOf(platform()).flatMap((stage) => stage.objects);
    expect(removed(all)).toHaveLength(objects.length + 5);
    expect(new Set(removed(all)).size).toBe(removed(all).length);
  });

  test('removes the labels and annotations of kwasm-operator from nodes', () => {
    const { calls, stdout } = run(() => platform(SpinKubeRelease.V2024_05), 'uninstall.sh');
    expect(calls.filter((line) => line.includes(' nodes '))).toEqual([
      'annotate nodes --all kwasm.sh/kwasm-node-',
      'label nodes --all kwasm.sh/kwasm-provisioned-',
    ]);
    expect(stdout).toContain('kwasm-operator does not uninstall the shim from the nodes');
  });

  test('continues when the CRD of an object is already gone', () => {
    const says = `error: the server doesn't have a resource type "spinapp"`;
    const ended = run(platform, 'uninstall.sh', [], { fails: '*spinapp.core.spinkube.dev*', says });
    expect(ended.status).toBe(0);
    expect(ended.stdout).toContain('spinapp.core.spinkube.dev/hello: skipped, the cluster does not have this kind\n');
  });

  test('removes the others when the CRD of one of several objects is already gone', () => {
    const says = `error: the server doesn't have a resource type "issuer"`;
    const { calls, status } = run(platform, 'uninstall.sh', [], { fails: '*issuer.cert-manager.io*', says });
    const service = 'service/spin-operator-webhook-service';
    expect([status, calls.filter((line) => line.endsWith(` ${service}`)).length]).toEqual([0, 2]);
    expect(calls.filter((line) => line.endsWith(`--timeout=300s ${service}`))).toHaveLength(1);
  });

  test('deletes the SpinApps of a chart ten at a time', () => {
    const { calls } = run(() => appsIn(() => 'apps', 25), 'uninstall.sh');
    const deleted = calls.filter((line) => line.includes('--cascade=foreground'));
    expect(deleted.map((line) => line.split('spinapp.core.spinkube.dev/').length - 1)).toEqual([10, 10, 6]);
  });

  test('continues when a node has no label to remove', () => {
    expect(run(platform, 'uninstall.sh', [], { fails: 'label nodes*' }).status).toBe(0);
  });

  test('fails when an object is not deleted in time, with a command to inspect it', () => {
    const { status, stderr, stdout } = run(platform, 'uninstall.sh', ['--timeout', '9s'], {
      fails: '*spinappexecutor*',
      says: 'error: timed out waiting for the condition',
    });
    expect(status).toBe(1);
    expect(stderr).toBe(
      'error: timed out waiting for the condition\n' +
        'failed: spinappexecutor.core.spinkube.dev/containerd-shim-spin is not gone after 9s\n' +
        '  look at: kubectl describe --namespace shop spinappexecutor.core.spinkube.dev/containerd-shim-spin\n',
    );
    expect(stdout).toContain('an executor is not deleted while a SpinApp in the cluster references it');
  });
});
