import { App, Chart, IResolver, YamlOutputType } from 'cdk8s';
import { checkedProps } from '../private/checked-props';
import { invalid } from '../private/errors';
import { setPlaintextSecrets } from '../private/plaintext-secrets';
import { orderOf } from '../synth/cdk8s/app-order';
import { writeTree } from '../synth/output/write-tree';
import { FieldValidation } from '../validation/field-validation';
import { cdk8sOutput, synthYaml } from './cdk8s-output';
import { IDelivery } from './delivery';
import { ImageMirror } from './image-mirror';
import { ClusterApp, OutputOptions } from './output';

/** Properties of a `Bundle`. */
export interface BundleProps {
  /**
   * Output directory. Files that the bundle did not write stay.
   *
   * @default - the environment variable CDK8S_OUTDIR, or else 'dist'
   */
  readonly outdir?: string;

  /**
   * Deliveries: scripts and objects for the tools that apply the manifests.
   *
   * @default - none: manifests only
   */
  readonly deliveries?: IDelivery[];

  /**
   * Namespaces that exist in the cluster, or in each of its clusters, before the bundle is applied. The synth prints a warning
   * about other namespaces that no stage creates; `README.md` lists all of them as prerequisites.
   *
   * `default`, namespaces that begin with `kube-`, and those that a `SpinKube` with `createNamespaces: false` does not create
   * need not be listed.
   *
   * @default - none
   */
  readonly existingNamespaces?: string[];

  /**
   * Image mirror: where the cluster gets its images and archives from. Applies to everything in the bundle, whichever construct
   * it comes from, and to its clusters.
   *
   * @default - none: images and archives as the constructs have them
   */
  readonly imageMirror?: ImageMirror;

  /**
   * Field validation: how to handle fields that the schema of a custom resource does not have, whether it comes from a
   * construct, an `ApiObject` or an `Include`. Other violations of the schema are always errors.
   *
   * @default FieldValidation.WARN
   */
  readonly fieldValidation?: FieldValidation;

  /**
   * Allows secrets in plain text: a Secret with data, or a variable or option of a SpinApp that is named like a secret. Everyone
   * who can read the manifests, for example in a Git repository, can read them.
   *
   * @default false
   */
  readonly allowPlaintextSecrets?: boolean;

  /**
   * Divides the manifests into files as `cdk8s.App` does, byte for byte, instead of into stages. Objects are checked all the
   * same; there are no deliveries, no `README.md` and no `stages.json`, and files of an earlier synth stay. With clusters, each
   * has its files in a folder of its own.
   *
   * @default - a folder for each stage
   * @see https://cdk8s.io/docs/latest/reference/cdk8s/typescript/#yamloutputtype
   */
  readonly yamlOutputType?: YamlOutputType;

  /**
   * Extension of files with manifests.
   *
   * @default '.k8s.yaml'
   */
  readonly outputFileExtension?: string;

  /**
   * Resolvers, which may replace any value of any object when it is rendered; the first one that does so wins.
   *
   * @default - only the resolvers of cdk8s
   * @see https://cdk8s.io/docs/latest/basics/app/#custom-value-resolution
   */
  readonly resolvers?: IResolver[];

  /**
   * Writes `construct-metadata.json`, which maps objects to the constructs that created them. `cdk8s synth` requests it if
   * `cdk8s.yaml` configures validations.
   *
   * @default - true if the environment variable CDK8S_RECORD_CONSTRUCT_METADATA is `true`
   */
  readonly recordConstructMetadata?: boolean;
}

