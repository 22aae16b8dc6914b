import { ApiObject, ApiObjectProps, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Stages } from './stages';

/** Namespaced kinds of the tests; their namespace is `default` unless the chart or the test sets one. */
const NAMESPACED = [
  'ConfigMap',
  'Deployment',
  'Ingress',
  'Job',
  'ResourceQuota',
  'Role',
  'Secret',
  'Service',
  'ServiceAccount',
];

/** Adds an object with a kind and a name, and by default nothing else. */
export function add(scope: Construct, kind: string, name: string, props: Partial<ApiObjectProps> = {}): ApiObject {
  const namespace = Chart.of(scope).namespace ?? (NAMESPACED.includes(kind) ? 'default' : undefined);
  return new ApiObject(scope, `${kind}-${name}`, {
    apiVersion: 'v1',
    kind,
    ...props,
    metadata: { name, namespace, ...props.metadata },
  });
}

export function crd(scope: Construct, kind: string, group = 'example.com'): ApiObject {
  return add(scope, 'CustomResourceDefinition', `${kind.toLowerCase()}s.${group}`, {
    apiVersion: 'apiextensions.k8s.io/v1',
    spec: { group, names: { kind, plural: `${kind.toLowerCase()}s` }, scope: 'Cluster', versions: [] },
  });
}

/** A Deployment or Job of a container. */
export function workload(scope: Construct, kind: 'Deployment' | 'Job', name: string): ApiObject {
  const template = { spec: { containers: [{ name: 'main', image: 'hello' }] } };
  return add(scope, kind, name, {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    spec: kind === 'Job' ? { template } : { selector: {}, template },
  });
}

export function shoot(scope: Construct, namespace: string, spec: object): ApiObject {
  return add(scope, 'Shoot', 's', {
    apiVersion: 'core.gardener.cloud/v1beta1',
    metadata: { namespace },
    spec: {
      cloudProfile: { name: 'any' },
      kubernetes: { version: '1.34' },
      provider: { type: 'aws' },
      region: 'eu-central-1',
      ...spec,
    },
  });
}

export function executor(scope: Construct, namespace: string, runtimeClassName = 'wasmtime-spin-v2'): ApiObject {
  return add(scope, 'SpinAppExecutor', 'shim', {
    apiVersion: 'core.spinkube.dev/v1alpha1',
    metadata: { namespace },
    spec: { createDeployment: true, deploymentConfig: { runtimeClassName } },
  });
}

export function runtimeClass(scope: Construct): ApiObject {
  return add(scope, 'RuntimeClass', 'wasmtime-spin-v2', { apiVersion: 'node.k8s.io/v1', handler: 'spin-v2' });
}

export function shim(scope: Construct): ApiObject {
  return add(scope, 'Shim', 'spin-v2', {
    apiVersion: 'runtime.spinkube.dev/v1alpha1',
    spec: {
      runtimeClass: { name: 'wasmtime-spin-v2', handler: 'spin-v2' },
      fetchStrategy: { anonHttp: { location: 'https://example.com/shim' } },
      rolloutStrategy: { type: 'recreate' },
    },
  });
}

export function app(scope: Construct, namespace: string, name = 'hello'): ApiObject {
  return add(scope, 'SpinApp', name, {
    apiVersion: 'core.spinkube.dev/v1alpha1',
    metadata: { namespace },
    spec: { executor: 'shim', image: 'hello', replicas: 1 },
  });
}

export function autoscaler(scope: Construct, namespace: string, target = 'hello'): ApiObject {
  return add(scope, 'HorizontalPodAutoscaler', 'scaler', {
    apiVersion: 'autoscaling/v2',
    metadata: { namespace },
    spec: { scaleTargetRef: { kind: 'Deployment', name: target }, maxReplicas: 2 },
  });
}

export function webhook(
  scope: Construct,
  rule: { apiGroups: string[]; resources: string[] },
  failurePolicy = 'Fail',
): ApiObject {
  return add(scope, 'ValidatingWebhookConfiguration', 'webhook', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    webhooks: [
      {
        name: 'webhook.example.com',
        clientConfig: {},
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        failurePolicy,
        rules: [rule],
      },
    ],
  });
}

/** The names of the stages by level. */
export function levels(stages: Stages): string[][] {
  return stages.reduce<string[][]>((all, { level, name }) => {
    all[level] = [...(all[level] ?? []), name];
    return all;
  }, []);
}
