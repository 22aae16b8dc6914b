import * as kplus from 'cdk8s-plus-28';
import { labelSelectorToJson } from '../../private/kplus';
import { Problems } from '../../validation/problems';
import { wholeNumber } from '../../validation/requirement';
import { IPodSelection } from '../network-peer';

/**
 * Pod affinity term: other pods that decide where the pods of an app run.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
 */
export interface PodAffinityTerm {
  /** The other pods: a SpinApp, `Kube.pods()`, or a selection of any cdk8s-plus. Without namespaces, those of the namespace of the app. */
  readonly pods: kplus.IPodSelector | IPodSelection;

  /**
   * Topology: the node label whose value is the same for nodes that count as one place.
   *
   * @default kplus.Topology.HOSTNAME
   */
  readonly topology?: kplus.Topology;

  /**
   * Leaves a pod pending where the term cannot be met, instead of only preferring other nodes.
   *
   * @default false
   */
  readonly required?: boolean;

  /**
   * Weight of a preference relative to others, a whole number from 1 to 100. Not for a required term.
   *
   * @default 100
   */
  readonly weight?: number;
}

export function checkPodAffinity(problems: Problems, terms: readonly PodAffinityTerm[]): void {
  terms.forEach(({ required = false, weight }, index) => {
    const at = problems.at(index, 'weight');
    if (weight !== undefined && required) {
      at.refuse(weight, 'is only possible for a preference', 'remove it, or do not require the term');
    }
    at.require(weight, wholeNumber(1, 100));
  });
}

/** Renders pod affinity or pod anti-affinity; undefined without terms. */
export function renderPodAffinity(terms: readonly PodAffinityTerm[] = []): object | undefined {
  const required = terms.filter((term) => term.required).map(renderTerm);
  const preferred = terms
    .filter((term) => !term.required)
    .map((term) => ({ weight: term.weight ?? 100, podAffinityTerm: renderTerm(term) }));
  return terms.length === 0
    ? undefined
    : {
        requiredDuringSchedulingIgnoredDuringExecution: required.length > 0 ? required : undefined,
        preferredDuringSchedulingIgnoredDuringExecution: preferred.length > 0 ? preferred : undefined,
      };
}

function renderTerm({ pods, topology = kplus.Topology.HOSTNAME }: PodAffinityTerm): object {
  // Every cdk8s-plus selects pods in the same form.
  const { labelSelector, namespaces } = (pods as kplus.IPodSelector).toPodSelectorConfig();
  const { names, labelSelector: labels } = namespaces ?? {};
  return {
    topologyKey: topology.key,
    labelSelector: renderSelector(labelSelector),
    namespaces: names,
    namespaceSelector: labels && !names ? renderSelector(labels) : undefined,
  };
}

/** A label selector without `matchLabels`, whose keys are not valid as fields of CEL. */
function renderSelector(selector: kplus.LabelSelector): object {
  const { matchExpressions = [], matchLabels = {} } = labelSelectorToJson(selector);
  const equal = Object.entries(matchLabels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  const all = [...equal, ...matchExpressions];
  return { matchExpressions: all.length > 0 ? all : undefined };
}