/**
 * An app that writes a GitOps tree: one folder per stage, in the order of their dependencies.
 *
 * A stage is a chart, or a slice of a chart if something in it must be ready before the rest can be applied, such as a
 * CustomResourceDefinition before its objects. `README.md` (for people) and `stages.json` (for tools) list the stages in order.
 * Stages on the same level can be applied in parallel.
 *
 * For several clusters, add a `Cluster` for each: it gets its own tree in its own folder.
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
  /** @internal */
  public readonly _imageMirror?: ImageMirror;

  /** @internal */
  public readonly _resolvers: IResolver[];

  private readonly clusters = new Map<string, ClusterApp>();
  private readonly deliveries: IDelivery[];
  private readonly existingNamespaces: string[];
  private readonly fieldValidation: FieldValidation;
  private readonly isStaged: boolean;
  private readonly recordsConstructMetadata: boolean;

  /**
   * Creates a bundle.
   *
   * @param props output and checks
   * @throws if both `deliveries`, which need stages, and `yamlOutputType`, which has none, are set
   */
  public constructor(props: BundleProps = {}) {
    const { imageMirror, outdir, outputFileExtension, recordConstructMetadata, resolvers, yamlOutputType } =
      checkedProps('BundleProps', props, 'Bundle');
    super({ outdir, outputFileExtension, recordConstructMetadata, resolvers, yamlOutputType });
    this._resolvers = [...(resolvers ?? [])];
    this.deliveries = [...(props.deliveries ?? [])];
    this.existingNamespaces = [...(props.existingNamespaces ?? [])];
    this.fieldValidation = props.fieldValidation ?? FieldValidation.WARN;
    this.isStaged = yamlOutputType === undefined;
    this.recordsConstructMetadata = recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
    // Nothing else can be wrong here: a list of one would say the same.
    if (!this.isStaged && this.deliveries.length > 0) {
      const names = this.deliveries.map(({ name }) => name);
      throw invalid(
        this,
        'deliveries',
        names,
        "are made of stages, which 'yamlOutputType' does without",
        'leave out one',
      );
    }
    setPlaintextSecrets(this, props.allowPlaintextSecrets ?? false);
    this._imageMirror = imageMirror;
    this._imageMirror?._setFor(this);
  }

  /** The charts of the bundle in the order in which `cdk8s.App` writes them; without those of its clusters. */
  public get charts(): Chart[] {
    return orderOf(this).charts.map(({ chart }) => chart);
  }

  /**
   * Writes the bundle and all its clusters. Nothing is written when anything in them is wrong.
   *
   * Files that change are written beside their place, then renamed one by one; stale files of earlier synths are removed
   * last, and other files are left alone. An error before the first rename leaves the old tree as it was. A process killed
   * between two renames leaves whole files, and the next synth completes the tree.
   *
   * @throws all errors at once: failed validation of constructs and objects, duplicate names, dependency cycles, dependencies
   * on another cluster; or, if the files cannot be written, the reason: no permission, or a file that the bundle did not
   * write stands where one of its files belongs
   */
  public synth(): void {
    const output = this.isStaged ? staging().stagedOutput(this, this.options()) : cdk8sOutput(this, this.options());
    const warnings = [...output.warnings];
    writeTree(this.outdir, output.files, output.stale, (replaced) => {
      warnings.push(...(output.rejectedChanges?.(replaced) ?? []));
    });
    for (const warning of warnings) {
      process.stderr.write(`warning: ${warning}\n`);
    }
  }

  /**
   * All manifests of the bundle as one text, chart by chart as `cdk8s.App` has it; those of its clusters are left out.
   *
   * @throws with everything that is wrong at once: what the constructs report, what clusters would refuse
   */
  public synthYaml(): string {
    return synthYaml(this, this.options());
  }

  /** @internal */
  public _hasCluster(name: string): boolean {
    return this.clusters.has(name);
  }

  /** @internal */
  public _addCluster(cluster: ClusterApp): void {
    this.clusters.set(cluster.name, cluster);
  }

  /** @internal */
  public _yamlOfCluster(cluster: ClusterApp): string {
    return synthYaml(cluster, { ...this.options(), imageMirror: cluster.imageMirror });
  }

  private options(): OutputOptions {
    return {
      clusters: [...this.clusters.values()],
      deliveries: this.deliveries,
      existingNamespaces: this.existingNamespaces,
      fieldValidation: this.fieldValidation,
      imageMirror: this._imageMirror,
      recordConstructMetadata: this.recordsConstructMetadata,
    };
  }
}

/** Loaded at first use: the layouts of cdk8s need neither deliveries nor what they wait for. */
function staging() {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it with this module
  return require('./staged-output') as typeof import('./staged-output');
}
