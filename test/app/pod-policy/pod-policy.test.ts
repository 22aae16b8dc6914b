import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Bundle,
  Delivery,
  Kube,
  MutatingAdmissionPolicyApi,
  PodPolicy,
  PodPolicyOptions,
  PodPolicyProps,
  SpinApp,
  SpinAppExecutor,
  SpinOperatorApi,
} from '../../../lib';
import { app, executor, levels } from '../../gitops/objects';
import { stagesOf, synthFiles } from '../../gitops/stages';
import { Manifest, only, synth, testChart, validationErrors } from '../../testing';
import { admitted } from './admission';

/** A pod as Kubernetes passes it to a policy: with what the RuntimeClass and other plugins have added. */
const POD = {
  spec: {
    containers: [{ name: 'hello', image: 'a' }],
    nodeSelector: { 'spin-v2': 'provisioned' },
    preemptionPolicy: 'PreemptLowerPriority',
    priority: 0,
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists' }],
  },
};

/** A pod without any of these fields. */
const BARE = { spec: { containers: [{ name: 'hello', image: 'a' }] } };

/** Every option: a new one without a test does not compile. */
const EVERY_OPTION: Required<PodPolicyOptions> = {
  terminationDelay: Duration.seconds(10),
  nodeSelector: { 'example.com/pool': 'spin' },
  tolerations: [kplus.NodeTaintQuery.is('pool', 'spin', { effect: kplus.TaintEffect.NO_SCHEDULE })],
  nodeAffinity: {
    requiredNodes: [kplus.NodeLabelQuery.in('arch', ['amd64', 'arm64'])],
    preferredNodes: [{ nodes: [kplus.NodeLabelQuery.exists('fast')], weight: 7 }],
  },
  podAffinity: [{ pods: Kube.pods({ matchLabels: { 'example.com/app': 'cache' } }), required: true }],
  podAntiAffinity: [
    {
      pods: Kube.pods({ matchLabels: { app: 'batch' }, namespaces: ['jobs'] }),
      topology: kplus.Topology.ZONE,
      weight: 7,
    },
  ],
  topologySpread: [
    { topology: kplus.Topology.ZONE },
    { topology: kplus.Topology.HOSTNAME, maxSkew: 2, required: true },
  ],
  priorityClassName: 'high',
  securityContext: { user: 1000, group: 2000, fsGroup: 3000, readOnlyRootFilesystem: true },
  api: MutatingAdmissionPolicyApi.V1BETA1,
};

function policyWith(props: PodPolicyProps = {}, namespace: string | undefined = 'team'): Manifest[] {
  const chart = testChart(namespace);
  new PodPolicy(chart, 'policy', props);
  return synth(chart);
}

const specOf = (options: PodPolicyOptions, pod: object = POD) =>
  (admitted(only(policyWith(options), 'MutatingAdmissionPolicy'), pod) as typeof POD).spec;

