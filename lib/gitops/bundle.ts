import * as fs from 'fs';
import * as path from 'path';
import { App } from 'cdk8s';
import { plainError, violation } from '../private/errors';
import { FileTree, writeTree } from '../synth/write-tree';
import { filesOf } from './app-files';
import { planApp } from './app-plan';
import type { Cluster } from './cluster';
import { IDelivery } from './delivery';
import { INVENTORY, readInventory } from './inventory';
import { StagePlan } from './stage-plan';

/** So many files are named in an error. */
const MOST_NAMED = 5;

/** Properties of a `Bundle`. */
export interface BundleProps {
  /**
   * Directory to write to.
   *
   * @default - the environment variable CDK8S_OUTDIR, or else 'dist'
   */
  readonly outdir?: string;

  /**
   * What else is written beside the manifests: scripts and objects for those who apply them.
   *
   * @default - nothing
   */
  readonly deliveries?: IDelivery[];
}

/**
 * An app that writes a GitOps tree: one folder for each stage, in the order that follows from what depends on what.
 *
 * A stage is a chart, or a slice of one where something in it must be ready before the rest can be applied, such as a
 * CustomResourceDefinition before its objects. `README.md` tells people and `stages.json` tells tools what is in it, in
 * order. Stages of one level can be applied side by side.
 *
 * With a `Cluster` for each of several clusters, each has a tree of its own in a folder of its own.
 *
 * @see https://cdk8s.io/docs/latest/basics/app/
 *
 * @example
 *
 * const bundle = new Bundle();
 * new SpinKube(bundle, 'spinkube');
 * bundle.synth();
 */
export class Bundle extends App {
  private readonly deliveries: IDelivery[];
  private readonly clusters: Cluster[] = [];

  public constructor(props: BundleProps = {}) {
    super({ outdir: props.outdir });
    this.deliveries = [...(props.deliveries ?? [])];
  }

  /**
   * Writes the bundle and all its clusters. Nothing is written when anything in them is wrong.
   *
   * @throws with everything that is wrong at once: what the constructs report, references and names that clash,
   * dependencies in a circle or on another cluster, a directory that cannot be written to or has files of somebody else
   * where the bundle's belong
   */
  public synth(): void {
    const plans = new Map<App, StagePlan>([this, ...this.clusters].map((app) => [app, planApp(app)]));
    const errors = [...plans].flatMap(([app, plan]) => plan.errors.map((error) => `${this.placeOf(app)}${error}`));
    if (errors.length > 0) {
      throw plainError(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
    }
    const files = this.files(plans);
    const earlier = readInventory(this.outdir);
    this.refuseForeignFiles([...files.keys()], new Set([...earlier, INVENTORY]));
    writeTree(this.outdir, files, earlier);
  }

  /** @internal */
  public _addCluster(cluster: Cluster): void {
    if (this.clusters.some(({ name }) => name === cluster.name)) {
      throw new Error(`Cluster: ${violation('name', cluster.name, 'is in the bundle already', 'choose another one')}`);
    }
    this.clusters.push(cluster);
  }

  /** What stands before an error, so that the clusters can be told apart. */
  private placeOf(app: App): string {
    const cluster = this.clusters.find((one) => one === app);
    return cluster ? `${cluster.name}: ` : '';
  }

  /** The tree of the bundle, with that of each cluster below the folder of its name. */
  private files(plans: Map<App, StagePlan>): FileTree {
    const { deliveries } = this;
    const stagesOf = (app: App) => plans.get(app)?.stages ?? [];
    const clusters = new Map(
      this.clusters.map((cluster) => [
        cluster.name,
        filesOf(cluster, stagesOf(cluster), { deliveries, directory: cluster.name }),
      ]),
    );
    return filesOf(this, stagesOf(this), { deliveries, directory: '.', clusters });
  }

  /** What somebody else put where a file of ours belongs is not overwritten. */
  private refuseForeignFiles(files: string[], ours: Set<string>): void {
    const foreign = files.filter((file) => !ours.has(file) && fs.existsSync(path.join(this.outdir, file)));
    if (foreign.length > 0) {
      const more = foreign.length > MOST_NAMED ? ` and ${foreign.length - MOST_NAMED} more` : '';
      const rule = `${foreign.slice(0, MOST_NAMED).join(', ')}${more} are there and not of an earlier synth`;
      throw plainError(
        `cannot write the bundle to '${this.outdir}': ${rule}; remove them, or choose another directory`,
      );
    }
  }
}
