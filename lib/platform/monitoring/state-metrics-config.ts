import { SpinOperatorApi } from '../../releases/spin-operator/spin-operator-api';

/** Path of a field, as kube-state-metrics takes it. */
type FieldPath = string[];

interface StateMetric {
  readonly name: string;
  readonly help: string;
  readonly each: object;
}

/** A kind and its metrics; `labels` are those that identify an object. */
interface StateMetricsOfKind {
  readonly kind: string;
  readonly plural: string;
  readonly labels: { readonly [label: string]: FieldPath };
  readonly metrics: readonly StateMetric[];
}

const NAMESPACED = { namespace: ['metadata', 'namespace'] };

const SPIN_KINDS: readonly StateMetricsOfKind[] = [
  {
    kind: 'SpinApp',
    plural: 'spinapps',
    labels: { ...NAMESPACED, spinapp: ['metadata', 'name'] },
    metrics: [
      info('spinapp_info', 'Image and executor of the SpinApp.', {
        image: ['spec', 'image'],
        executor: ['spec', 'executor'],
      }),
      gauge('spinapp_created', 'Unix creation timestamp of the SpinApp.', ['metadata', 'creationTimestamp']),
      gauge('spinapp_spec_replicas', 'Number of desired pods; none with autoscaling.', ['spec', 'replicas']),
      gauge('spinapp_spec_autoscaling_enabled', 'Tells if an autoscaler sets the number of pods.', [
        'spec',
        'enableAutoscaling',
      ]),
      gauge('spinapp_status_replicas_ready', 'Number of ready pods.', ['status', 'readyReplicas']),
      {
        name: 'spinapp_status_condition',
        help: 'Condition of the SpinApp: 1 for its current status, 0 for the others.',
        each: {
          type: 'StateSet',
          stateSet: {
            path: ['status', 'conditions'],
            labelsFromPath: { condition: ['type'], reason: ['reason'] },
            valueFrom: ['status'],
            labelName: 'status',
            list: ['True', 'False', 'Unknown'],
          },
        },
      },
    ],
  },
  {
    kind: 'SpinAppExecutor',
    plural: 'spinappexecutors',
    labels: { ...NAMESPACED, executor: ['metadata', 'name'] },
    metrics: [
      info('spinappexecutor_info', 'RuntimeClass or Spin image of the SpinAppExecutor.', {
        runtime_class: ['spec', 'deploymentConfig', 'runtimeClassName'],
        spin_image: ['spec', 'deploymentConfig', 'spinImage'],
      }),
      gauge('spinappexecutor_spec_create_deployment', 'Tells if the operator creates a Deployment for each SpinApp.', [
        'spec',
        'createDeployment',
      ]),
    ],
  },
];

const SHIM: StateMetricsOfKind = {
  kind: 'Shim',
  plural: 'shims',
  labels: { shim: ['metadata', 'name'] },
  metrics: [
    info('shim_info', 'RuntimeClass and containerd handler of the Shim.', {
      runtime_class: ['spec', 'runtimeClass', 'name'],
      handler: ['spec', 'runtimeClass', 'handler'],
    }),
    gauge('shim_status_nodes', 'Number of nodes that the Shim selects.', ['status', 'nodes']),
    gauge('shim_status_nodes_ready', 'Number of nodes that have the Shim.', ['status', 'nodesReady']),
  ],
};

/** The kinds by API group. A group that the cluster does not have costs nothing, and both exist while a platform moves. */
const GROUPS: ReadonlyMap<string, readonly StateMetricsOfKind[]> = new Map([
  [SpinOperatorApi.V0_6_1.group, SPIN_KINDS],
  [SpinOperatorApi.V0_1_0.group, SPIN_KINDS],
  ['runtime.spinkube.dev', [SHIM]],
]);

const VERSION = 'v1alpha1';

/** Verbosity of the log from which on kube-state-metrics reports a field that is not set, such as `replicas`. */
const QUIET = 5;

/** Configuration of kube-state-metrics for the kinds of SpinKube. */
export function stateMetricsConfig(): object {
  const resources = [...GROUPS].flatMap(([group, kinds]) =>
    kinds.map(({ kind, labels, metrics }) => ({
      groupVersionKind: { group, version: VERSION, kind },
      metricNamePrefix: 'kube',
      errorLogV: QUIET,
      labelsFromPath: labels,
      metrics,
    })),
  );
  return { kind: 'CustomResourceStateMetrics', spec: { resources } };
}

/** Resources of the kinds, by API group. */
export function stateMetricsResources(): { readonly group: string; readonly resources: string[] }[] {
  return [...GROUPS].map(([group, kinds]) => ({ group, resources: kinds.map(({ plural }) => plural) }));
}

function gauge(name: string, help: string, path: FieldPath): StateMetric {
  return { name, help, each: { type: 'Gauge', gauge: { path } } };
}

function info(name: string, help: string, labelsFromPath: { [label: string]: FieldPath }): StateMetric {
  return { name, help, each: { type: 'Info', info: { labelsFromPath } } };
}
