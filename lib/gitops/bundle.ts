import * as fs from 'fs';
import * as path from 'path';
import { App } from 'cdk8s';
import { listedError, plainError, violation } from '../private/errors';
import { setPlaintextSecrets } from '../private/plaintext-secrets';
import { FileTree, writeTree } from '../synth/write-tree';
import { filesOf, PlannedApp, planFiles } from './app-files';
import { AppPlan, planApp } from './app-plan';
import type { Cluster } from './cluster';
import { IDelivery } from './delivery';
import { FieldValidation } from '../validation/field-validation';
import { INVENTORY, readInventory } from './inventory';

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

  /**
   * What to do about fields that the schema of a custom resource does not have, whoever wrote it: a construct, `ApiObject`
   * or `Include`. Whatever else does not fit the schema is always an error.
   *
   * @default FieldValidation.WARN
   */
  readonly fieldValidation?: FieldValidation;

  /**
   * Whether secrets may stand in the manifests: a Secret with data, a variable or option of a SpinApp that is called like
   * a secret. Whoever can read the manifests, such as a Git repository, can read them.
   *
   * @default false
   */
  readonly allowPlaintextSecrets?: boolean;
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
  private readonly fieldValidation: FieldValidation;
  private readonly clusters: Cluster[] = [];

  public constructor(props: BundleProps = {}) {
    super({ outdir: props.outdir });
    this.deliveries = [...(props.deliveries ?? [])];
    this.existingNamespaces = [...(props.existingNamespaces ?? [])];
    this.fieldValidation = props.fieldValidation ?? FieldValidation.WARN;
    setPlaintextSecrets(this, props.allowPlaintextSecrets ?? false);
  }

  /**
   * Writes the bundle and all its clusters. Nothing is written when anything in them is wrong.
   *
   * @throws with everything that is wrong at once: what the constructs report, references and names that clash,
   * dependencies in a circle or on another cluster, a directory that cannot be written to or has files of somebody else
   * where the bundle's belong
   */
  public synth(): void {
    const [own, ...clusters] = this.plan();
    const trees = clusters.map((cluster): [string, FileTree] => [
      cluster.context.directory,
      filesOf(cluster, this.deliveries),
    ]);
    const files = filesOf(own, this.deliveries, new Map(trees));
    const earlier = readInventory(this.outdir);
    this.refuseForeignFiles([...files.keys()], new Set([...earlier, INVENTORY]));
    writeTree(this.outdir, files, earlier);
    for (const warning of [own, ...clusters].flatMap((plan) => this.warningsFor(plan))) {
      process.stderr.write(`warning: ${warning}\n`);
    }
  }

  /** @internal */
  public _addCluster(cluster: Cluster): void {
    if (this.clusters.some(({ name }) => name === cluster.name)) {
      throw new Error(`Cluster: ${violation('name', cluster.name, 'is in the bundle already', 'choose another one')}`);
    }
    this.clusters.push(cluster);
  }

  /**
   * The bundle itself, whose deliveries are told of all clusters, and then the clusters.
   *
   * @throws with everything that is wrong in them
   */
  private plan(): PlannedApp[] {
    const own = planApp(this, this.fieldValidation);
    const plans = this.clusters.map((cluster): [Cluster, AppPlan] => [cluster, planApp(cluster, this.fieldValidation)]);
    const ofClusters = plans.flatMap(([{ name }, { errors }]) => errors.map((error) => `${name}: ${error}`));
    if (own.errors.length + ofClusters.length > 0) {
      throw listedError('Validation failed with', [...own.errors, ...ofClusters]);
    }
    const clusters = plans.map(([cluster, plan]) => {
      const { labels, name } = cluster;
      return planFiles(cluster, plan, { directory: name, ...(Object.keys(labels).length > 0 && { labels }) });
    });
    const contexts = clusters.map(({ context }) => context);
    const place = { directory: '.', ...(contexts.length > 0 && { clusters: contexts }) };
    return [planFiles(this, own, place), ...clusters];
  }

  /** What is likely wrong and only the cluster can tell. */
  private warningsFor({ context: { directory }, undeclaredNamespaces, warnings }: PlannedApp): string[] {
    const missing = undeclaredNamespaces.filter((name) => !this.existingNamespaces.includes(name)).join(', ');
    const place = directory === '.' ? '' : `${directory}: `;
    const remedy = "add them, or name them in 'existingNamespaces' of the bundle";
    return [
      ...warnings.map((warning) => `${place}${warning}`),
      ...(missing ? [`${place}objects are in namespaces that no stage makes (${missing}); ${remedy}`] : []),
    ];
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
