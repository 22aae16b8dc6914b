import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { RuntimeClass } from '../app/runtime-class';
import { NodeInstaller } from '../platform/node-installer';
import { checkedProps, checkedType } from '../private/checked-props';
import { checkedOptions } from '../private/checked-values';
import { listUnlessEmpty, mapUnlessEmpty } from '../private/empty';
import { invalid } from '../private/errors';
import { SpinShimVersion } from '../releases/spin-shim/spin-shim-version';
import { prepareForSpin, SpinNodes, taintForSpin, validateSpinNodes } from './spin-nodes';
import { WorkerConfig } from './worker-config';

/** CPU architecture of machines. */
export enum MachineArchitecture {
  /** x86-64: Intel and AMD. */
  AMD64 = 'amd64',

  /** ARM64. */
  ARM64 = 'arm64',
}

/** Machine image: the operating system of the nodes. */
export class MachineImage {
  /**
   * Garden Linux.
   *
   * @param version version from the CloudProfile; if omitted, Gardener takes the latest for a new worker pool, and keeps it until it
   * updates it
   */
  public static gardenLinux(version?: string): MachineImage {
    return new MachineImage('gardenlinux', version);
  }

  /**
   * Any other machine image.
   *
   * @param name name from the CloudProfile
   * @param version version from the CloudProfile; if omitted, Gardener takes the latest for a new worker pool, and keeps it until it
   * updates it
   */
  public static of(name: string, version?: string): MachineImage {
    return new MachineImage(checkedType('text', name, 'name', 'MachineImage.of'), version);
  }

  private constructor(
    /** Name from the CloudProfile. */
    public readonly name: string,
    /** Version from the CloudProfile. */
    public readonly version?: string,
  ) {}
}

/** Taint of the nodes of a worker pool: repels pods that do not tolerate it. */
export interface WorkerPoolTaint {
  /** Key of the taint. */
  readonly key: string;

  /**
   * Value of the taint.
   *
   * @default - none
   */
  readonly value?: string;

  /** Effect on pods that do not tolerate the taint. */
  readonly effect: kplus.TaintEffect;
}

/** Root volume of the nodes. */
export interface WorkerPoolVolume {
  /** Size, in whole GiB. */
  readonly size: Size;

  /**
   * Volume type, from the CloudProfile: `gp3`.
   *
   * @default - provider default; required on AWS, Azure and Google Cloud
   */
  readonly type?: string;

  /**
   * Encryption of the volume. Not allowed on Azure, which encrypts all volumes.
   *
   * @default - provider default
   */
  readonly encrypted?: boolean;
}

/** Data volume of the nodes, in addition to the root volume. */
export interface WorkerPoolDataVolume extends WorkerPoolVolume {
  /** Name of the data volume: a DNS label of at most 15 characters, unique in the worker pool. */
  readonly name: string;
}

/**
 * Properties of a `WorkerPool`.
 *
 * Defaults of Gardener are rendered explicitly, except for the version of the machine image: GitOps tools compare lists as a whole,
 * and would report a difference.
 */
export interface WorkerPoolProps {
  /** Name of the worker pool: a DNS label of at most 15 characters, unique in the Shoot. */
  readonly name: string;

  /** Machine type, from the CloudProfile: `m5.large`. */
  readonly machineType: string;

  /** Minimum number of nodes. */
  readonly minimum: number;

  /** Maximum number of nodes for the cluster-autoscaler; at least the number of zones, if system components run here. */
  readonly maximum: number;

  /**
   * CPU architecture of the machines.
   *
   * @default MachineArchitecture.AMD64
   */
  readonly architecture?: MachineArchitecture;

  /**
   * Machine image: the operating system of the nodes.
   *
   * @default MachineImage.gardenLinux()
   */
  readonly image?: MachineImage;

  /**
   * Root volume of the nodes.
   *
   * @default - that of the machine type; required on AWS, Azure and Google Cloud
   */
  readonly volume?: WorkerPoolVolume;

  /**
   * Data volumes of the nodes. Require `volume`.
   *
   * @default - none
   */
  readonly dataVolumes?: WorkerPoolDataVolume[];

  /**
   * Name of the data volume for the data of kubelet and containerd, such as images.
   *
   * @default - none: on the root volume
   */
  readonly kubeletDataVolumeName?: string;

  /**
   * Availability zones that the nodes are distributed to. Existing zones cannot be removed.
   *
   * @default - none; required on AWS, Azure, Google Cloud and OpenStack
   */
  readonly zones?: string[];

