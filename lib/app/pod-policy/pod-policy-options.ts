import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Problems } from '../../validation/problems';
import { LABEL_VALUE, nonEmpty, OBJECT_NAME, QUALIFIED_NAME, wholeNumber } from '../../validation/requirement';
import { checkAffinity, NodeAffinity } from '../affinity';
import { INodeTaintQuery } from '../node-queries';
import { checkPodAffinity, PodAffinityTerm } from './pod-affinity';
import { checkSecurityContext, RestrictedSecurityContext } from './restricted-security-context';
import { checkTopologySpread, TopologySpread } from './topology-spread';

/** API version of MutatingAdmissionPolicy and its binding. */
export enum MutatingAdmissionPolicyApi {
  /** Kubernetes 1.36 and later, enabled by default. */
  V1 = 'admissionregistration.k8s.io/v1',

  /**
   * Kubernetes 1.34 and 1.35, disabled by default: the API server needs `--feature-gates=MutatingAdmissionPolicy=true` and
   * `--runtime-config=admissionregistration.k8s.io/v1beta1=true`.
   */
  V1BETA1 = 'admissionregistration.k8s.io/v1beta1',
}

/** Options of a `PodPolicy`: the fields that it sets in pods, which a SpinApp cannot set itself. */
export interface PodPolicyOptions {
  /**
   * Termination delay: a `preStop` hook sleeps before Spin gets SIGTERM, at which it ends at once. Until then kube-proxy and
   * load balancers stop using the pod. The termination grace period is extended by it. Whole seconds; zero for no hook.
   *
   * @default Duration.seconds(5)
   */
  readonly terminationDelay?: Duration;

  /**
   * Node selector: labels that a node must have to run the pods, in addition to those of the RuntimeClass.
   *
   * @default - none
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Tolerations: node taints that the pods tolerate, in addition to those of the RuntimeClass.
   *
   * @default - none
   */
  readonly tolerations?: (kplus.NodeTaintQuery | INodeTaintQuery)[];

  /**
   * Node affinity: which nodes the pods require or prefer.
   *
   * @default - none
   */
  readonly nodeAffinity?: NodeAffinity;

  /**
   * Pod affinity: other pods in whose topology, such as their node or zone, the pods run.
   *
   * @default - none
   */
  readonly podAffinity?: PodAffinityTerm[];

  /**
   * Pod anti-affinity: other pods in whose topology the pods do not run.
   *
   * @default - none
   */
  readonly podAntiAffinity?: PodAffinityTerm[];

  /**
   * Topology spread constraints: how evenly the pods of an app are distributed over nodes or zones.
   *
   * @default - none: those of the cluster apply
   */
  readonly topologySpread?: TopologySpread[];

  /**
   * Name of the PriorityClass of the pods.
   *
   * @default - none: the default of the cluster
   */
  readonly priorityClassName?: string;

  /**
   * Security context of the Pod Security Standard `restricted`; `{}` has its defaults.
   *
   * @default - none: the pods run as root, which `baseline` allows
   */
  readonly securityContext?: RestrictedSecurityContext;

  /**
   * API version of the policy, which the cluster must serve.
   *
   * @default MutatingAdmissionPolicyApi.V1
   */
  readonly api?: MutatingAdmissionPolicyApi;
}

/** The termination delay in seconds, fractions included: those are not rounded away, but reported. */
export function terminationSeconds({ terminationDelay = Duration.seconds(5) }: PodPolicyOptions): number {
  return terminationDelay.toSeconds({ integral: false });
}

export function checkPodPolicy(problems: Problems, options: PodPolicyOptions): void {
  const {
    nodeAffinity = {},
    nodeSelector = {},
    podAffinity = [],
    podAntiAffinity = [],
    priorityClassName,
    securityContext = {},
    topologySpread = [],
  } = options;
  problems.at('terminationDelay').require(terminationSeconds(options), wholeNumber(0));
  for (const [label, value] of Object.entries(nodeSelector)) {
    problems.at('nodeSelector').require(label, nonEmpty(QUALIFIED_NAME));
    problems.at('nodeSelector', label).require(value, LABEL_VALUE);
  }
  checkAffinity(problems.at('nodeAffinity'), nodeAffinity);
  checkPodAffinity(problems.at('podAffinity'), podAffinity);
  checkPodAffinity(problems.at('podAntiAffinity'), podAntiAffinity);
  topologySpread.forEach((spread, index) => {
    checkTopologySpread(problems.at('topologySpread', index), spread);
  });
  if (priorityClassName !== undefined) {
    problems.at('priorityClassName').require(priorityClassName, nonEmpty(OBJECT_NAME));
  }
  checkSecurityContext(problems.at('securityContext'), securityContext);
}
