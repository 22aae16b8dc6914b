import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkedType } from '../../private/checked-props';
import { given } from '../../private/given';
import { Labels } from '../../private/helm-names';
import { Problems } from '../../validation/problems';

/**
 * PodDisruptionBudget: limits how many pods of a workload are evicted at the same time while nodes are drained.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export class PodDisruptionBudget {
  /**
   * `minAvailable`: that many pods stay available.
   *
   * @param pods number or percentage of pods
   */
  public static minAvailable(pods: kplus.PercentOrAbsolute): PodDisruptionBudget {
    return new PodDisruptionBudget('minAvailable', pods);
  }

  /**
   * `maxUnavailable`: that many pods may be unavailable at the same time.
   *
   * @param pods number or percentage of pods
   */
  public static maxUnavailable(pods: kplus.PercentOrAbsolute): PodDisruptionBudget {
    return new PodDisruptionBudget('maxUnavailable', pods);
  }

  /** None: draining nodes may stop all pods at once. */
  public static none(): PodDisruptionBudget {
    return new PodDisruptionBudget('maxUnavailable');
  }

  /**
   * The default: one pod at a time, if there are several.
   *
   * @internal
   */
  public static _ofReplicas(replicas: number): PodDisruptionBudget | undefined {
    return replicas > 1 ? new PodDisruptionBudget('maxUnavailable', kplus.PercentOrAbsolute.absolute(1)) : undefined;
  }

  private constructor(
    private readonly field: 'minAvailable' | 'maxUnavailable',
    private readonly pods?: kplus.PercentOrAbsolute,
  ) {
    if (pods === undefined) {
      return;
    }
    // That of any cdk8s-plus.
    const { value } = given<{ readonly value: unknown }>(pods);
    if (typeof value !== 'string' && typeof value !== 'number') {
      checkedType('kplus.PercentOrAbsolute', pods, 'pods', `PodDisruptionBudget.${field}`);
    }
  }

  /** @internal */
  public _check(problems: Problems, replicas: number): void {
    const value = this.pods?.value as number | string | undefined;
    if (value === undefined) {
      return;
    }
    const pods = typeof value === 'string' ? Math.ceil((Number.parseFloat(value) / 100) * replicas) : value;
    if (replicas > 0 && (this.field === 'minAvailable' ? pods >= replicas : pods === 0)) {
      const rule = `allows no eviction with 'replicas: ${replicas}', so nodes could never be drained`;
      problems.refuse(`${this.field}: ${String(value)}`, rule, 'allow one eviction, or raise the replicas');
    }
  }

  /** @internal */
  public _addTo(scope: Construct, id: string, metadata: ApiObjectMetadata, selectorLabels: Labels): void {
    const value = this.pods?.value as number | string | undefined;
    if (value === undefined) {
      return;
    }
    const pods =
      typeof value === 'string' ? kplus.k8s.IntOrString.fromString(value) : kplus.k8s.IntOrString.fromNumber(value);
    new kplus.k8s.KubePodDisruptionBudget(scope, id, {
      metadata,
      spec: { [this.field]: pods, selector: { matchLabels: selectorLabels } },
    });
  }
}
