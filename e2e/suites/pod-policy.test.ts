import * as path from 'path';
import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Kube, PodPolicy, PodPolicyOptions } from '../../lib';
import { inOwnCluster, POD_POLICY_API, POD_POLICY_FLAGS } from '../src/cluster';
import { must } from '../src/kubectl';
import { eventually, synthBundle, useCluster } from '../src/suite';

const EVERY_OPTION: Required<PodPolicyOptions> = {
  terminationDelay: Duration.seconds(7),
  nodeSelector: { 'example.com/pool': 'spin' },
  tolerations: [kplus.NodeTaintQuery.is('pool', 'spin', { effect: kplus.TaintEffect.NO_SCHEDULE })],
  nodeAffinity: {
    requiredNodes: [kplus.NodeLabelQuery.exists('kubernetes.io/arch')],
    preferredNodes: [{ nodes: [kplus.NodeLabelQuery.in('kubernetes.io/arch', ['amd64', 'arm64'])] }],
  },
  podAffinity: [{ pods: Kube.pods({ matchLabels: { 'example.com/app': 'cache' } }) }],
  podAntiAffinity: [{ pods: Kube.pods({ matchLabels: { app: 'batch' } }), required: true }],
  topologySpread: [{ topology: kplus.Topology.HOSTNAME }, { topology: kplus.Topology.ZONE, maxSkew: 2 }],
  priorityClassName: 'important',
  securityContext: { user: 1000, group: 2000, fsGroup: 3000, readOnlyRootFilesystem: true },
  api: POD_POLICY_API,
};

/** A pod as spin-operator creates it. */
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'hello', namespace: 'strict', labels: { 'core.spinkube.dev/app-name': 'hello' } },
  spec: { runtimeClassName: 'spin', containers: [{ name: 'hello', image: 'example.com/hello:v1' }] },
};

inOwnCluster('a pod policy', () => {
  const cluster = useCluster(undefined, undefined, POD_POLICY_FLAGS);

  test('sets every option in a pod, which a namespace that enforces the restricted standard then accepts', async () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    await must(
      cluster.kubectl.create([
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'strict', labels } },
        { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'important' }, value: 1000 },
        {
          apiVersion: 'node.k8s.io/v1',
          kind: 'RuntimeClass',
          metadata: { name: 'spin' },
          handler: 'spin',
          scheduling: { nodeSelector: { shim: 'spin' } },
        },
      ]),
    );
    expect((await cluster.kubectl.create([POD])).stderr).toContain('violates PodSecurity "restricted');
    const bundle = synthBundle((root) => {
      new PodPolicy(new Chart(root, 'strict', { namespace: 'strict' }), 'policy', EVERY_OPTION);
    });
    await cluster.kubectl.text('apply', '--filename', path.join(bundle, 'manifests', 'strict-policies'));
    await eventually('an accepted pod', async () => (await cluster.kubectl.create([POD])).code === 0 || undefined, 20);
    const [{ spec }] = await cluster.kubectl.get('pod/hello', '--namespace=strict');
    expect(spec).toMatchObject({
      affinity: {
        nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100 }] },
        podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100 }] },
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['batch'] }] } },
          ],
        },
      },
      containers: [
        {
          lifecycle: { preStop: { sleep: { seconds: 7 } } },
          securityContext: { capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
        },
      ],
      nodeSelector: { 'example.com/pool': 'spin', shim: 'spin' },
      priority: 1000,
      priorityClassName: 'important',
      securityContext: { fsGroup: 3000, runAsGroup: 2000, runAsUser: 1000 },
      terminationGracePeriodSeconds: 37,
      tolerations: expect.arrayContaining([
        expect.objectContaining({ key: 'pool', value: 'spin' }),
        expect.objectContaining({ key: 'node.kubernetes.io/not-ready' }),
      ]) as unknown,
      topologySpreadConstraints: [{ topologyKey: 'kubernetes.io/hostname' }, { maxSkew: 2 }],
    });
  });
});
