import { Difference, differences } from '../../parity';
import { Manifest } from '../../testing';

/** A deliberate difference from what upstream ships. */
export interface Deliberate {
  /** Name of the component; all components if not set. */
  readonly component?: string;

  /** The objects that have it, as in `identity()`. */
  readonly objects: RegExp;

  /** The fields; `+` where only we have the object, `-` where only they have it. */
  readonly path: RegExp;
  readonly reason: string;
}

const CRD = /CustomResourceDefinition/;

/** All deliberate differences. */
export const DELIBERATE: Deliberate[] = [
  {
    component: 'spin-operator',
    objects: /ClusterRole \S*-manager-role$/,
    path: /^rules/,
    reason: 'The operator may read ConfigMaps: otherwise one SpinApp with a ConfigMap blocks it for the whole cluster.',
  },
  {
    component: 'spin-operator',
    objects: /^apps\/v1 Deployment/,
    path: /^spec\.template\.spec\.securityContext\.seccompProfile$/,
    reason: 'The seccomp profile RuntimeDefault lets its namespace have the Pod Security Standard restricted.',
  },
  {
    component: 'spin-operator',
    objects: /ClusterRole(Binding)? \S*-metrics-role(binding)?$/,
    path: /^-$/,
    reason: 'Left over in the chart of v0.6.1: the same rules as …-metrics-auth-role.',
  },
  {
    component: 'runtime-class-manager',
    objects: /^apps\/v1 Deployment/,
    path: /^spec\.template\.spec\.(containers\.0\.)?securityContext$/,
    reason: 'Its image runs as 65532 and needs no privileges; the chart sets nothing.',
  },
  {
    component: 'runtime-class-manager',
    objects: /^apps\/v1 Deployment/,
    path: /^spec\.template\.spec\.containers\.0\.ports$/,
    reason: 'Nothing listens on the container port 80.',
  },
  {
    component: 'kwasm-operator',
    objects: /^apps\/v1 Deployment/,
    path: /^spec\.template\.spec\.(containers\.0\.)?securityContext$/,
    reason: 'Its image runs as 65532 and needs no privileges; the chart sets nothing.',
  },
  {
    component: 'kwasm-operator',
    objects: /^v1 Pod \S*-test-connection$/,
    path: /^-$/,
    reason: 'A hook of helm test, not part of an installation.',
  },
  {
    component: 'cert-manager',
    objects: /-startupapicheck(:create-cert)?$/,
    path: /^-$/,
    reason: 'Hooks of Helm. A bundle waits for the CA bundle in the webhook configurations instead.',
  },
  {
    component: 'cert-manager',
    objects: /RoleBinding \S*:(dynamic-serving|leaderelection|subjectaccessreviews)$/,
    path: /^subjects\.0\.apiGroup$/,
    reason: 'Empty in v1.14.4, the default of the API server for a ServiceAccount.',
  },
  {
    objects: CRD,
    path: /^metadata\.labels$/,
    reason: 'CRDs belong to the cluster, not to a release; nothing selects them by labels.',
  },
  {
    objects: CRD,
    path: /^metadata\.annotations/,
    reason: 'Says which version of controller-gen wrote the file, or tells Helm to keep it.',
  },
  {
    objects: CRD,
    path: /^spec\.versions\.0\.additionalPrinterColumns\.\d+\.description$|\.x-kubernetes-validations\.\d+\.message$/,
    reason: 'Upstream descriptions: the bundled CRDs have none.',
  },
  {
    component: 'samples',
    objects: /^runtime\.spinkube\.dev\/v1alpha1 Shim/,
    path: /^metadata\.labels$/,
    reason: 'Labels of kubebuilder and kustomize, which nothing reads.',
  },
];

/** The differences found so far, so that none outlives its cause. */
export const met = new Set<Deliberate>();

/** The differences that are not deliberate. */
export function unintended(component: string, ours: Manifest[], theirs: Manifest[]): Difference[] {
  return differences(ours, theirs).filter((difference) => {
    const deliberate = DELIBERATE.find(
      (one) =>
        (one.component ?? component) === component &&
        one.objects.test(difference.object) &&
        one.path.test(difference.path),
    );
    if (deliberate) {
      met.add(deliberate);
    }
    return deliberate === undefined;
  });
}
