import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  CustomResourceDefinitions,
  PodDisruptionBudget,
  SpinKubeRelease,
  SpinOperator,
  SpinOperatorProps,
} from '../../../lib';
import { Manifest, only, synth, testChart } from '../../testing';

export function operatorIn(chart: Chart, props?: SpinOperatorProps): SpinOperator {
  return new SpinOperator(chart, 'operator', props);
}

/** Objects of an operator, by default without the CustomResourceDefinitions. */
export function render(props: SpinOperatorProps = {}): Manifest[] {
  const chart = testChart();
  operatorIn(chart, { customResourceDefinitions: CustomResourceDefinitions.external(), ...props });
  return synth(chart);
}

/** The parts of manifests that the tests look into, with their types. */
interface Container {
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly args: string[];
  readonly env: { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly ports: { readonly containerPort: number }[];
  readonly resources?: object;
  readonly securityContext: object;
}

interface Pod {
  readonly metadata: { readonly labels: Record<string, string>; readonly annotations: Record<string, string> };
  readonly spec: {
    readonly containers: [Container];
    readonly affinity: { readonly nodeAffinity: object; readonly podAntiAffinity?: object };
    readonly dnsPolicy?: string;
    readonly hostNetwork?: boolean;
    readonly imagePullSecrets?: object[];
    readonly securityContext: object;
    readonly tolerations?: object[];
    readonly nodeSelector?: object;
    readonly priorityClassName?: string;
    readonly serviceAccountName: string;
    readonly terminationGracePeriodSeconds: number;
    readonly volumes: { readonly secret: { readonly secretName: string } }[];
  };
}

interface DeploymentSpec {
  readonly replicas: number;
  readonly selector: { readonly matchLabels: Record<string, string> };
  readonly template: Pod;
}

interface ServiceSpec {
  readonly type: string;
  readonly selector: Record<string, string>;
  readonly ports: { readonly port: number; readonly targetPort: number }[];
}

interface CertificateSpec {
  readonly dnsNames: string[];
  readonly issuerRef: object;
  readonly secretName: string;
}

export interface Webhook {
  readonly clientConfig: {
    readonly service: { readonly name: string; readonly namespace: string; readonly port?: number };
  };
}

export const deployment = (manifests: Manifest[]) => only(manifests, 'Deployment').spec as DeploymentSpec;
export const pod = (manifests: Manifest[]) => deployment(manifests).template;
export const container = (manifests: Manifest[]) => pod(manifests).spec.containers[0];
export const certificate = (manifests: Manifest[]) => only(manifests, 'Certificate').spec as CertificateSpec;
export const ending = (manifests: Manifest[], kind: string, suffix: string) =>
  only(
    manifests.filter(({ metadata }) => metadata.name.endsWith(suffix)),
    kind,
  );
export const service = (manifests: Manifest[], suffix: string) =>
  ending(manifests, 'Service', suffix).spec as ServiceSpec;
export const webhooks = (manifests: Manifest[]) =>
  ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind) => only(manifests, kind));
export const unique = (values: unknown[]) => [...new Set(values)];

/** Replaces the names of a release with the default ones. */
const anyRelease = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll('"prod-spin-operator"', '"spin-operator"'));

/** Effect of a property: where to see it, and the values without and with it. */
export interface Effect<T> {
  readonly value: T;
  readonly see: (manifests: Manifest[]) => unknown;
  readonly byDefault: unknown;
  readonly effect: unknown;
}

/** Properties that have tests of their own. */
type Elsewhere = 'version' | 'kubeRbacProxy' | 'webhookCertificates' | 'customResourceDefinitions';

export type Props = Required<Omit<SpinOperatorProps, Elsewhere>>;

const ARGS = [
  '--health-probe-bind-address=:8082',
  '--metrics-bind-address=:8443',
  '--leader-elect',
  '--enable-webhooks',
];
const POD_LABELS = {
  'app.kubernetes.io/name': 'spin-operator',
  'app.kubernetes.io/instance': 'spin-operator',
  'control-plane': 'controller-manager',
};

const PLATFORMS = [
  { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 'arm64'] },
  { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
];

