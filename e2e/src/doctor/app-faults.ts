import { Kubectl, must } from '../kubectl';
import { EXECUTOR, IMAGE } from '../sample';
import { eventually } from '../suite';

/** A SpinApp that does not work, in a namespace of its own, which is called like the diagnosis that should find it. */
export interface AppFault {
  /** Name of the diagnosis that comes first. */
  readonly expected: string;

  /** The object that the finding is about. */
  readonly about: string;

  /** Addition to the name of the namespace, where several faults have the same diagnosis. */
  readonly variant?: string;
  readonly spec?: object;
  readonly executor?: object;
  readonly labels?: object;

  /** Changes the cluster before. */
  readonly prepare?: (kubectl: Kubectl) => Promise<unknown>;

  /** Objects that are created before the SpinApp. */
  readonly before?: (namespace: string) => object[];

  /** Steps after the creation of the SpinApp. */
  readonly after?: (kubectl: Kubectl, namespace: string) => Promise<void>;
}

const APP = 'hello';
export const GROUP = 'core.spinkube.dev/v1alpha1';

export function namespaceOf({ expected, variant }: AppFault): string {
  return variant === undefined ? expected : `${expected}-${variant}`;
}

export function object(
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string | undefined,
  others: object = {},
): object {
  return { apiVersion, kind, metadata: { name, namespace }, ...others };
}

/** An executor of the class that a platform installs, or another. */
export function executor(
  namespace: string,
  deploymentConfig: object = { runtimeClassName: 'wasmtime-spin-v2' },
): object {
  return object(GROUP, 'SpinAppExecutor', EXECUTOR, namespace, { spec: { createDeployment: true, deploymentConfig } });
}

export function app(namespace: string, spec: object = {}): object {
  return object(GROUP, 'SpinApp', APP, namespace, { spec: { image: IMAGE, executor: EXECUTOR, replicas: 1, ...spec } });
}

/** Creates the objects of a fault. */
export async function injectApp(kubectl: Kubectl, fault: AppFault): Promise<void> {
  const { after, before = () => [], executor: deploymentConfig, labels = {}, prepare, spec } = fault;
  const namespace = namespaceOf(fault);
  await prepare?.(kubectl);
  await must(kubectl.create([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } }]));
  await must(kubectl.create([...before(namespace), executor(namespace, deploymentConfig)]));
  await eventually(
    `the webhook knows the executor of ${namespace}`,
    async () => {
      const { code } = await kubectl.create([app(namespace, spec)]);
      return code === 0 ? true : undefined;
    },
    10,
  );
  await after?.(kubectl, namespace);
}

interface State {
  readonly waiting?: object;
  readonly running?: object;
  readonly lastState?: object;
  readonly restartCount?: number;

  /** Events of the pod: reasons and messages. */
  readonly events?: readonly (readonly [string, string])[];
}

/** Writes what a kubelet would report of the pod of an app: the nodes here pretend that all is well. */
function kubelet({ events = [], lastState = {}, restartCount = 0, running, waiting }: State): AppFault['after'] {
  return async (kubectl, namespace) => {
    const pod = await eventually(`a pod in ${namespace}`, async () => {
      const [found] = await kubectl.get('pods', `--namespace=${namespace}`);
      const { phase } = ((found as typeof found | undefined)?.status ?? {}) as { phase?: string };
      return phase === 'Running' ? found : undefined;
    });
    const state = running ? { running } : { waiting };
    const status = {
      containerStatuses: [{ name: APP, image: IMAGE, imageID: '', ready: false, restartCount, state, lastState }],
      conditions: ['Ready', 'ContainersReady'].map((type) => ({ type, status: 'False' })),
    };
    const { name, uid } = pod.metadata;
    const patch = ['patch', 'pod', name, `--namespace=${namespace}`, '--subresource=status', '--type=merge'];
    await kubectl.text(...patch, `--patch=${JSON.stringify({ status })}`);
    const time = new Date().toISOString();
    const all = events.map(([reason, message], index) =>
      object('v1', 'Event', `${name}.${index}`, namespace, {
        involvedObject: { kind: 'Pod', namespace, name, uid },
        reason,
        message,
        type: 'Warning',
        firstTimestamp: time,
        lastTimestamp: time,
      }),
    );
    if (all.length > 0) {
      await must(kubectl.create(all));
    }
  };
}

const hpa =
  (name: string, target = APP) =>
  (namespace: string) => [
    object('autoscaling/v2', 'HorizontalPodAutoscaler', name, namespace, {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
        maxReplicas: 3,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        ],
      },
    }),
  ];

const secretVariable = {
  variables: [{ name: 'db', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } }],
};
const PULL = 'Back-off pulling image "ghcr.io/example/shop:v1"';

