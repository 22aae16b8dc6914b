/** A change of an object, and the fields for which the API server rejects it; none if it accepts the change. */
export interface ChangeCase {
  readonly apiVersion: string;
  readonly kind: string;
  readonly before: object;
  readonly after: object;
  readonly fields: readonly string[];
}

type Change = readonly [before: object, after: object, ...fields: string[]];

const of = (apiVersion: string, kind: string, ...changes: Change[]): ChangeCase[] =>
  changes.map(([before, after, ...fields]) => ({ apiVersion, kind, before, after, fields }));

const pod = (more: object = {}, app = 'a') => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'main', image: 'example.com/a:v1' }], ...more },
});

/** A Pod that no controller adopts. */
const lonePod = (more: object = {}) => pod(more, 'lone');

const workload = (more: object = {}) => ({
  spec: { selector: { matchLabels: { app: 'a' } }, template: pod(), ...more },
});

const otherSelector = workload({ selector: { matchLabels: { app: 'b' } }, template: pod({}, 'b') });
const otherTemplate = workload({ template: pod({ terminationGracePeriodSeconds: 5 }) });

const job = (more: object = {}, template: object = {}) => ({
  spec: { template: pod({ restartPolicy: 'Never', ...template }), ...more },
});

const stateful = (more: object = {}) => workload({ serviceName: 'a', ...more });

const claimTemplate = (storage: string, more: object = {}) => ({
  volumeClaimTemplates: [
    {
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...more },
    },
  ],
});

const claim = (more: object = {}) => ({
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...more },
});

const volume = (more: object = {}) => ({
  spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/a' }, ...more },
});

const zone = (name: string) => ({
  nodeAffinity: {
    required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: [name] }] }] },
  },
});

const service = (more: object = {}) => ({ spec: { ports: [{ port: 80 }], ...more } });

const binding = (roleRef: object, more: object = {}) => ({
  roleRef: { kind: 'ClusterRole', name: 'a', ...roleRef },
  ...more,
});

const subjects = [{ kind: 'ServiceAccount', name: 'a', namespace: 'default' }];

const definition = (more: object, ...versions: string[]) => ({
  spec: {
    scope: 'Namespaced',
    names: { kind: 'Thing', plural: 'things' },
    ...more,
    versions: versions.map((name, index) => ({
      name,
      served: true,
      storage: index === 0,
      schema: { openAPIV3Schema: { type: 'object' } },
    })),
  },
});

const bindings: Change[] = [
  [binding({}), binding({ name: 'b' }), 'roleRef.name'],
  [binding({}), binding({ apiGroup: 'rbac.authorization.k8s.io' }, { subjects })],
];

/** A version of a CustomResourceDefinition with one field. */
const thing = (size: object, more: object = {}) => ({
  name: 'v1',
  served: true,
  storage: true,
  schema: { openAPIV3Schema: { type: 'object', properties: { size } } },
  ...more,
});

const things = (...versions: object[]) => ({ spec: { ...definition({}).spec, versions } });

const conversion = {
  conversion: {
    strategy: 'Webhook',
    webhook: { conversionReviewVersions: ['v1'], clientConfig: { url: 'https://localhost:1' } },
  },
};

