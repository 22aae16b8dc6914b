import { Manifest } from '../synth/manifest';
import { MAX_NAME_LENGTH } from '../validation/admission/metadata-rules';

/** An app, and what stands beside it. */
export interface ScaffoldOptions {
  readonly image: string;
  readonly name: string;
  readonly namespace?: string;
  readonly executor: string;
  readonly replicas: number;
  readonly autoscaler?: AutoscalerOptions;
  readonly requests: Quantities;
  readonly limits: Quantities;
  readonly imagePullSecrets: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
  readonly components: readonly string[];

  /** Content of a `runtime-config.toml`. */
  readonly runtimeConfig?: string;
  readonly serviceAccountName?: string;
  readonly azureIdentity: boolean;

  /** Paths of the probes. */
  readonly readiness?: string;
  readonly liveness?: string;
}

/** An autoscaler; the number of replicas is its minimum. */
export interface AutoscalerOptions {
  readonly kind: 'hpa' | 'keda';
  readonly maxReplicas: number;

  /** Targets in percent of the requests. */
  readonly cpuUtilization: number;
  readonly memoryUtilization: number;
}

interface Quantities {
  readonly cpu?: string;
  readonly memory?: string;
}

/** The name of an app: the last part of the repository of its image, as a name that objects can have. */
export function nameOfImage(image: string): string {
  const repository = image.replace(/@.*/, '').replace(/:[^/]*$/, '');
  const last = repository.slice(repository.lastIndexOf('/') + 1).toLowerCase();
  const name = last.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return (/^[a-z]/.test(name) ? name : `app-${name}`).slice(0, MAX_NAME_LENGTH).replace(/-$/, '');
}

/** The manifests of an app: those of `spin kube scaffold`, in its order. */
export function scaffoldManifests(options: ScaffoldOptions): Manifest[] {
  const { autoscaler, name, namespace, runtimeConfig } = options;
  const metadata = (own: string) => ({ name: own, ...(namespace === undefined ? {} : { namespace }) });
  const configName = `${name}-runtime-config`;
  return [
    {
      apiVersion: 'core.spinkube.dev/v1alpha1',
      kind: 'SpinApp',
      metadata: metadata(name),
      spec: specOf(options, runtimeConfig === undefined ? undefined : configName),
    },
    ...(runtimeConfig === undefined
      ? []
      : [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: metadata(configName),
            type: 'Opaque',
            stringData: { 'runtime-config.toml': runtimeConfig },
          },
        ]),
    ...(autoscaler ? [{ ...autoscalerOf(autoscaler, options), metadata: metadata(`${name}-autoscaler`) }] : []),
  ];
}

function specOf(options: ScaffoldOptions, configName: string | undefined): object {
  const { autoscaler, components, imagePullSecrets, limits, liveness, readiness, requests, variables } = options;
  const probe = (path: string | undefined) => path && { httpGet: { path } };
  return {
    image: options.image,
    executor: options.executor,
    ...(autoscaler ? { enableAutoscaling: true } : { replicas: options.replicas }),
    podLabels: options.azureIdentity ? { 'azure.workload.identity/use': 'true' } : undefined,
    serviceAccountName: options.serviceAccountName,
    variables: unlessEmpty([...variables].map(([variable, value]) => ({ name: variable, value }))),
    components: unlessEmpty(components),
    checks: (readiness ?? liveness) && { readiness: probe(readiness), liveness: probe(liveness) },
    resources:
      Object.keys({ ...limits, ...requests }).length > 0
        ? { limits: mapUnlessEmpty(limits), requests: mapUnlessEmpty(requests) }
        : undefined,
    imagePullSecrets: unlessEmpty(imagePullSecrets.map((secret) => ({ name: secret }))),
    runtimeConfig: configName === undefined ? undefined : { loadFromSecret: configName },
  };
}

function autoscalerOf(autoscaler: AutoscalerOptions, { name, replicas }: ScaffoldOptions) {
  const { cpuUtilization, kind, maxReplicas, memoryUtilization } = autoscaler;
  const targets = Object.entries({ cpu: cpuUtilization, memory: memoryUtilization });
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name };
  return kind === 'hpa'
    ? {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        spec: {
          scaleTargetRef,
          minReplicas: replicas,
          maxReplicas,
          metrics: targets.map(([resource, averageUtilization]) => ({
            type: 'Resource',
            resource: { name: resource, target: { type: 'Utilization', averageUtilization } },
          })),
        },
      }
    : {
        apiVersion: 'keda.sh/v1alpha1',
        kind: 'ScaledObject',
        spec: {
          scaleTargetRef,
          minReplicaCount: replicas,
          maxReplicaCount: maxReplicas,
          triggers: targets.map(([type, value]) => ({
            type,
            metricType: 'Utilization',
            metadata: { value: String(value) },
          })),
        },
      };
}

function unlessEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined;
}

function mapUnlessEmpty(map: object): object | undefined {
  return Object.keys(map).length > 0 ? map : undefined;
}