describe('a pod policy', () => {
  test('is for the creation of the pods of all SpinApps in its namespace, and fails closed', () => {
    const [policy, binding] = policyWith();
    const { name } = policy.metadata;
    expect([policy, binding]).toEqual([
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'MutatingAdmissionPolicy',
        metadata: { name: 'test-policy-c8ae3308' },
        spec: {
          failurePolicy: 'Fail',
          matchConstraints: {
            resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
          },
          mutations: [
            { patchType: 'JSONPatch', jsonPatch: { expression: expect.stringContaining('preStop') as string } },
          ],
          reinvocationPolicy: 'Never',
        },
      },
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'MutatingAdmissionPolicyBinding',
        metadata: { name },
        spec: {
          policyName: name,
          matchResources: {
            namespaceSelector: {
              matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['team'] }],
            },
            objectSelector: { matchExpressions: [{ key: 'core.spinkube.dev/app-name', operator: 'Exists' }] },
          },
        },
      },
    ]);
  });

  test('delays the termination by 5 seconds, and changes nothing else by default', () => {
    const [{ image, name }] = POD.spec.containers;
    const lifecycle = { preStop: { sleep: { seconds: 5 } } };
    expect(specOf({})).toEqual({
      ...POD.spec,
      containers: [{ image, name, lifecycle }],
      terminationGracePeriodSeconds: 35,
    });
  });

  test('sets every option, beside what Kubernetes has added', () => {
    expect(specOf(EVERY_OPTION)).toEqual({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'arch', operator: 'In', values: ['amd64', 'arm64'] }] }],
          },
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 7, preference: { matchExpressions: [{ key: 'fast', operator: 'Exists' }] } },
          ],
        },
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              labelSelector: { matchExpressions: [{ key: 'example.com/app', operator: 'In', values: ['cache'] }] },
              topologyKey: 'kubernetes.io/hostname',
            },
          ],
        },
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 7,
              podAffinityTerm: {
                labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['batch'] }] },
                namespaces: ['jobs'],
                topologyKey: 'topology.kubernetes.io/zone',
              },
            },
          ],
        },
      },
      containers: [
        {
          name: 'hello',
          image: 'a',
          lifecycle: { preStop: { sleep: { seconds: 10 } } },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            readOnlyRootFilesystem: true,
          },
        },
      ],
      nodeSelector: { 'spin-v2': 'provisioned', 'example.com/pool': 'spin' },
      priorityClassName: 'high',
      securityContext: {
        fsGroup: 3000,
        runAsGroup: 2000,
        runAsNonRoot: true,
        runAsUser: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
        sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
      },
      terminationGracePeriodSeconds: 40,
      tolerations: [...POD.spec.tolerations, { key: 'pool', operator: 'Equal', value: 'spin', effect: 'NoSchedule' }],
      topologySpreadConstraints: [
        {
          labelSelector: {},
          matchLabelKeys: ['pod-template-hash'],
          maxSkew: 1,
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'ScheduleAnyway',
        },
        {
          labelSelector: {},
          matchLabelKeys: ['pod-template-hash'],
          maxSkew: 2,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'DoNotSchedule',
        },
      ],
    });
  });

  test('creates lists and maps that a pod does not have', () => {
    const { nodeSelector, tolerations } = EVERY_OPTION;
    const terminationDelay = Duration.seconds(0);
    expect(specOf({ nodeSelector, priorityClassName: 'high', terminationDelay, tolerations }, BARE)).toEqual({
      ...BARE.spec,
      nodeSelector,
      priorityClassName: 'high',
      tolerations: [{ key: 'pool', operator: 'Equal', value: 'spin', effect: 'NoSchedule' }],
    });
  });

  test('runs Spin as user 65532 by default, with a root filesystem that it can write to', () => {
    const { containers, securityContext } = specOf({ securityContext: {} });
    expect(securityContext).toMatchObject({ runAsGroup: 65532, runAsUser: 65532 });
    expect(containers).toMatchObject([{ securityContext: { readOnlyRootFilesystem: false } }]);
  });

  test.each([
    [{}, 'admissionregistration.k8s.io/v1'],
    [{ api: MutatingAdmissionPolicyApi.V1BETA1 }, 'admissionregistration.k8s.io/v1beta1'],
  ])('has the API version of %j', (options, apiVersion) => {
    expect(policyWith(options).map((object) => object.apiVersion)).toEqual([apiVersion, apiVersion]);
  });

  test('is for pods that cdk8s-plus selects', () => {
    const chart = testChart();
    const labels = { tier: 'front' };
    const namespaces = kplus.Namespaces.select(chart, 'namespaces', { labels: { team: 'shop' } });
    const pods = kplus.Pods.select(chart, 'pods', { labels, namespaces });
    new PodPolicy(chart, 'policy', { pods });
    expect(only(synth(chart), 'MutatingAdmissionPolicyBinding').spec).toMatchObject({
      matchResources: {
        namespaceSelector: { matchLabels: { team: 'shop' } },
        objectSelector: { matchLabels: labels },
      },
    });
  });

  test.each<[string, PodPolicyProps, string]>([
    [
      'a delay of part of a second',
      { terminationDelay: Duration.millis(1500) },
      "[test/policy] 'terminationDelay' (1.5) must be a whole number, 0 or more; choose one of them",
    ],
    [
      'a label that is not valid',
      { nodeSelector: { 'a b': 'c' } },
      "[test/policy] 'nodeSelector' (a b) is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots; it may have a DNS name and a slash as a prefix",
    ],
    [
      'the value of a label that is not valid',
      { nodeSelector: { pool: 'a b' } },
      "[test/policy] 'nodeSelector.pool' (a b) is not a valid label value: use at most 63 letters, digits, dashes, underscores and dots, and begin and end with a letter or digit; shorten or change it, or use an annotation",
    ],
    [
      'a weight of more than 100',
      { nodeAffinity: { preferredNodes: [{ nodes: [], weight: 101 }] } },
      "[test/policy] 'nodeAffinity.preferredNodes[0].weight' (101) must be a whole number from 1 to 100; use 100",
    ],
    [
      'a weight of what is required',
      { podAffinity: [{ pods: Kube.pods(), required: true, weight: 7 }] },
      "[test/policy] 'podAffinity[0].weight' (7) is only possible for a preference; remove it, or do not require the term",
    ],
    [
      'a weight of zero',
      { podAntiAffinity: [{ pods: Kube.pods(), weight: 0 }] },
      "[test/policy] 'podAntiAffinity[0].weight' (0) must be a whole number from 1 to 100; choose one of them",
    ],
    [
      'a skew of zero',
      { topologySpread: [{ topology: kplus.Topology.ZONE, maxSkew: 0 }] },
      "[test/policy] 'topologySpread[0].maxSkew' (0) must be a whole number, 1 or more; choose one of them",
    ],
    [
      'the name of a PriorityClass that is not valid',
      { priorityClassName: 'High' },
      "[test/policy] 'priorityClassName' (High) is not a valid object name: use lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit",
    ],
    [
      'root as user',
      { securityContext: { user: 0 } },
      "[test/policy] 'securityContext.user' (0) must be a whole number, 1 or more; choose one of them",
    ],
  ])('rejects %s', (_, props, message) => {
    const chart = testChart('team');
    new PodPolicy(chart, 'policy', props);
    expect(validationErrors(chart)).toEqual([message]);
  });

  test('rejects a chart without a namespace, because it would apply everywhere', () => {
    const chart = testChart();
    new PodPolicy(chart, 'policy');
    expect(validationErrors(chart)).toEqual([
      "[test/policy] 'namespace' is required: the policy is cluster-scoped, and would otherwise apply in all namespaces; set it in the chart",
    ]);
  });

  test('rejects what does not select pods', () => {
    const pods = 'hello' as unknown as kplus.IPodSelector;
    expect(() => new PodPolicy(testChart('team'), 'policy', { pods })).toThrow(
      "[test/policy] 'pods' (hello) is not a PodSelector; use Kube.pods() or kplus.",
    );
  });
});

