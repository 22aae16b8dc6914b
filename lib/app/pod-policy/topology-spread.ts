import * as kplus from 'cdk8s-plus-28';
import { Problems } from '../../validation/problems';
import { wholeNumber } from '../../validation/requirement';

/**
 * Topology spread constraint: how evenly the pods of an app are distributed over nodes, zones or another topology. Pods of
 * another revision of the app do not count.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export interface TopologySpread {
  /** Topology: the node label whose values are the domains. */
  readonly topology: kplus.Topology;

  /**
   * Maximum difference between the number of pods in two domains. A whole number, 1 or more.
   *
   * @default 1
   */
  readonly maxSkew?: number;

  /**
   * Leaves a pod pending if it would exceed the difference (`DoNotSchedule`), instead of only preferring other nodes
   * (`ScheduleAnyway`).
   *
   * @default false
   */
  readonly required?: boolean;
}

export function checkTopologySpread(problems: Problems, { maxSkew = 1 }: TopologySpread): void {
  problems.at('maxSkew').require(maxSkew, wholeNumber(1));
}

/** Renders the constraint. A hash of the template, which includes the name of the app, selects the pods. */
export function renderTopologySpread({ maxSkew = 1, required = false, topology }: TopologySpread): object {
  return {
    labelSelector: {},
    matchLabelKeys: ['pod-template-hash'],
    maxSkew,
    topologyKey: topology.key,
    whenUnsatisfiable: required ? 'DoNotSchedule' : 'ScheduleAnyway',
  };
}