  /**
   * Labels of the nodes.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the nodes.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Taints of the nodes.
   *
   * @default - none
   */
  readonly taints?: WorkerPoolTaint[];

  /**
   * Container runtimes (`cri.containerRuntimes`): types of Gardener extensions that add a runtime to containerd, such as `gvisor`.
   *
   * @default - none
   */
  readonly containerRuntimes?: string[];

  /**
   * Maximum surge: additional nodes during an update, as a number or a percentage of the worker pool.
   *
   * @default kplus.PercentOrAbsolute.absolute(1)
   */
  readonly maxSurge?: kplus.PercentOrAbsolute;

  /**
   * Maximum unavailable nodes during an update, as a number or a percentage of the worker pool.
   *
   * @default kplus.PercentOrAbsolute.absolute(0)
   */
  readonly maxUnavailable?: kplus.PercentOrAbsolute;

  /**
   * System components (`systemComponents.allow`): Gardener may run those of the Shoot on this worker pool. At least one worker pool
   * must allow them.
   *
   * @default true
   */
  readonly allowSystemComponents?: boolean;

  /**
   * Settings that are specific to the cloud provider.
   *
   * @default - none
   */
  readonly providerConfig?: WorkerConfig;
}

/** Options of `WorkerPool.runsSpin()`. */
export interface RunsSpinOptions {
  /**
   * RuntimeClass of the SpinApps: `spinkube.runtimeClass`. It gets a node selector for the worker pool and a toleration of `taint`.
   * The README of its bundle then no longer asks for labels or annotations of nodes.
   *
   * @default - none: you schedule the pods to the worker pool
   */
  readonly runtimeClass?: RuntimeClass;

  /**
   * Taint that repels other pods. SpinApps have no tolerations of their own; their RuntimeClass has.
   *
   * @default - none: other pods run on the worker pool as well
   */
  readonly taint?: WorkerPoolTaint;

  /**
   * Version of the shim that the nodes have and keep, while another worker pool gets a new one. It is in the label `spin-shim` of the
   * nodes, and the node installer must have a `shimVersion`.
   *
   * @default - the version that the node installer installs
   */
  readonly shimVersion?: SpinShimVersion;
}

/**
 * Properties with all defaults, copied; the collections can grow.
 *
 * @internal
 */
export interface WorkerPoolSettings extends WorkerPoolProps {
  readonly architecture: MachineArchitecture;
  readonly image: MachineImage;
  readonly maxSurge: kplus.PercentOrAbsolute;
  readonly maxUnavailable: kplus.PercentOrAbsolute;
  readonly allowSystemComponents: boolean;
  readonly dataVolumes: WorkerPoolDataVolume[];
  readonly zones: string[];
  readonly labels: { [key: string]: string };
  readonly annotations: { [key: string]: string };
  readonly taints: WorkerPoolTaint[];
  readonly containerRuntimes: string[];
}

/**
 * Worker pool: nodes of a Shoot that are all alike. `Shoot.addWorkerPool()` creates one.
 *
 * Gardener applies changed labels, annotations and taints to existing nodes, without replacing them.
 *
 * @see https://gardener.cloud/docs/gardener/shoot-operations/shoot_updates/
 *
 * @example
 *
 * const pool = shoot.addWorkerPool({ name: 'spin', machineType: 'm5.large', minimum: 1, maximum: 3 });
 * pool.runsSpin(nodeInstaller, { runtimeClass: spinkube.runtimeClass });
 */
export class WorkerPool extends Construct {
  /** Name of the worker pool. */
  public readonly name: string;

  private readonly settings: WorkerPoolSettings;
  private spin?: SpinNodes;

  public constructor(scope: Construct, id: string, props: WorkerPoolProps) {
    super(scope, id);
    this.settings = settle(checkedOptions('WorkerPoolProps', props, this));
    this.name = this.settings.name;
    this.node.addValidation({ validate: () => (this.spin ? validateSpinNodes(this.settings, this.spin) : []) });
  }

  /** Labels of the nodes so far, without those that Kubernetes and Gardener add. */
  public get labels(): { [key: string]: string } {
    return { ...this.settings.labels };
  }

  /** Annotations of the nodes so far. */
  public get annotations(): { [key: string]: string } {
    return { ...this.settings.annotations };
  }

  /** Taints of the nodes so far. */
  public get taints(): WorkerPoolTaint[] {
    return [...this.settings.taints];
  }

  /**
   * Sets a label of the nodes.
   *
   * @param key key of the label
   * @param value value of the label
   */
  public addLabel(key: string, value: string): void {
    this.settings.labels[key] = value;
  }