describe('a SpinApp with a pod policy', () => {
  const manifestsOf = (api: SpinOperatorApi) => {
    const chart = testChart('team');
    const shim = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim', { api, namespace: 'team' });
    new SpinApp(chart, 'app', { metadata: { name: 'hello' }, image: 'a', executor: shim, podPolicy: {} });
    return synth(chart);
  };

  test.each([SpinOperatorApi.V0_6_1, SpinOperatorApi.V0_1_0])(
    'selects its pods by the label of its operator (%#)',
    (api) => {
      const manifests = manifestsOf(api);
      const binding = only(manifests, 'MutatingAdmissionPolicyBinding');
      expect(binding.metadata).toEqual({ name: 'hello.team' });
      expect(binding.spec).toMatchObject({
        matchResources: { objectSelector: { matchLabels: { [`${api.group}/app-name`]: 'hello' } } },
        policyName: 'hello.team',
      });
      expect(manifests.map(({ kind }) => kind)).toEqual([
        'MutatingAdmissionPolicy',
        'MutatingAdmissionPolicyBinding',
        'SpinApp',
      ]);
    },
  );

  test('is applied in a stage after that of the policy, and so is one that a policy in another chart is for', () => {
    const bundle = new Bundle();
    const team = new Chart(bundle, 'team', { namespace: 'team' });
    executor(team, 'team');
    app(team, 'team');
    const shim = SpinAppExecutor.fromSpinAppExecutorName(team, 'shim', 'shim');
    new SpinApp(team, 'app', { metadata: { name: 'own' }, image: 'a', executor: shim, podPolicy: {} });
    new PodPolicy(new Chart(bundle, 'all', { namespace: 'team' }), 'policy');
    const other = new Chart(bundle, 'other', { namespace: 'other' });
    executor(other, 'other');
    app(other, 'other');
    expect(levels(stagesOf(bundle))).toEqual([
      ['team-executors', 'team-policies', 'all-policies', 'other-executors'],
      ['team', 'other'],
    ]);
  });

  test('lets install.sh wait until the API servers have loaded the policy', () => {
    const bundle = new Bundle({ deliveries: [Delivery.kubectl()] });
    new PodPolicy(new Chart(bundle, 'all', { namespace: 'default' }), 'policy');
    const script = synthFiles(bundle)['kubectl/install.sh'];
    expect(script).toContain('if in_stage all-policies; then\n  policies_loaded\nfi\n');
  });
});
