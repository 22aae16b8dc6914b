import * as path from 'path';
import { App, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { byName } from '../private/by-name';
import { checkedString } from '../private/checked-values';
import { invalid } from '../private/errors';
import { checkedProps } from '../private/checked-props';
import { isDnsLabel } from '../private/names';
import { allowsPlaintextSecrets, setPlaintextSecrets } from '../private/plaintext-secrets';
import { orderOf } from '../synth/cdk8s/app-order';
import { Problems } from '../validation/problems';
import { Bundle } from './bundle';
import { IBundleSource } from './git-source';
import { ImageMirror } from './image-mirror';
import { DELIVERY_FOLDERS, MANIFESTS } from './inventory';

/** Properties of a `Cluster`. */
export interface ClusterProps {
  /**
   * Labels of the cluster, by which deployers select clusters.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Image mirror of this cluster, for example one in its own region.
   *
   * @default - that of the bundle
   */
  readonly imageMirror?: ImageMirror;

  /**
   * Source from which Argo CD and Flux fetch the folder of this cluster, for example a tag while other clusters follow a branch.
   *
   * @default - the source of each delivery
   */
  readonly source?: IBundleSource;
}

/**
 * One of several clusters of a bundle: a separate app, written to its own folder with the deliveries of the bundle.
 *
 * Objects have the same names in every cluster, so an app can move from a single cluster into a fleet without being recreated. A
 * cluster is written with its bundle. Constructs in it cannot depend on constructs of another cluster, which is applied
 * separately; the cluster as a whole can, see `addDependency()`.
 *
 * @see https://cdk8s.io/docs/latest/basics/app/
 *
 * @example
 *
 * const bundle = new Bundle();
 * for (const name of ['eu-1', 'us-1']) {
 *   new SpinKube(new Cluster(bundle, name), 'spinkube');
 * }
 * bundle.synth();
 */
export class Cluster extends App {
  /** Name of the cluster, and of its folder below the output directory of the bundle. */
  public readonly name: string;

  /** Labels of the cluster. */
  public readonly labels: { [key: string]: string };

  /** Source of the cluster, if it is not that of the deliveries. */
  public readonly source?: IBundleSource;

  /** Image mirror of the cluster: its own, or that of the bundle. */
  public readonly imageMirror?: ImageMirror;

  private readonly bundle: Bundle;
  private readonly dependencies: IConstruct[] = [];

  /**
   * Adds a cluster to a bundle.
   *
   * @param bundle the bundle
   * @param name name of the cluster: a DNS label that is not the name of a folder of the bundle
   * @param props its labels and source
   * @throws if the bundle is not a `Bundle`, or the name is not valid or already used
   */
  public constructor(bundle: Bundle, name: string, props: ClusterProps = {}) {
    if (!('_addCluster' in Object(bundle))) {
      throw invalid('Cluster', 'bundle', bundle, 'is not a Bundle', 'create the cluster in a Bundle');
    }
    super({
      outdir: path.join(bundle.outdir, checkedString(name, 'name', 'Cluster', 'name the cluster')),
      outputFileExtension: bundle.outputFileExtension,
      resolvers: bundle._resolvers,
      yamlOutputType: bundle.yamlOutputType,
    });
    const problems = Problems.at('name');
    if (!isDnsLabel(name) || RESERVED.includes(name)) {
      const rule = `must be a DNS label other than ${RESERVED.join(', ')}, which are folders of the bundle`;
      problems.refuse(name, rule, 'choose another one');
    }
    if (bundle._hasCluster(name)) {
      problems.refuse(name, 'is already used by another cluster of the bundle', 'choose another name');
    }
    problems.throwFrom('Cluster');
    this.name = name;
    const { imageMirror, labels, source } = checkedProps('ClusterProps', props, this);
    this.labels = byName({ ...labels });
    this.source = source;
    this.bundle = bundle;
    this.imageMirror = imageMirror ?? bundle._imageMirror;
    this.imageMirror?._setFor(this);
    setPlaintextSecrets(this, allowsPlaintextSecrets(bundle));
    bundle._addCluster(this);
  }

  /** The charts of the cluster in the order in which `cdk8s.App` writes them. */
  public get charts(): Chart[] {
    return orderOf(this).charts.map(({ chart }) => chart);
  }

  /**
   * Makes the whole cluster wait for constructs outside of it, such as the Shoot that creates it.
   *
   * Argo CD waits with `ArgoCdMode.APP_OF_APPS`, and Flux waits if one Flux applies to all clusters, with `kubeConfigSecret`.
   * `README.md` and `kubectl/install.sh` name what to install first. Nothing waits if each cluster has its own Argo CD or Flux; a
   * generator creates the Applications of a cluster when it is registered in Argo CD.
   *
   * @param dependencies constructs of another cluster or of the bundle itself, or whole clusters
   */
  public addDependency(...dependencies: IConstruct[]): void {
    this.dependencies.push(...dependencies);
  }

  /** @internal */
  public get _dependencies(): IConstruct[] {
    return this.dependencies;
  }

  /** Writes the whole bundle, of which this cluster is a part. */
  public synth(): void {
    this.bundle.synth();
  }

  /**
   * All manifests of the cluster as one text, chart by chart as `cdk8s.App` has it.
   *
   * @throws with everything that is wrong at once: what the constructs report, what the cluster would refuse
   */
  public synthYaml(): string {
    return this.bundle._yamlOfCluster(this);
  }
}

const RESERVED: readonly string[] = [...Object.values(DELIVERY_FOLDERS), MANIFESTS];
