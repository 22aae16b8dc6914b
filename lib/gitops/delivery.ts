import { IBundleSource } from './git-source';

/** An object of a stage. */
export interface DeliveryObject {
  /** For example `apps/v1`. */
  readonly apiVersion: string;

  /** For example `Deployment`. */
  readonly kind: string;

  /**
   * Namespace of the object.
   *
   * @default - none: the object is cluster-scoped
   */
  readonly namespace?: string;

  /** Name of the object. */
  readonly name: string;

  /**
   * The manifest as JSON, whatever its kind says. Of a CustomResourceDefinition that this library brings it is an outline, without schemas; the
   * file of the stage has all of it.
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows JSON as `any`, and refuses `unknown`
  readonly manifest: any;
}

/** A stage of a bundle. */
export interface DeliveryStage {
  /** Name of the stage, for example `spin-operator`. A DNS label. */
  readonly name: string;

  /** Length of the longest chain of stages that must be ready before. Stages on the same
   * level are independent. */
  readonly level: number;

  /** Names of the stages that must be ready first. */
  readonly dependsOn: string[];

  /** The file with its manifests, from the output directory: `manifests/spin-operator/spin-operator.k8s.yaml`. */
  readonly path: string;

  /** Its objects, in the order in which to apply them. */
  readonly objects: DeliveryObject[];
}

/** Stages of another cluster, or of the bundle itself, that must be ready first. */
export interface DeliveryDependency {
  /** The name of the cluster, or `.` for the bundle itself. */
  readonly directory: string;

  /** Names of the stages, in their order. */
  readonly stages: string[];
}

/**
 * The bundle or cluster to deliver.
 *
 * Only a bundle makes contexts. A class, so that every language passes it to a delivery as one object.
 */
export class DeliveryContext {
  /**
   * A context with these values; lists and labels that are left out are empty.
   *
   * @internal
   */
  public static _of(values: ContextValues): DeliveryContext {
    return new DeliveryContext(values);
  }

  /** The stages in the order in which to apply them. */
  public readonly stages: DeliveryStage[];

  /** Prerequisites of the cluster, each a sentence in Markdown. */
  public readonly prerequisites: string[];

  /**
   * Directory of the stages and files below the output directory of the bundle: `.`, or the name of the cluster that they
   * are for.
   */
  public readonly directory: string;

  /** Labels of the cluster that they are for; empty if they are for the bundle itself. */
  public readonly labels: { [key: string]: string };

  /** Source of the cluster that they are for; undefined if it has none of its own, so that that of the delivery holds. */
  public readonly source?: IBundleSource;

  /** Stages elsewhere that must be ready first, from `addDependency()` of the cluster. */
  public readonly dependsOn: DeliveryDependency[];

  /** The clusters that wait for stages of this one. */
  public readonly dependents: DeliveryContext[];

  /**
   * The clusters of the bundle; empty if this is a cluster. A delivery is called for each cluster, and last for the bundle,
   * which has all of them; a bundle that only has clusters has no stages.
   */
  public readonly clusters: DeliveryContext[];

  private constructor(values: ContextValues) {
    this.stages = values.stages;
    this.prerequisites = values.prerequisites;
    this.directory = values.directory;
    this.labels = values.labels ?? {};
    this.source = values.source;
    this.dependsOn = values.dependsOn ?? [];
    this.dependents = values.dependents ?? [];
    this.clusters = values.clusters ?? [];
  }
}

type ContextValues = Pick<DeliveryContext, 'stages' | 'prerequisites' | 'directory'> & Partial<DeliveryContext>;

/** A file that a delivery adds to a bundle. */
export interface DeliveryFile {
  /** Path below the output directory, with forward slashes: `kubectl/install.sh`. */
  readonly path: string;

  /** Content of the file. */
  readonly text: string;

  /**
   * Makes the file executable.
   *
   * @default false
   */
  readonly executable?: boolean;
}

/**
 * Turns the stages of a bundle into files for the tool that applies them: scripts, or objects of its own.
 *
 * A delivery never changes what a manifest means.
 */
export interface IDelivery {
  /** Name of the delivery, for example `kubectl`. Unique in a bundle. */
  readonly name: string;

  /**
   * The files to add to the bundle. The same context gives the same files.
   *
   * @param context the stages
   */
  deliver(context: DeliveryContext): DeliveryFile[];
}
