import * as fs from 'fs';
import * as path from 'path';
import { App } from 'cdk8s';
import { plainError, violation } from '../private/errors';
import { existingNamespacesIn } from '../private/existing-namespaces';
import { FileTree, writeTree } from '../synth/write-tree';
import { filesOf, planFiles } from './app-files';
import { planApp } from './app-plan';
import type { Cluster } from './cluster';
import { IDelivery } from './delivery';
import { INVENTORY, readInventory } from './inventory';
import { missingNamespaces } from './missing-namespaces';
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

  /**
   * Namespaces that the cluster, or each of its clusters, has before the bundle is applied. Of others that no stage makes
   * the synth warns on the standard error; `README.md` asks for all of them.
   *
   * `default` and those that begin with `kube-` need not be named, nor those that a `SpinKube` with `createNamespaces: false`
   * leaves to others.
   *
   * @default - none
   */
  readonly existingNamespaces?: string[];
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
  private readonly existingNamespaces: string[];
  private readonly clusters: Cluster[] = [];

  public constructor(props: BundleProps = {}) {
    super({ outdir: props.outdir });
    this.deliveries = [...(props.deliveries ?? [])];
    this.existingNamespaces = [...(props.existingNamespaces ?? [])];
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
    const warnings = [...plans].flatMap(([app, plan]) => this.warningsFor(app, plan));
    const earlier = readInventory(this.outdir);
    this.refuseForeignFiles([...files.keys()], new Set([...earlier, INVENTORY]));
    writeTree(this.outdir, files, earlier);
    warnings.forEach((warning) => process.stderr.write(`warning: ${warning}\n`));
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
    const plan = (app: App, place: Parameters<typeof planFiles>[2]) =>
      planFiles(app, plans.get(app)?.stages ?? [], place);
    const clusters = this.clusters.map((cluster) =>
      plan(cluster, {
        directory: cluster.name,
        ...(Object.keys(cluster.labels).length > 0 && { labels: cluster.labels }),
      }),
    );
    const contexts = clusters.map(({ context }) => context);
    const trees = clusters.map((cluster): [string, FileTree] => [
      cluster.context.directory,
      filesOf(cluster, this.deliveries),
    ]);
    const own = plan(this, { directory: '.', ...(contexts.length > 0 && { clusters: contexts }) });
    return filesOf(own, this.deliveries, new Map(trees));
  }

  /** What is likely wrong and only the cluster can tell. */
  private warningsFor(app: App, { stages }: StagePlan): string[] {
    const existing = new Set([...this.existingNamespaces, ...existingNamespacesIn(app)]);
    const missing = missingNamespaces(stages).filter((name) => !existing.has(name));
    const remedy = "add them, or name them in 'existingNamespaces' of the bundle";
    return missing.length > 0
      ? [`${this.placeOf(app)}objects are in namespaces that no stage makes (${missing.join(', ')}); ${remedy}`]
      : [];
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
