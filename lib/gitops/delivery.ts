/** An object of a stage, as a delivery sees it. */
export interface DeliveryObject {
  /** For example `apps/v1`. */
  readonly apiVersion: string;

  /** For example `Deployment`. */
  readonly kind: string;

  /**
   * Namespace of the object.
   *
   * @default - none: the object is of the whole cluster
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

/** A stage of a bundle, as a delivery sees it. */
export interface DeliveryStage {
  /** Name of the stage, for example `spin-operator`. A DNS label. */
  readonly name: string;

  /** Length of the longest chain of stages that must be ready before. Stages of one level do not need each other. */
  readonly level: number;

  /** Names of the stages that must be ready before. */
  readonly dependsOn: string[];

  /** The file with its manifests, from the output directory: `manifests/spin-operator/spin-operator.k8s.yaml`. */
  readonly path: string;

  /** Its objects, in the order in which to apply them. */
  readonly objects: DeliveryObject[];
}

/** Stages of another cluster, or of the bundle itself, that must be ready before. */
export interface DeliveryDependency {
  /** The name of the cluster, or `.` for the bundle itself. */
  readonly directory: string;

  /** Names of the stages, in their order. */
  readonly stages: string[];
}

/** What a delivery is told. One argument, so that it can grow. */
export interface DeliveryContext {
  /** The stages in the order in which to apply them. */
  readonly stages: DeliveryStage[];

  /** What the cluster must have before, a sentence in Markdown each. */
  readonly prerequisites: string[];

  /**
   * Where the stages and files stand below the output directory of the bundle: `.`, or the name of the cluster that they
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
   * What must be ready elsewhere before, by `addDependency()` of the cluster.
   *
   * @default - nothing
   */
  readonly dependsOn?: DeliveryDependency[];

  /**
   * The clusters that wait for something in here.
   *
   * @default - none
   */
  readonly dependents?: DeliveryContext[];

  /**
   * The clusters of the bundle. A delivery is asked for the files of each cluster by itself, and last for those of the
   * bundle, which knows them all; a bundle of clusters alone has no stages.
   *
   * @default - none: this is a cluster, or the bundle has none
   */
  readonly clusters?: DeliveryContext[];
}

/** A file that a delivery adds to a bundle. */
export interface DeliveryFile {
  /** Where it is, from the output directory: `kubectl/install.sh`. With forward slashes, and below the directory. */
  readonly path: string;

  /** What is in it. */
  readonly text: string;

  /**
   * Whether it is a program.
   *
   * @default false
   */
  readonly executable?: boolean;
}

/**
 * Turns the stages of a bundle into what a deployer needs: scripts, or objects of its own.
 *
 * A delivery never changes what a manifest means.
 */
export interface IDelivery {
  /** Name of the delivery, for example `kubectl`. A bundle has one of a name. */
  readonly name: string;

  /**
   * The files to add to the bundle. The same context gives the same files.
   *
   * @param context the stages
   */
  deliver(context: DeliveryContext): DeliveryFile[];
}