const pull = (cause: string) =>
  kubelet({
    waiting: { reason: 'ImagePullBackOff', message: PULL },
    events: [
      [
        'Failed',
        `Failed to pull image "ghcr.io/example/shop:v1": failed to resolve reference "ghcr.io/example/shop:v1": ${cause}`,
      ],
    ],
  });

const hello = (namespace: string) => `SpinApp ${namespace}/${APP}`;

/** A value that must not be printed. */
export const SECRET_VALUE = 'correct-horse-battery-staple';

/** A Secret, and literals that look like one. */
export const withSecrets = (namespace: string) => [
  object('v1', 'Secret', 'other', namespace, { stringData: { password: SECRET_VALUE } }),
  object('v1', 'ConfigMap', 'other', namespace, { data: { 'config.toml': `token = "${SECRET_VALUE}"` } }),
];

/** Faults of single apps. */
export const APP_FAULTS: readonly AppFault[] = [
  {
    expected: 'executor-runtime-class',
    about: `SpinAppExecutor executor-runtime-class/${EXECUTOR}`,
    executor: { runtimeClassName: 'wasmtime-spin' },
  },
  {
    expected: 'executor-without-deployment-config',
    about: `SpinAppExecutor executor-without-deployment-config/${EXECUTOR}`,
    after: async (kubectl, namespace) => {
      const patch = '--patch=[{"op":"remove","path":"/spec/deploymentConfig"}]';
      await kubectl.text('patch', 'spinappexecutor', EXECUTOR, `--namespace=${namespace}`, '--type=json', patch);
    },
  },
  {
    expected: 'executor-missing',
    about: `SpinAppExecutor executor-missing/${EXECUTOR}`,
    after: async (kubectl, namespace) => {
      const at = [`--namespace=${namespace}`, 'spinappexecutor', EXECUTOR];
      await kubectl.text('delete', ...at, '--wait=false');
      await kubectl.text('patch', ...at, '--type=merge', '--patch={"metadata":{"finalizers":null}}');
    },
  },
  {
    expected: 'executor-deletion-hangs',
    about: `SpinAppExecutor executor-deletion-hangs/${EXECUTOR}`,
    after: async (kubectl, namespace) => {
      await eventually(`the finalizer in ${namespace}`, async () => {
        const [found] = await kubectl.get('spinappexecutors', `--namespace=${namespace}`);
        return found.metadata.finalizers;
      });
      await kubectl.text('delete', `--namespace=${namespace}`, 'spinappexecutor', EXECUTOR, '--wait=false');
    },
  },
  {
    expected: 'pod-security',
    about: hello('pod-security'),
    labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
  },
  {
    expected: 'quota-exceeded',
    about: 'ResourceQuota quota-exceeded/quota',
    before: (namespace) => [object('v1', 'ResourceQuota', 'quota', namespace, { spec: { hard: { pods: '0' } } })],
  },
  {
    expected: 'quota-exceeded',
    variant: 'requests',
    about: 'ResourceQuota quota-exceeded-requests/quota',
    before: (namespace) => [
      object('v1', 'ResourceQuota', 'quota', namespace, { spec: { hard: { 'limits.cpu': '4' } } }),
    ],
  },
  {
    expected: 'limit-range',
    about: 'LimitRange limit-range/limits',
    spec: { resources: { limits: { cpu: '500m' } } },
    before: (namespace) => [
      object('v1', 'LimitRange', 'limits', namespace, {
        spec: { limits: [{ type: 'Container', max: { cpu: '100m' } }] },
      }),
    ],
  },
  {
    expected: 'service-account-missing',
    about: 'ServiceAccount service-account-missing/shop',
    spec: { serviceAccountName: 'shop' },
  },
  {
    expected: 'secret-missing',
    about: 'Secret secret-missing/database',
    spec: secretVariable,
    after: kubelet({ waiting: { reason: 'CreateContainerConfigError', message: 'secret "database" not found' } }),
  },
  {
    expected: 'secret-missing',
    variant: 'runtime-config',
    about: 'Secret secret-missing-runtime-config/redis',
    spec: {
      runtimeConfig: {
        keyValueStores: [
          {
            name: 'default',
            type: 'redis',
            options: [{ name: 'url', valueFrom: { secretKeyRef: { name: 'redis', key: 'url' } } }],
          },
        ],
      },
    },
  },
  {
    expected: 'key-missing',
    about: 'Secret key-missing/database',
    spec: secretVariable,
    before: (namespace) => [
      object('v1', 'Secret', 'database', namespace, { stringData: { passwd: SECRET_VALUE } }),
      ...withSecrets(namespace),
    ],
    after: kubelet({
      waiting: {
        reason: 'CreateContainerConfigError',
        message: "couldn't find key password in Secret key-missing/database",
      },
    }),
  },
  {
    expected: 'config-map-missing',
    about: 'ConfigMap config-map-missing/settings',
    spec: {
      volumes: [{ name: 'settings', configMap: { name: 'settings' } }],
      volumeMounts: [{ name: 'settings', mountPath: '/settings' }],
    },
  },
  {
    expected: 'claim-pending',
    about: 'PersistentVolumeClaim claim-pending/data',
    spec: {
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    },
    before: (namespace) => [
      object('v1', 'PersistentVolumeClaim', 'data', namespace, {
        spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } },
      }),
    ],
  },
  {
    expected: 'unschedulable-selector',
    about: hello('unschedulable-selector'),
    executor: { runtimeClassName: 'only-gold' },
    before: () => [
      object('node.k8s.io/v1', 'RuntimeClass', 'only-gold', undefined, {
        handler: 'spin-v2',
        scheduling: { nodeSelector: { disk: 'gold' } },
      }),
    ],
  },
  {
    expected: 'unschedulable-taint',
    about: hello('unschedulable-taint'),
    executor: { runtimeClassName: 'only-tainted' },
    prepare: (kubectl) => kubectl.text('taint', 'node', 'node-1', 'team=ml:NoSchedule'),
    before: () => [
      object('node.k8s.io/v1', 'RuntimeClass', 'only-tainted', undefined, {
        handler: 'spin-v2',
        scheduling: { nodeSelector: { 'kubernetes.io/hostname': 'node-1' } },
      }),
    ],
  },
  {
    expected: 'insufficient-resources',
    about: hello('insufficient-resources'),
    spec: { resources: { requests: { memory: '900Ti' } } },
  },
  {
    expected: 'pull-secret-missing',
    about: 'Secret pull-secret-missing/registry',
    spec: { imagePullSecrets: [{ name: 'registry' }] },
    after: pull('failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized'),
  },
  {
    expected: 'image-pull-unauthorized',
    about: hello('image-pull-unauthorized'),
    after: pull('failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized'),
  },
  { expected: 'image-not-found', about: hello('image-not-found'), after: pull('ghcr.io/example/shop:v1: not found') },
  {
    expected: 'not-run-by-spin',
    about: hello('not-run-by-spin'),
    after: kubelet({
      waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container' },
      lastState: {
        terminated: {
          exitCode: 128,
          reason: 'StartError',
          message: 'failed to create containerd task: OCI runtime create failed: exec: "/": permission denied',
        },
      },
    }),
  },
  {
    expected: 'out-of-memory',
    about: hello('out-of-memory'),
    spec: { resources: { limits: { memory: '16Mi' } } },
    after: kubelet({
      waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container' },
      lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
      restartCount: 3,
    }),
  },
  {
    expected: 'crash-loop',
    about: hello('crash-loop'),
    after: kubelet({
      waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container' },
      lastState: { terminated: { exitCode: 137, reason: 'Error' } },
      restartCount: 3,
    }),
  },
  {
    expected: 'probe-failing',
    about: hello('probe-failing'),
    after: kubelet({
      running: { startedAt: new Date().toISOString() },
      events: [['Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 404']],
    }),
  },
  {
    expected: 'name-taken',
    about: `Service name-taken/${APP}`,
    before: (namespace) => [
      object('v1', 'Service', APP, namespace, { spec: { selector: { app: 'mine' }, ports: [{ port: 8080 }] } }),
    ],
  },
  {
    expected: 'spin-app-rule',
    about: hello('spin-app-rule'),
    spec: {
      variables: [
        { name: 'level', value: 'a' },
        { name: 'LEVEL', value: 'b' },
      ],
    },
  },
  {
    expected: 'autoscaler-missing',
    about: hello('autoscaler-missing'),
    spec: { replicas: 0, enableAutoscaling: true },
  },
  {
    expected: 'autoscaler-conflict',
    about: hello('autoscaler-conflict'),
    spec: { replicas: 0, enableAutoscaling: true, resources: { requests: { cpu: '10m' } } },
    before: (namespace) => [...hpa('one')(namespace), ...hpa('two')(namespace)],
  },
  {
    expected: 'autoscaler-overruled',
    about: hello('autoscaler-overruled'),
    spec: { resources: { requests: { cpu: '10m' } } },
    before: hpa('one'),
  },
  {
    expected: 'metrics-api-missing',
    about: 'APIService v1beta1.metrics.k8s.io',
    spec: { replicas: 0, enableAutoscaling: true, resources: { requests: { cpu: '10m' } } },
    before: hpa('one'),
  },
];
