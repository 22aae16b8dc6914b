import { entriesByName } from '../../private/by-name';
import { tolerationToJson } from '../../private/kplus';
import { renderAffinity } from '../affinity';
import { celLiteral } from './cel';
import { renderPodAffinity } from './pod-affinity';
import { PodPolicyOptions, terminationSeconds } from './pod-policy-options';
import { renderContainerSecurityContext, renderPodSecurityContext } from './restricted-security-context';
import { renderTopologySpread } from './topology-spread';

/** Termination grace period of pods that set none, in seconds. */
const GRACE_PERIOD = 30;

/** Path of the container of Spin: the operator creates no other. */
const CONTAINER = 'containers/0';

/** The mutations of a MutatingAdmissionPolicy: a JSON Patch in CEL for each option that is set. */
export function renderMutations(options: PodPolicyOptions): object[] {
  return [
    termination(terminationSeconds(options)),
    nodeSelector(options),
    tolerations(options),
    affinity(options),
    topologySpread(options),
    priorityClass(options),
    securityContext(options),
  ]
    .filter((patches) => patches.length > 0)
    .map((patches) => ({ patchType: 'JSONPatch', jsonPatch: { expression: patches.join(' +\n') } }));
}

function termination(seconds: number): string[] {
  return seconds === 0
    ? []
    : [
        add(`${CONTAINER}/lifecycle`, { preStop: { sleep: { seconds } } }),
        add('terminationGracePeriodSeconds', GRACE_PERIOD + seconds),
      ];
}

/** Kubernetes has already added the labels of the RuntimeClass. */
function nodeSelector({ nodeSelector: labels = {} }: PodPolicyOptions): string[] {
  const patches = entriesByName(labels).map(([label, value]) =>
    add(`nodeSelector/${label.replaceAll('/', '~1')}`, value),
  );
  return patches.length > 0 ? [addUnlessPresent('nodeSelector', '{}'), ...patches] : [];
}

/** Kubernetes has already added the tolerations of the RuntimeClass and its own. */
function tolerations({ tolerations: taints = [] }: PodPolicyOptions): string[] {
  return append('tolerations', taints.map(tolerationToJson));
}

function affinity({ nodeAffinity: nodes = {}, ...options }: PodPolicyOptions): string[] {
  const rendered = {
    ...renderAffinity(nodes, [], {}),
    podAffinity: renderPodAffinity(options.podAffinity),
    podAntiAffinity: renderPodAffinity(options.podAntiAffinity),
  };
  return Object.values(rendered).some((part) => part !== undefined) ? [add('affinity', rendered)] : [];
}

function topologySpread({ topologySpread: constraints = [] }: PodPolicyOptions): string[] {
  return append('topologySpreadConstraints', constraints.map(renderTopologySpread));
}

/** Kubernetes has already computed the priority from the default class, and rejects another class unless it is removed. */
function priorityClass({ priorityClassName }: PodPolicyOptions): string[] {
  return priorityClassName === undefined
    ? []
    : [removeIfPresent('priority'), removeIfPresent('preemptionPolicy'), add('priorityClassName', priorityClassName)];
}

function securityContext({ securityContext: context }: PodPolicyOptions): string[] {
  return context
    ? [
        add('securityContext', renderPodSecurityContext(context)),
        add(`${CONTAINER}/securityContext`, renderContainerSecurityContext(context)),
      ]
    : [];
}

function add(path: string, value: unknown): string {
  const type = `Object.spec.${path.replace(/\/(\d+|-)/g, '').replaceAll('/', '.')}`;
  return `[${patch('add', path, celLiteral(value, type))}]`;
}

/** Appends to a list one by one: the API server of Kubernetes 1.34 panics on a patch whose value is a list of objects. */
function append(field: string, items: object[]): string[] {
  return items.length > 0 ? [addUnlessPresent(field, '[]'), ...items.map((item) => add(`${field}/-`, item))] : [];
}

function addUnlessPresent(field: string, empty: string): string {
  return `(has(object.spec.${field}) ? [] : [${patch('add', field, empty)}])`;
}

function removeIfPresent(field: string): string {
  return `(has(object.spec.${field}) ? [${patch('remove', field)}] : [])`;
}

function patch(op: string, path: string, value?: string): string {
  return `JSONPatch{op: "${op}", path: "/spec/${path}"${value === undefined ? '' : `, value: ${value}`}}`;
}