/** Every property: one that is missing here does not compile. */
export const EFFECTS: { readonly [P in keyof Props]: Effect<Props[P]> } = {
  namespace: {
    value: 'platform',
    see: (manifests) =>
      unique(manifests.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined)),
    byDefault: ['spin-operator'],
    effect: ['platform'],
  },
  helmReleaseName: {
    value: 'prod-spin-operator',
    see: (manifests) => ({
      name: only(manifests, 'Deployment').metadata.name,
      selected: deployment(manifests).selector.matchLabels['app.kubernetes.io/instance'],
    }),
    byDefault: { name: 'spin-operator-controller-manager', selected: 'spin-operator' },
    effect: { name: 'prod-spin-operator-controller-manager', selected: 'prod-spin-operator' },
  },
  image: {
    value: 'example.com/spin-operator:v0.6.1',
    see: (manifests) => container(manifests).image,
    byDefault: SpinKubeRelease.CURRENT.spinOperator._facts.image,
    effect: 'example.com/spin-operator:v0.6.1',
  },
  imagePullPolicy: {
    value: kplus.ImagePullPolicy.ALWAYS,
    see: (manifests) => container(manifests).imagePullPolicy,
    byDefault: 'IfNotPresent',
    effect: 'Always',
  },
  imagePullSecrets: {
    value: [kplus.Secret.fromSecretName(testChart(), 'secret', 'registry')],
    see: (manifests) => pod(manifests).spec.imagePullSecrets,
    byDefault: undefined,
    effect: [{ name: 'registry' }],
  },
  hostNetwork: {
    value: true,
    see: (manifests) => {
      const { dnsPolicy, hostNetwork } = pod(manifests).spec;
      return { dnsPolicy, hostNetwork };
    },
    byDefault: { dnsPolicy: undefined, hostNetwork: undefined },
    effect: { dnsPolicy: 'ClusterFirstWithHostNet', hostNetwork: true },
  },
  replicas: { value: 0, see: (manifests) => deployment(manifests).replicas, byDefault: 1, effect: 0 },
  resources: {
    value: {
      cpu: { limit: kplus.Cpu.units(1) },
      memory: { request: Size.gibibytes(1) },
      ephemeralStorage: { request: Size.mebibytes(10), limit: Size.mebibytes(20) },
    },
    see: (manifests) => container(manifests).resources,
    byDefault: { requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
    effect: {
      requests: { memory: '1Gi', 'ephemeral-storage': '10Mi' },
      limits: { cpu: '1', 'ephemeral-storage': '20Mi' },
    },
  },
  nodeSelector: {
    value: { pool: 'system' },
    see: (manifests) => pod(manifests).spec.nodeSelector,
    byDefault: undefined,
    effect: { pool: 'system' },
  },
  tolerations: {
    value: [kplus.NodeTaintQuery.is('dedicated', 'system', { effect: kplus.TaintEffect.NO_SCHEDULE })],
    see: (manifests) => pod(manifests).spec.tolerations,
    byDefault: undefined,
    effect: [{ key: 'dedicated', operator: 'Equal', value: 'system', effect: 'NoSchedule' }],
  },
  affinity: {
    value: {
      requiredNodes: [kplus.NodeLabelQuery.exists('pool')],
      preferredNodes: [{ nodes: [kplus.NodeLabelQuery.is('pool', 'system')], weight: 50 }],
      spread: kplus.Topology.ZONE,
    },
    see: (manifests) => anyRelease(pod(manifests).spec.affinity),
    byDefault: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: PLATFORMS }] },
      },
    },
    effect: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [...PLATFORMS, { key: 'pool', operator: 'Exists' }] }],
        },
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 50, preference: { matchExpressions: [{ key: 'pool', operator: 'In', values: ['system'] }] } },
        ],
      },
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              topologyKey: 'topology.kubernetes.io/zone',
              labelSelector: { matchLabels: POD_LABELS },
            },
          },
        ],
      },
    },
  },
  podSecurityContext: {
    value: { user: 1000, ensureNonRoot: false },
    see: (manifests) => pod(manifests).spec.securityContext,
    byDefault: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    effect: {
      runAsNonRoot: false,
      runAsUser: 1000,
      fsGroupChangePolicy: 'Always',
      seccompProfile: { type: 'RuntimeDefault' },
    },
  },
  securityContext: {
    value: { readOnlyRootFilesystem: true, group: 5 },
    see: (manifests) => container(manifests).securityContext,
    byDefault: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    effect: {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsGroup: 5,
      runAsNonRoot: true,
    },
  },
  env: {
    value: {
      HTTPS_PROXY: kplus.EnvValue.fromValue('http://proxy:3128'),
      NODE: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.NODE_NAME),
    },
    see: (manifests) => container(manifests).env.slice(1),
    byDefault: [],
    effect: [
      { name: 'HTTPS_PROXY', value: 'http://proxy:3128' },
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    ],
  },
  podDisruptionBudget: {
    value: PodDisruptionBudget.maxUnavailable(kplus.PercentOrAbsolute.absolute(1)),
    see: (manifests) =>
      anyRelease(manifests.filter(({ kind }) => kind === 'PodDisruptionBudget').map(({ spec }) => spec)),
    byDefault: [],
    effect: [
      {
        maxUnavailable: 1,
        selector: { matchLabels: POD_LABELS },
      },
    ],
  },
  priorityClassName: {
    value: 'system-cluster-critical',
    see: (manifests) => pod(manifests).spec.priorityClassName,
    byDefault: undefined,
    effect: 'system-cluster-critical',
  },
  terminationGracePeriod: {
    value: Duration.minutes(1),
    see: (manifests) => pod(manifests).spec.terminationGracePeriodSeconds,
    byDefault: 10,
    effect: 60,
  },
  podAnnotations: {
    value: { 'prometheus.io/scrape': 'true' },
    see: (manifests) => pod(manifests).metadata.annotations,
    byDefault: { 'kubectl.kubernetes.io/default-container': 'manager' },
    effect: { 'kubectl.kubernetes.io/default-container': 'manager', 'prometheus.io/scrape': 'true' },
  },
  podLabels: {
    value: { team: 'platform' },
    see: (manifests) => Object.keys(pod(manifests).metadata.labels).sort(),
    byDefault: Object.keys(POD_LABELS).sort(),
    effect: [...Object.keys(POD_LABELS), 'team'].sort(),
  },
  extraArgs: {
    value: ['--zap-log-level=error', '-metrics-secure=false'],
    see: (manifests) => container(manifests).args,
    byDefault: ARGS,
    effect: [...ARGS, '--zap-log-level=error', '-metrics-secure=false'],
  },
  kubernetesClusterDomain: {
    value: 'k8s.example.com',
    see: (manifests) => ({
      env: container(manifests).env.slice(0, 1),
      host: certificate(manifests).dnsNames[1].split('.svc.')[1],
    }),
    byDefault: { env: [{ name: 'KUBERNETES_CLUSTER_DOMAIN', value: 'cluster.local' }], host: 'cluster.local' },
    effect: { env: [{ name: 'KUBERNETES_CLUSTER_DOMAIN', value: 'k8s.example.com' }], host: 'k8s.example.com' },
  },
  serviceAccountAnnotations: {
    value: { 'example.com/role': 'operator' },
    see: (manifests) => only(manifests, 'ServiceAccount').metadata.annotations,
    byDefault: undefined,
    effect: { 'example.com/role': 'operator' },
  },
  metricsServiceType: {
    value: kplus.ServiceType.NODE_PORT,
    see: (manifests) => [service(manifests, '-metrics-service').type, service(manifests, '-webhook-service').type],
    byDefault: ['ClusterIP', 'ClusterIP'],
    effect: ['NodePort', 'ClusterIP'],
  },
  readConfigMaps: {
    value: false,
    see: (manifests) =>
      (ending(manifests, 'ClusterRole', '-manager-role').rules as { resources: string[] }[]).filter(({ resources }) =>
        resources.includes('configmaps'),
      ),
    byDefault: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
    effect: [],
  },
};

/** A value for every property. */
export const ALL = Object.fromEntries(
  Object.entries(EFFECTS).map(([name, { value }]) => [name, value]),
) as unknown as Props;
