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

/** The bundle or cluster to deliver. One argument, so that it can grow. */
export interface DeliveryContext {
  /** The stages in the order in which to apply them. */
  readonly stages: DeliveryStage[];

  /** Prerequisites of the cluster, each a sentence in Markdown. */
  readonly prerequisites: string[];

  /**
   * Directory of the stages and files below the output directory of the bundle: `.`, or the name of the cluster that they
   * are for.
   */
  readonly directory: string;

  /**
   * Labels of the cluster that they are for.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Source of the cluster that they are for.
   *
   * @default - that of the delivery
   */
  readonly source?: IBundleSource;

  /**
   * Stages elsewhere that must be ready first, from `addDependency()` of the cluster.
   *
   * @default - nothing
   */
  readonly dependsOn?: DeliveryDependency[];

  /**
   * The clusters that wait for stages of this one.
   *
   * @default - none
   */
  readonly dependents?: DeliveryContext[];

  /**
   * The clusters of the bundle. A delivery is called for each cluster, and last for the bundle, which has all of them; a
   * bundle that only has clusters has no stages.
   *
   * @default - none: this is a cluster, or the bundle has none
   */
  readonly clusters?: DeliveryContext[];
}

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
