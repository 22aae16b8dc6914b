import { Manifest } from '../../synth/manifest';
import { Problem, Finding } from '../problems';

/** Returns what objects are looked up by: a key, or a list of several. */
export type KeyOf = (object: Manifest) => unknown;

/** The other objects that an object is applied together with. */
export interface Surroundings {
  /** The objects of a kind and name that an object can refer to, in all namespaces. */
  readonly named: (kind: string, name: string) => readonly Manifest[];

  /** The object of a kind and name in a namespace, `default` if there is none. */
  readonly inNamespace: (kind: string, name: string, namespace?: string) => Manifest | undefined;

  /** The objects of a kind in a namespace, `default` if there is none. */
  readonly all: (kind: string, namespace?: string) => readonly Manifest[];

  /**
   * The objects of a kind in a namespace that have a key, from an index.
   *
   * @param keyOf returns the key of an object; the same function for each call, since the index belongs to it
   */
  readonly having: (kind: string, namespace: string | undefined, keyOf: KeyOf, key: unknown) => readonly Manifest[];

  /** The name of an object of a kind in a namespace that was probably meant by a misspelled one, if any. */
  readonly nearest: (kind: string, name: string, namespace?: string) => string | undefined;

  /** Tells if all objects of a kind are known. */
  readonly isComplete: (kind: string) => boolean;

  /** Tells if an object is known not to exist: all objects of its kind are known. */
  readonly isMissing: (kind: string, name: string, namespace?: string) => boolean;

  /** Tells if an operator among the objects is not allowed to read ConfigMaps. */
  readonly isConfigMapBlind: () => boolean;

  /** The handlers that node installers among the objects set up in containerd. */
  readonly handlers: () => readonly string[];

  /** The Deployments of kwasm-operator among the objects. */
  readonly kwasmOperators: () => readonly Manifest[];

  /** The Gardener project of a namespace; undefined if it is not among the objects. */
  readonly projectOf: (namespace?: string) => string | undefined;
}

/** A requirement of an operator for objects of a kind, beyond their schema. */
export interface Rule {
  /** Name of the rule: `spin-app-replicas`. */
  readonly name: string;

  /** `error` if a webhook or the API server rejects the object, `warning` if it is accepted but fails later. */
  readonly level: Finding['level'];

  /** Kind of the objects. */
  readonly kind: string;

  /**
   * Paths below `spec` that the rule is about. Objects with none of them are not checked.
   *
   * @default - all objects are checked
   */
  readonly about?: readonly string[];

  /** API groups of the objects. Versions of an operator differ in their group. */
  readonly groups: readonly string[];

  /**
   * The first version of the operator with this rule.
   *
   * @default - the first of its API group
   */
  readonly since?: string;

  /**
   * The first version of the operator without this rule.
   *
   * @default - none: it holds in all later versions
   */
  readonly until?: string;

  /** The requirement, and what happens if it is not met: a few sentences in Markdown. */
  readonly description: string;

  /** Link to the code or documentation of the requirement. */
  readonly source: string;

  /** Finds the problems of an object. Its fields can have any type, because the schema is checked separately. */
  readonly check: (object: Manifest, surroundings: Surroundings) => Problem[];
}

/** API group of spin-operator since v0.4.0. */
export const SPINKUBE = 'core.spinkube.dev';

/** API group of spin-operator until v0.3.0. */
export const SPINOPERATOR = 'core.spinoperator.dev';

/** API group of runtime-class-manager. */
export const RUNTIME = 'runtime.spinkube.dev';

/** API group of KEDA. */
export const KEDA = 'keda.sh';

/** Kinds of autoscalers. */
export const HORIZONTAL_POD_AUTOSCALER = 'HorizontalPodAutoscaler';
export const SCALED_OBJECT = 'ScaledObject';

/** API group of Gardener. */
export const GARDENER = 'core.gardener.cloud';

const OPERATOR = 'https://github.com/spinframework/spin-operator/blob/v0.6.1/internal';
const MANAGER = 'https://github.com/spinframework/runtime-class-manager/blob/v0.2.0';
const GATEWAY_API = 'https://gateway-api.sigs.k8s.io/reference/spec/';
const PODS = 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1';

/** Sources of the rules. */
export const SOURCES = {
  appWebhook: `${OPERATOR}/webhook/spinapp_validating.go`,
  appDefaults: `${OPERATOR}/webhook/spinapp_defaulting.go`,
  executorWebhook: `${OPERATOR}/webhook/spinappexecutor_validating.go`,
  controller: `${OPERATOR}/controller/spinapp_controller.go`,
  runtimeConfig: `${OPERATOR}/runtimeconfig`,
  names: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  labels: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/',
  annotations: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/',
  probes: `${PODS}/#Probe`,
  env: `${PODS}/#environment-variables`,
  volumes: 'https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/',
  mounts: `${PODS}/#volumes-1`,
  resources: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  images: 'https://kubernetes.io/docs/concepts/containers/images/',
  secrets: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  serviceAccounts: 'https://kubernetes.io/docs/concepts/security/service-accounts/',
  runtimeClass: 'https://kubernetes.io/docs/concepts/containers/runtime-class/',
  podOverhead: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-overhead/',
  runtimeOptions: 'https://spinframework.dev/dynamic-configuration#runtime-configuration-file',
  spinVariables: 'https://spinframework.dev/variables',
  shim: `${MANAGER}/internal/controller/shim_controller.go`,
  shimConfiguration: `${MANAGER}/internal/containerd/configure.go`,
  shimDownload: `${MANAGER}/images/downloader/download_shim.sh`,
  autoscaler: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
  keda: 'https://github.com/kedacore/keda/blob/v2.21.0/apis/keda/v1alpha1/scaledobject_webhook.go',
  podSecurity: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  operatorService: 'https://github.com/spinframework/spin-operator/blob/v0.6.1/internal/controller/service.go',
  telemetry: 'https://opentelemetry.io/docs/specs/otel/protocol/exporter/',
  certManager: 'https://cert-manager.io/docs/configuration/issuers/',
  gatewayParents: `${GATEWAY_API}#commonroutespec`,
  gatewayRoutes: `${GATEWAY_API}#httproutespec`,
  gatewayPaths: `${GATEWAY_API}#httppathmatch`,
  gatewayBackends: `${GATEWAY_API}#backendobjectreference`,
  gatewayFilters: `${GATEWAY_API}#httproutefilter`,
  gatewayTimeouts: `${GATEWAY_API}#httproutetimeouts`,
};

/** Kind and API groups of rules for SpinApps. */
export const SPIN_APP = { kind: 'SpinApp', groups: [SPINKUBE, SPINOPERATOR] } as const;

/** Kind and API group of rules for ScaledObjects. */
export const SCALED = { kind: SCALED_OBJECT, groups: [KEDA] } as const;
