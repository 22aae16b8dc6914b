import {
  ApplicationSetSpecGenerators,
  ApplicationSetSpecGeneratorsSelectorMatchExpressions,
} from '../../../imports/argoproj.io';
import { byName } from '../../private/by-name';
import { DeliveryContext } from '../delivery';

/**
 * Generator of an ApplicationSet: selects the clusters of a bundle that get Applications.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators/
 */
export class ArgoCdGenerator {
  /**
   * List generator: the clusters of the bundle, registered in Argo CD or not.
   *
   * @param labels labels that a `Cluster` must have; without any, all clusters of the bundle
   */
  public static list(labels: { [key: string]: string } = {}): ArgoCdGenerator {
    return new ArgoCdGenerator(byName({ ...labels }));
  }

  /**
   * Cluster generator: the clusters of the bundle that are registered in Argo CD under the same name. A cluster gets its
   * Applications when it is added to Argo CD or labeled there, and loses them when it is removed.
   *
   * @param labels labels that the Secret of the cluster in Argo CD must have; without any, all registered clusters,
   * including the one in which Argo CD runs, `in-cluster`
   */
  public static clusters(labels: { [key: string]: string } = {}): ArgoCdGenerator {
    return new ArgoCdGenerator({}, byName({ ...labels }));
  }

  private constructor(
    /**
     * Labels that the clusters must have in the bundle.
     *
     * @internal
     */
    public readonly _ofBundle: { [key: string]: string },
    /**
     * Labels that they must have in Argo CD, if it is asked which clusters there are.
     *
     * @internal
     */
    public readonly _ofArgoCd?: { [key: string]: string },
  ) {}

  /**
   * Clusters of a bundle that may get Applications.
   *
   * @internal
   */
  public _chosen(clusters: DeliveryContext[]): DeliveryContext[] {
    const wanted = Object.entries(this._ofBundle);
    return clusters.filter(({ labels }) => wanted.every(([key, value]) => labels[key] === value));
  }

  /**
   * Gives the parameter `name` for each of some clusters.
   *
   * @internal
   */
  public _generatorOf(names: string[]): ApplicationSetSpecGenerators {
    if (!this._ofArgoCd) {
      return { list: { elements: names.map((name) => ({ name })) } };
    }
    const mine: ApplicationSetSpecGeneratorsSelectorMatchExpressions = { key: 'name', operator: 'In', values: names };
    return {
      clusters: Object.keys(this._ofArgoCd).length > 0 ? { selector: { matchLabels: this._ofArgoCd } } : {},
      selector: { matchExpressions: [mine] },
    };
  }
}
