import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Labels } from '../../private/helm-names';

/**
 * How many pods of a workload must stay while nodes are drained.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export class PodDisruptionBudget {
  /**
   * That many stay.
   *
   * @param pods number or share of the pods
   */
  public static minAvailable(pods: kplus.PercentOrAbsolute): PodDisruptionBudget {
    return new PodDisruptionBudget('minAvailable', pods);
  }

  /**
   * That many may go at the same time.
   *
   * @param pods number or share of the pods
   */
  public static maxUnavailable(pods: kplus.PercentOrAbsolute): PodDisruptionBudget {
    return new PodDisruptionBudget('maxUnavailable', pods);
  }

  private constructor(
    private readonly field: 'minAvailable' | 'maxUnavailable',
    private readonly pods: kplus.PercentOrAbsolute,
  ) {}

  /**
   * Whether nodes could then never be drained.
   *
   * @internal
   */
  public _blocks(replicas: number): boolean {
    const value: unknown = this.pods.value;
    const pods = typeof value === 'string' ? Math.ceil((Number.parseFloat(value) / 100) * replicas) : Number(value);
    return replicas > 0 && (this.field === 'minAvailable' ? pods >= replicas : pods === 0);
  }

  /** @internal */
  public _show(): string {
    return `${this.field}: ${String(this.pods.value)}`;
  }

  /** @internal */
  public _addTo(scope: Construct, id: string, metadata: ApiObjectMetadata, selectorLabels: Labels): void {
    const value: unknown = this.pods.value;
    const pods =
      typeof value === 'string'
        ? kplus.k8s.IntOrString.fromString(value)
        : kplus.k8s.IntOrString.fromNumber(Number(value));
    new kplus.k8s.KubePodDisruptionBudget(scope, id, {
      metadata,
      spec: { [this.field]: pods, selector: { matchLabels: selectorLabels } },
    });
  }
}