  /**
   * Sets an annotation of the nodes.
   *
   * @param key key of the annotation
   * @param value value of the annotation
   */
  public addAnnotation(key: string, value: string): void {
    this.settings.annotations[key] = value;
  }

  /**
   * Adds a taint to the nodes.
   *
   * @param taint the taint
   */
  public addTaint(taint: WorkerPoolTaint): void {
    this.settings.taints.push(checkedType('WorkerPoolTaint', taint, 'taint', this));
  }

  /**
   * Runs SpinApps on the worker pool.
   *
   * The nodes get what the node installer selects them by: the labels of `nodeSelector` of runtime-class-manager, or the annotation of
   * a kwasm-operator without `autoProvision`. If the installer does not select by a label of its own, they get the label
   * `spin: "true"`. The RuntimeClass schedules its pods to nodes with these labels.
   *
   * On Azure, GCP and OpenStack, names of nodes contain those of project, Shoot and worker pool. If they are so long that the Jobs of
   * the node installer get names that the API server rejects, that is an error.
   *
   * @param nodeInstaller node installer of the platform; pass the same one to `SpinKube`
   * @param options RuntimeClass, taint and version of the shim
   * @throws if the worker pool runs SpinApps already, or `shimVersion` is not a `SpinShimVersion`
   */
  public runsSpin(nodeInstaller: NodeInstaller, options: RunsSpinOptions = {}): void {
    if (this.spin) {
      const rule = 'is a second node installer for the worker pool';
      throw invalid(this, 'nodeInstaller', nodeInstaller.handler, rule, 'call runsSpin() once');
    }
    const { runtimeClass, shimVersion, taint } = checkedProps('RunsSpinOptions', options, this);
    this.spin = { nodeInstaller, runtimeClass, shimVersion };
    prepareForSpin(this.settings, this.spin);
    if (taint) {
      taintForSpin(this.settings, taint, runtimeClass);
    }
  }

  /**
   * Node installer, if the worker pool runs SpinApps.
   *
   * @internal
   */
  public get _nodeInstaller(): NodeInstaller | undefined {
    return this.spin?.nodeInstaller;
  }

  /** @internal */
  public get _settings(): WorkerPoolSettings {
    return this.settings;
  }

  /** @internal */
  public _toJson(): unknown {
    const { image, volume, ...pool } = this.settings;
    return {
      name: pool.name,
      machine: {
        type: pool.machineType,
        image: { name: image.name, version: image.version },
        architecture: pool.architecture,
      },
      minimum: pool.minimum,
      maximum: pool.maximum,
      updateStrategy: 'AutoRollingUpdate',
      maxSurge: pool.maxSurge.value as unknown,
      maxUnavailable: pool.maxUnavailable.value as unknown,
      volume: volume && renderVolume(volume),
      dataVolumes: listUnlessEmpty(pool.dataVolumes.map((one) => ({ name: one.name, ...renderVolume(one) }))),
      kubeletDataVolumeName: pool.kubeletDataVolumeName,
      zones: listUnlessEmpty([...pool.zones]),
      labels: mapUnlessEmpty(pool.labels),
      annotations: mapUnlessEmpty(pool.annotations),
      taints: listUnlessEmpty(pool.taints.map(({ effect, key, value }) => ({ key, value, effect }))),
      cri: { name: 'containerd', containerRuntimes: listUnlessEmpty(pool.containerRuntimes.map((type) => ({ type }))) },
      systemComponents: { allow: pool.allowSystemComponents },
      providerConfig: pool.providerConfig?._toJson(),
    };
  }
}

function settle(props: WorkerPoolProps): WorkerPoolSettings {
  return {
    ...props,
    architecture: props.architecture ?? MachineArchitecture.AMD64,
    image: props.image ?? MachineImage.gardenLinux(),
    maxSurge: props.maxSurge ?? kplus.PercentOrAbsolute.absolute(1),
    maxUnavailable: props.maxUnavailable ?? kplus.PercentOrAbsolute.absolute(0),
    allowSystemComponents: props.allowSystemComponents ?? true,
    dataVolumes: [...(props.dataVolumes ?? [])],
    zones: [...(props.zones ?? [])],
    labels: { ...props.labels },
    annotations: { ...props.annotations },
    taints: [...(props.taints ?? [])],
    containerRuntimes: [...(props.containerRuntimes ?? [])],
  };
}

/** Gardener accepts sizes in Gi only. */
function renderVolume({ encrypted, size, type }: WorkerPoolVolume): { [field: string]: unknown } {
  return { type, size: `${size.toGibibytes({ rounding: SizeRoundingBehavior.NONE })}Gi`, encrypted };
}
