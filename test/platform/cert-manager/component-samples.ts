import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { CertManagerComponentOptions, PodDisruptionBudget } from '../../../lib';
import { Manifest, testChart } from '../../testing';
import { Component, container, deployment, flag, ofComponent, pod } from './manifests';

/** Effect of a property: where to see it, and the values without and with it. */
export interface Effect<T> {
  readonly value: T;
  readonly see: (manifests: Manifest[]) => unknown;
  readonly byDefault: unknown;
  readonly effect: unknown;
}

/** Every property of a struct: one that is missing does not compile. */
export type Effects<T> = { readonly [P in keyof Required<T>]: Effect<Required<T>[P]> };

export const kinds = (manifests: Manifest[], ...wanted: string[]) =>
  manifests.filter(({ kind }) => wanted.includes(kind));

/** Options of all components. */
export function commonEffects(component: Component): Effects<CertManagerComponentOptions> {
  const spec = (manifests: Manifest[]) => pod(manifests, component).spec;
  const main = (manifests: Manifest[]) => container(manifests, component);
  const annotations = (manifests: Manifest[]) =>
    Object.entries(pod(manifests, component).metadata.annotations ?? {}).filter(([key]) => !key.startsWith('prom'));
  const selector = (manifests: Manifest[]) => deployment(manifests, component).selector.matchLabels;
  return {
    image: {
      value: 'example.com/image:v1',
      see: (manifests) => main(manifests).image,
      byDefault: `quay.io/jetstack/cert-manager-${component}:v1.21.2`,
      effect: 'example.com/image:v1',
    },
    imagePullPolicy: {
      value: kplus.ImagePullPolicy.ALWAYS,
      see: (manifests) => main(manifests).imagePullPolicy,
      byDefault: 'IfNotPresent',
      effect: 'Always',
    },
    imagePullSecrets: {
      value: [kplus.Secret.fromSecretName(testChart(), 'secret', 'registry')],
      see: (manifests) => spec(manifests).imagePullSecrets,
      byDefault: undefined,
      effect: [{ name: 'registry' }],
    },
    replicas: {
      value: 2,
      see: (manifests) => deployment(manifests, component).replicas,
      byDefault: 1,
      effect: 2,
    },
    resources: {
      value: { cpu: { request: kplus.Cpu.millis(10) }, memory: { limit: Size.mebibytes(128) } },
      see: (manifests) => main(manifests).resources,
      byDefault: undefined,
      effect: { requests: { cpu: '10m' }, limits: { memory: '128Mi' } },
    },
    nodeSelector: {
      value: { pool: 'system' },
      see: (manifests) => spec(manifests).nodeSelector,
      byDefault: { 'kubernetes.io/os': 'linux' },
      effect: { pool: 'system' },
    },
    tolerations: {
      value: [kplus.NodeTaintQuery.is('dedicated', 'system', { effect: kplus.TaintEffect.NO_SCHEDULE })],
      see: (manifests) => spec(manifests).tolerations,
      byDefault: undefined,
      effect: [{ key: 'dedicated', operator: 'Equal', value: 'system', effect: 'NoSchedule' }],
    },
    affinity: {
      value: { requiredNodes: [kplus.NodeLabelQuery.exists('pool')] },
      see: (manifests) => spec(manifests).affinity,
      byDefault: undefined,
      effect: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'Exists' }] }],
          },
        },
      },
    },
    priorityClassName: {
      value: 'system-cluster-critical',
      see: (manifests) => spec(manifests).priorityClassName,
      byDefault: undefined,
      effect: 'system-cluster-critical',
    },
    podAnnotations: { value: { a: 'b' }, see: annotations, byDefault: [], effect: [['a', 'b']] },
    podLabels: {
      value: { team: 'platform' },
      see: (manifests) => pod(manifests, component).metadata.labels.team,
      byDefault: undefined,
      effect: 'platform',
    },
    podSecurityContext: {
      value: { user: 1000 },
      see: (manifests) => spec(manifests).securityContext,
      byDefault: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      effect: {
        fsGroupChangePolicy: 'Always',
        runAsNonRoot: true,
        runAsUser: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    },
    securityContext: {
      value: { readOnlyRootFilesystem: false, user: 1000 },
      see: (manifests) => main(manifests).securityContext,
      byDefault: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
      effect: {
        allowPrivilegeEscalation: false,
        privileged: false,
        readOnlyRootFilesystem: false,
        runAsNonRoot: true,
        runAsUser: 1000,
      },
    },
    env: {
      value: { HTTPS_PROXY: kplus.EnvValue.fromValue('http://proxy:3128') },
      see: (manifests) => main(manifests).env.slice(1),
      byDefault: [],
      effect: [{ name: 'HTTPS_PROXY', value: 'http://proxy:3128' }],
    },
    extraArgs: {
      value: ['--kube-api-qps=50', '-logging-format=json'],
      see: (manifests) => main(manifests).args.filter((arg) => /qps|format/.test(arg)),
      byDefault: [],
      effect: ['--kube-api-qps=50', '-logging-format=json'],
    },
    terminationGracePeriod: {
      value: Duration.minutes(1),
      see: (manifests) => spec(manifests).terminationGracePeriodSeconds,
      byDefault: undefined,
      effect: 60,
    },
    podDisruptionBudget: {
      value: PodDisruptionBudget.maxUnavailable(kplus.PercentOrAbsolute.absolute(1)),
      see: (manifests) =>
        kinds(manifests, 'PodDisruptionBudget')
          .map(({ spec }) => spec as { maxUnavailable: number; selector: { matchLabels: object } })
          .filter(({ selector: { matchLabels } }) => isEqual(matchLabels, selector(manifests)))
          .map(({ maxUnavailable }) => maxUnavailable),
      byDefault: [],
      effect: [1],
    },
    serviceAccountAnnotations: {
      value: { 'example.com/role': 'dns' },
      see: (manifests) => ofComponent(manifests, 'ServiceAccount', component).metadata.annotations,
      byDefault: undefined,
      effect: { 'example.com/role': 'dns' },
    },
    featureGates: {
      value: component === 'cainjector' ? { ServerSideApply: true } : { OtherNames: true, NameConstraints: false },
      see: (manifests) => flag(manifests, component, 'feature-gates'),
      byDefault: [],
      effect: [component === 'cainjector' ? 'ServerSideApply=true' : 'NameConstraints=false,OtherNames=true'],
    },
  };
}

const isEqual = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);