/** A webhook that no request reaches. */
const webhooks = (more: object = {}) => ({
  webhooks: [
    {
      name: 'a.example.com',
      clientConfig: { url: 'https://localhost:1' },
      rules: [{ apiGroups: ['example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['nothings'] }],
      failurePolicy: 'Ignore',
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
      ...more,
    },
  ],
});

const webhookChanges: Change[] = [
  [webhooks(), webhooks({ failurePolicy: 'Fail' })],
  [webhooks(), webhooks({ name: 'b.example.com' })],
  [webhooks(), webhooks({ timeoutSeconds: 5, matchPolicy: 'Exact' })],
];

const rules = (...verbs: string[]) => ({ rules: [{ apiGroups: [''], resources: ['pods'], verbs }] });

const cronJob = (more: object = {}, template: object = {}) => ({
  spec: { schedule: '0 0 * * *', jobTemplate: job({}, template), ...more },
});

const scaled = (more: object = {}) => ({
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' }, maxReplicas: 2, ...more },
});

const backend = (name: string) => ({ spec: { defaultBackend: { service: { name, port: { number: 80 } } } } });

const plain = { data: { a: 'b' } };
const encoded = { data: { a: 'Yg==' } };

/**
 * Changes of every kind with immutable fields: those that the API server rejects, and the nearest that it accepts. Their
 * objects have no names yet.
 */
export const CHANGE_CASES: readonly ChangeCase[] = [
  ...of(
    'node.k8s.io/v1',
    'RuntimeClass',
    [{ handler: 'spin' }, { handler: 'spin-v2' }, 'handler'],
    [{ handler: 'spin' }, { handler: 'spin', scheduling: { nodeSelector: { a: 'b' } } }],
  ),
  ...of(
    'apps/v1',
    'Deployment',
    [workload(), otherSelector, 'spec.selector'],
    [workload(), otherTemplate],
    [workload(), workload({ replicas: 3, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 2 } } })],
    [workload(), workload({ strategy: { type: 'Recreate' } }), 'spec.strategy.type'],
    [workload({ strategy: { type: 'Recreate' } }), workload()],
  ),
  ...of('apps/v1', 'ReplicaSet', [workload(), otherSelector, 'spec.selector'], [workload(), otherTemplate]),
  ...of(
    'apps/v1',
    'DaemonSet',
    [workload(), otherSelector, 'spec.selector'],
    [workload(), otherTemplate],
    [workload(), workload({ updateStrategy: { type: 'OnDelete' } })],
  ),
  ...of(
    'apps/v1',
    'StatefulSet',
    [stateful(), { spec: { ...otherSelector.spec, serviceName: 'a' } }, 'spec.selector'],
    [stateful(), stateful({ serviceName: 'b' }), 'spec.serviceName'],
    [stateful(), stateful({ podManagementPolicy: 'Parallel' }), 'spec.podManagementPolicy'],
    [stateful(), stateful(claimTemplate('1Gi')), 'spec.volumeClaimTemplates'],
    [stateful(), stateful({ updateStrategy: { type: 'OnDelete' } }), 'spec.updateStrategy.type'],
    [stateful({ updateStrategy: { type: 'OnDelete' } }), stateful()],
    [stateful(claimTemplate('1Gi')), stateful(claimTemplate('2Gi')), 'spec.volumeClaimTemplates'],
    [stateful(claimTemplate('1Gi')), stateful(claimTemplate('1Gi', { volumeMode: 'Filesystem' }))],
    [stateful(), stateful({ podManagementPolicy: 'OrderedReady', template: pod({ priority: 0 }), replicas: 0 })],
  ),
  ...of(
    'batch/v1',
    'Job',
    [job(), job({}, { serviceAccountName: 'b' }), 'spec.template'],
    [job(), job({}, { terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst' })],
    [job({ suspend: true }), job({ suspend: true }, { nodeSelector: { a: 'b' } })],
    [job({ suspend: true }), job({ suspend: true }, { serviceAccountName: 'b' }), 'spec.template'],
    [job(), job({ completionMode: 'Indexed', completions: 1 }), 'spec.completionMode'],
    [job({ completions: 2 }), job({ completions: 3 }), 'spec.completions'],
    [job(), job({ completions: 1, parallelism: 1 })],
    [
      job({ completionMode: 'Indexed', completions: 2, parallelism: 2 }),
      job({ completionMode: 'Indexed', completions: 3, parallelism: 3 }),
    ],
    [
      job({ completionMode: 'Indexed', completions: 2 }),
      job({ completionMode: 'Indexed', completions: 3 }),
      'spec.completions',
    ],
    [job(), job({ backoffLimit: 3, activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 60 })],
    [
      job({ completionMode: 'Indexed', completions: 1, backoffLimitPerIndex: 1 }),
      job({ completionMode: 'Indexed', completions: 1, backoffLimitPerIndex: 2 }),
      'spec.backoffLimitPerIndex',
    ],
    [
      job(),
      job({
        podFailurePolicy: {
          rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
        },
      }),
      'spec.podFailurePolicy',
    ],
    [
      job({ manualSelector: true, selector: { matchLabels: { app: 'a' } } }),
      job({ manualSelector: true, selector: { matchLabels: { app: 'a', b: 'c' } } }),
      'spec.selector',
    ],
  ),
  ...of(
    'v1',
    'Service',
    [service(), service({ clusterIP: 'None' }), 'spec.clusterIP'],
    [
      service({ clusterIP: 'None', selector: { a: 'b' } }),
      service({ clusterIP: '10.96.0.200', selector: { a: 'b' } }),
      'spec.clusterIP',
    ],
    [service({ clusterIP: 'None' }), service()],
    [service(), service({ type: 'NodePort', ports: [{ port: 81 }], selector: { app: 'a' } })],
    [service({ type: 'ExternalName', externalName: 'example.com' }), service({ clusterIP: 'None' })],
    [
      service({ type: 'LoadBalancer' }),
      service({ type: 'LoadBalancer', loadBalancerClass: 'example.com/a' }),
      'spec.loadBalancerClass',
    ],
    [service(), service({ type: 'LoadBalancer', loadBalancerClass: 'example.com/a' })],
  ),
  ...of(
    'v1',
    'PersistentVolumeClaim',
    [claim(), claim({ accessModes: ['ReadWriteMany'] }), 'spec.accessModes'],
    [claim({ storageClassName: 'a' }), claim({ storageClassName: 'b' }), 'spec.storageClassName'],
    [claim(), claim({ volumeMode: 'Block' }), 'spec.volumeMode'],
    [claim(), claim({ selector: { matchLabels: { a: 'b' } } }), 'spec.selector'],
    [claim({ volumeName: 'a' }), claim({ volumeName: 'b' }), 'spec.volumeName'],
    [claim(), claim({ resources: { requests: { storage: '512Mi' } } }), 'spec.resources.requests.storage'],
    [claim(), claim({ volumeMode: 'Filesystem', resources: { requests: { storage: '1024Mi' } } })],
    [claim(), { ...claim(), metadata: { labels: { a: 'b' } } }],
  ),
  ...of(
    'v1',
    'PersistentVolume',
    [volume(), volume({ hostPath: { path: '/b' } }), 'spec.hostPath'],
    [volume(), volume({ volumeMode: 'Block' }), 'spec.volumeMode'],
    [volume(zone('a')), volume(zone('b')), 'spec.nodeAffinity'],
    [volume(), volume(zone('a'))],
    [volume(), volume({ capacity: { storage: '2Gi' }, persistentVolumeReclaimPolicy: 'Delete', mountOptions: ['ro'] })],
  ),
  ...of('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', ...bindings),
  ...of('rbac.authorization.k8s.io/v1', 'RoleBinding', ...bindings, [
    binding({}),
    binding({ kind: 'Role' }),
    'roleRef.kind',
  ]),
  ...of(
    'storage.k8s.io/v1',
    'StorageClass',
    [{ provisioner: 'example.com/a' }, { provisioner: 'example.com/b' }, 'provisioner'],
    [{ provisioner: 'example.com/a' }, { provisioner: 'example.com/a', parameters: { type: 'ssd' } }, 'parameters'],
    [{ provisioner: 'example.com/a' }, { provisioner: 'example.com/a', reclaimPolicy: 'Retain' }, 'reclaimPolicy'],
    [
      { provisioner: 'example.com/a' },
      { provisioner: 'example.com/a', volumeBindingMode: 'WaitForFirstConsumer' },
      'volumeBindingMode',
    ],
    [
      { provisioner: 'example.com/a' },
      {
        provisioner: 'example.com/a',
        reclaimPolicy: 'Delete',
        volumeBindingMode: 'Immediate',
        allowVolumeExpansion: true,
      },
    ],
  ),
  ...of(
    'storage.k8s.io/v1',
    'CSIDriver',
    [{ spec: {} }, { spec: { attachRequired: false } }, 'spec.attachRequired'],
    [{ spec: {} }, { spec: { volumeLifecycleModes: ['Ephemeral'] } }, 'spec.volumeLifecycleModes'],
    [{ spec: {} }, { spec: { attachRequired: true, podInfoOnMount: true, fsGroupPolicy: 'File' } }],
  ),
  ...of(
    'scheduling.k8s.io/v1',
    'PriorityClass',
    [{ value: 1 }, { value: 2 }, 'value'],
    [{ value: 1 }, { value: 1, preemptionPolicy: 'Never' }, 'preemptionPolicy'],
    [{ value: 1 }, { value: 1, preemptionPolicy: 'PreemptLowerPriority', description: 'a' }],
  ),
  ...of(
    'networking.k8s.io/v1',
    'IngressClass',
    [{ spec: { controller: 'example.com/a' } }, { spec: { controller: 'example.com/b' } }, 'spec.controller'],
    [
      { spec: { controller: 'example.com/a' } },
      { spec: { controller: 'example.com/a', parameters: { kind: 'Thing', name: 'a', scope: 'Cluster' } } },
    ],
  ),
  ...of(
    'discovery.k8s.io/v1',
    'EndpointSlice',
    [{ addressType: 'IPv4', endpoints: [] }, { addressType: 'FQDN', endpoints: [] }, 'addressType'],
    [
      { addressType: 'IPv4', endpoints: [] },
      { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }] },
    ],
  ),
  ...of(
    'v1',
    'ResourceQuota',
    [{ spec: { scopes: ['Terminating'] } }, { spec: { scopes: ['NotTerminating'] } }, 'spec.scopes'],
    [{ spec: { scopes: ['Terminating'] } }, { spec: { scopes: ['Terminating'], hard: { pods: '1' } } }],
  ),
  ...of(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    [definition({}, 'v1'), definition({ scope: 'Cluster' }, 'v1'), 'spec.scope'],
    [definition({}, 'v1'), definition({ names: { kind: 'Other', plural: 'things' } }, 'v1'), 'spec.names.kind'],
    [definition({}, 'v1'), definition({}, 'v2'), 'spec.versions'],
    [definition({}, 'v1'), definition({}, 'v2', 'v1')],
    [definition({}, 'v2', 'v1'), definition({}, 'v2')],
    [definition({}, 'v1'), definition({ names: { kind: 'Thing', plural: 'things', shortNames: ['th'] } }, 'v1')],
    [definition({}, 'v1'), definition(conversion, 'v1')],
    [definition(conversion, 'v1'), definition({ conversion: { strategy: 'None' } }, 'v1')],
    [definition({}, 'v2', 'v1'), definition({}, 'v1'), 'spec.versions'],
    [things(thing({ type: 'string' })), things(thing({ type: 'integer' }))],
    [things(thing({ type: 'string' })), things(thing({ type: 'string', enum: ['a'] }))],
    [things(thing({ type: 'string' })), things({ ...thing({}), schema: { openAPIV3Schema: { type: 'object' } } })],
    [
      things(thing({ type: 'string' }), thing({ type: 'string' }, { name: 'v2', storage: false })),
      things(thing({ type: 'string' }), thing({ type: 'string' }, { name: 'v2', storage: false, served: false })),
    ],
  ),
  ...of(
    'v1',
    'ConfigMap',
    [{ ...plain, immutable: true }, { data: { a: 'c' }, immutable: true }, 'data'],
    [{ ...plain, immutable: true }, plain, 'immutable'],
    [{ ...plain, immutable: true }, { ...plain, ...{ binaryData: { b: 'Yg==' } }, immutable: true }, 'binaryData'],
    [plain, { data: { a: 'c' }, immutable: true }],
    [
      { ...plain, immutable: true },
      { ...plain, immutable: true, metadata: { labels: { a: 'b' } } },
    ],
  ),
  ...of(
    'v1',
    'Secret',
    [{ ...encoded, type: 'example.com/a' }, encoded, 'type'],
    [{ ...encoded, immutable: true }, { data: { a: 'Yw==' }, immutable: true }, 'data'],
    [{ ...encoded, immutable: true }, { stringData: { a: 'c' }, immutable: true }, 'data'],
    [{ ...encoded, immutable: true }, encoded, 'immutable'],
    [
      { ...encoded, immutable: true },
      { stringData: { a: 'b' }, immutable: true, type: 'Opaque' },
    ],
    [encoded, { data: { a: 'Yw==' }, type: 'Opaque' }],
  ),
  ...of(
    'v1',
    'Pod',
    [lonePod(), lonePod({ nodeSelector: { a: 'b' } }), 'spec'],
    [lonePod(), lonePod({ hostNetwork: true }), 'spec'],
    [lonePod(), lonePod({ containers: [{ name: 'main', image: 'example.com/a:v1', args: ['a'] }] }), 'spec'],
    [lonePod(), lonePod({ containers: [{ name: 'main', image: 'example.com/a:v2' }] })],
    [lonePod(), lonePod({ activeDeadlineSeconds: 60, restartPolicy: 'Always' })],
    [lonePod(), { ...lonePod(), metadata: { labels: { app: 'other' } } }],
  ),
  ...of(
    'storage.k8s.io/v1',
    'VolumeAttributesClass',
    [
      { driverName: 'example.com/a', parameters: { a: 'b' } },
      { driverName: 'example.com/b', parameters: { a: 'b' } },
      'driverName',
    ],
    [
      { driverName: 'example.com/a', parameters: { a: 'b' } },
      { driverName: 'example.com/a', parameters: { a: 'c' } },
      'parameters',
    ],
    [
      { driverName: 'example.com/a', parameters: { a: 'b' } },
      { driverName: 'example.com/a', parameters: { a: 'b' }, metadata: { labels: { a: 'b' } } },
    ],
  ),
  ...of('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', ...webhookChanges),
  ...of('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', ...webhookChanges),
  ...of('rbac.authorization.k8s.io/v1', 'ClusterRole', [rules('get'), rules('list')]),
  ...of('rbac.authorization.k8s.io/v1', 'Role', [rules('get'), rules('list')]),
  ...of(
    'batch/v1',
    'CronJob',
    [cronJob(), cronJob({ schedule: '1 0 * * *', suspend: true })],
    [cronJob(), cronJob({}, { serviceAccountName: 'b' })],
  ),
  ...of('autoscaling/v2', 'HorizontalPodAutoscaler', [
    scaled(),
    scaled({ maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'b' } }),
  ]),
  ...of('policy/v1', 'PodDisruptionBudget', [
    { spec: { minAvailable: 1, selector: { matchLabels: { app: 'a' } } } },
    { spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'b' } } } },
  ]),
  ...of('networking.k8s.io/v1', 'NetworkPolicy', [
    { spec: { podSelector: { matchLabels: { app: 'a' } } } },
    { spec: { podSelector: { matchLabels: { app: 'b' } }, policyTypes: ['Egress'] } },
  ]),
  ...of('networking.k8s.io/v1', 'Ingress', [backend('a'), { spec: { ...backend('b').spec, ingressClassName: 'a' } }]),
  ...of('v1', 'Namespace', [{}, { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } }]),
  ...of('v1', 'ServiceAccount', [{}, { automountServiceAccountToken: false }]),
];

/** The old and the new object of a case, with a name of its own. */
export function objectsOf({ after, apiVersion, before, kind }: ChangeCase, id: number): object[] {
  return [before, after].map((content: { metadata?: object; spec?: object }) => {
    const group = `case-${id}.example.com`;
    const object = { apiVersion, kind, ...content, metadata: { name: `case-${id}`, ...content.metadata } };
    return kind === 'CustomResourceDefinition'
      ? { ...object, metadata: { name: `things.${group}` }, spec: { ...content.spec, group } }
      : object;
  });
}
