import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { listUnlessEmpty } from '../../private/empty';
import { Problems } from '../../validation/problems';
import { wholeNumber } from '../../validation/requirement';

/**
 * Number or percentage of pods that a scaling policy allows: `Replicas` of any cdk8s-plus, or `Kube.replicas()`.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#scaling-policies
 */
export interface IReplicas {
  /** @internal */
  _toKube(): unknown;
}

/**
 * Scaling policy: how many pods may be added or removed in a period.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#scaling-policies
 */
export interface ScalingPolicy {
  /** Largest change, as a number of pods or a percentage of the present ones. */
  readonly replicas: kplus.Replicas | IReplicas;

  /**
   * Period of the change, in whole seconds, at most 30 minutes.
   *
   * @default Duration.seconds(15)
   */
  readonly duration?: Duration;
}

/**
 * Scaling rules of an autoscaler in one direction, up or down: the `behavior` of a HorizontalPodAutoscaler.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#configurable-scaling-behavior
 */
export interface ScalingRules {
  /**
   * Stabilization window: past recommendations that are considered, in whole seconds, at most one hour.
   *
   * @default - none for scaling up, 5 minutes for scaling down
   */
  readonly stabilizationWindow?: Duration;

  /**
   * Strategy: which of the policies applies, or none, which disables scaling in this direction.
   *
   * @default kplus.ScalingStrategy.MAX_CHANGE
   */
  readonly strategy?: kplus.ScalingStrategy;

  /**
   * Scaling policies.
   *
   * @default - those of the autoscaler
   */
  readonly policies?: ScalingPolicy[];
}

/** Scaling rules in both directions. */
export interface ScalingBehavior {
  readonly scaleUp?: ScalingRules;
  readonly scaleDown?: ScalingRules;
}

const LONGEST_WINDOW = 3600;
const LONGEST_PERIOD = 1800;
const DEFAULT_PERIOD = Duration.seconds(15);

/** Checks what the API server rejects, with the names of the properties. */
export function checkBehavior(problems: Problems, behavior: ScalingBehavior): void {
  for (const direction of ['scaleUp', 'scaleDown'] as const) {
    const { policies = [], stabilizationWindow } = behavior[direction] ?? {};
    const at = problems.at(direction);
    at.at('stabilizationWindow').require(seconds(stabilizationWindow), wholeNumber(0, LONGEST_WINDOW));
    policies.forEach(({ duration, replicas }, index) => {
      at.at('policies', index, 'duration').require(seconds(duration), wholeNumber(1, LONGEST_PERIOD));
      at.at('policies', index, 'replicas').require(renderReplicas(replicas).value, wholeNumber(1));
    });
    if (behavior[direction]?.policies?.length === 0) {
      at.at('policies').refuse([], 'must not be empty', 'leave it out to use the default');
    }
  }
}

/** Renders the scaling rules that are set; undefined without any. */
export function renderBehavior({
  scaleDown,
  scaleUp,
}: ScalingBehavior): kplus.k8s.HorizontalPodAutoscalerBehaviorV2 | undefined {
  return (
    (scaleUp ?? scaleDown) && {
      scaleUp: scaleUp && renderRules(scaleUp),
      scaleDown: scaleDown && renderRules(scaleDown),
    }
  );
}

function renderRules({ policies, stabilizationWindow, strategy }: ScalingRules): kplus.k8s.HpaScalingRulesV2 {
  return {
    policies: listUnlessEmpty(
      (policies ?? []).map(({ duration = DEFAULT_PERIOD, replicas }) => ({
        ...renderReplicas(replicas),
        periodSeconds: seconds(duration) ?? 0,
      })),
    ),
    selectPolicy: strategy,
    stabilizationWindowSeconds: seconds(stabilizationWindow),
  };
}

function renderReplicas(replicas: IReplicas): Pick<kplus.k8s.HpaScalingPolicyV2, 'type' | 'value'> {
  return replicas._toKube() as Pick<kplus.k8s.HpaScalingPolicyV2, 'type' | 'value'>;
}

/** A duration in seconds, in parts where it is not whole, for the rule that says so. */
function seconds(duration: Duration | undefined): number | undefined {
  return duration?.toSeconds({ integral: false });
}
