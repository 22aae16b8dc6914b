import { Manifest } from '../../synth/manifest';
import { Problem, Finding } from '../problems';

/** The other objects that an object is applied with. */
export interface Surroundings {
  /** The objects of a kind and name that this one can refer to, in all namespaces. */
  readonly named: (kind: string, name: string) => readonly Manifest[];

  /** The one of them that is in a namespace; the one that is not named is `default`. */
  readonly inNamespace: (kind: string, name: string, namespace?: string) => Manifest | undefined;

  /** Whether there is no object of a kind and name besides: all of them are known, and none was said to be elsewhere. */
  readonly isMissing: (kind: string, name: string, namespace?: string) => boolean;

  /** Whether there is an operator among the objects that may not read ConfigMaps. */
  readonly isConfigMapBlind: () => boolean;

  /** The handlers that the node installers here make known to containerd; none if there is no installer here. */
  readonly handlers: () => readonly string[];

  /** The Gardener project with a namespace; undefined where it is not among the objects. */
  readonly projectOf: (namespace?: string) => string | undefined;
}

/** Something that an operator asks of an object beyond its schema. */
export interface Rule {
  /** Name, for those who look it up: `spin-app-replicas`. */
  readonly name: string;

  /** `error` where a webhook or the API server refuses the object, `warning` where it is accepted and fails later. */
  readonly level: Finding['level'];

  /** Kind of the objects. */
  readonly kind: string;

  /**
   * The fields of `spec` that it is about, as paths: an object that has none of them is not asked.
   *
   * @default - all objects are
   */
  readonly about?: readonly string[];

  /** API groups of the objects: each is that of some releases of the operator. */
  readonly groups: readonly string[];

  /** What it asks, and what happens otherwise: a sentence or two in Markdown. */
  readonly description: string;

  /** Where that is written, or done. */
  readonly source: string;

  /** What is wrong with an object. Its fields may be anything: the schema is checked elsewhere. */
  readonly check: (object: Manifest, surroundings: Surroundings) => Problem[];
}

/** API group of spin-operator since v0.4.0. */
export const SPINKUBE = 'core.spinkube.dev';

/** API group of spin-operator until v0.3.0. */
export const SPINOPERATOR = 'core.spinoperator.dev';

/** API group of runtime-class-manager. */
export const RUNTIME = 'runtime.spinkube.dev';

/** API group of Gardener. */
export const GARDENER = 'core.gardener.cloud';

const OPERATOR = 'https://github.com/spinframework/spin-operator/blob/v0.6.1/internal';
const PODS = 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1';

/** Where rules are written. */
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
  runtimeOptions: 'https://spinframework.dev/dynamic-configuration#runtime-configuration-file',
  spinVariables: 'https://spinframework.dev/variables',
  shim: 'https://github.com/spinframework/runtime-class-manager/blob/v0.2.0/internal/controller/shim_controller.go',
  certManager: 'https://cert-manager.io/docs/configuration/issuers/',
};

/** What all rules about SpinApps have in common. */
export const SPIN_APP = { kind: 'SpinApp', groups: [SPINKUBE, SPINOPERATOR] } as const;
