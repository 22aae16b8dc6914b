import { field, groupOf, list, Manifest } from '../synth/manifest';
import { ClusterObjects } from './cluster-objects';
import { Reference, referenceTo, textOf } from './finding';

/** Part of the platform that a Deployment runs. */
export enum Role {
  SPIN_OPERATOR = 'spin-operator',
  CERT_MANAGER = 'cert-manager-controller',
  CERT_MANAGER_INJECTOR = 'cert-manager-cainjector',
  CERT_MANAGER_WEBHOOK = 'cert-manager-webhook',
  RUNTIME_CLASS_MANAGER = 'runtime-class-manager',
  KWASM_OPERATOR = 'kwasm-operator',
}

/** The roles by the last name of their image. */
const ROLES = new Map(Object.values(Role).map((role): [string, Role] => [role, role]));

/** Seconds that pods may take to become ready before that is worth mentioning. */
const PATIENCE = 60;

/** A SpinApp or a Deployment of the platform, and what runs it. */
export class Workload {
  public static ofApp(cluster: ClusterObjects, app: Manifest): Workload {
    const { name = '', namespace } = app.metadata;
    const executor = cluster.get(`SpinAppExecutor.${groupOf(app)}`, textOf(app, 'spec', 'executor'), namespace);
    return new Workload(cluster, app, cluster.get('Deployment.apps', name, namespace), executor);
  }

  /** undefined if the Deployment is not part of the platform. */
  public static ofPlatform(cluster: ClusterObjects, deployment: Manifest): Workload | undefined {
    const roles = containersOf(deployment).map((container) => roleOf(textOf(container, 'image')));
    const role = roles.find((one) => one !== undefined);
    return role && new Workload(cluster, deployment, deployment, undefined, role);
  }

  /** The newest ReplicaSet of the Deployment. */
  public readonly replicaSet?: Manifest;

  /** The pods of that ReplicaSet. */
  public readonly pods: readonly Manifest[];

  private constructor(
    private readonly cluster: ClusterObjects,

    /** The SpinApp, or the Deployment itself. */
    public readonly object: Manifest,
    public readonly deployment: Manifest | undefined,
    public readonly executor: Manifest | undefined,
    public readonly role?: Role,
  ) {
    const sets = deployment ? cluster.ownedBy(deployment, 'ReplicaSet.apps') : [];
    this.replicaSet = [...sets].sort((one, other) => revisionOf(other) - revisionOf(one)).at(0);
    this.pods = this.replicaSet ? cluster.ownedBy(this.replicaSet, 'Pod') : [];
  }

  public get reference(): Reference {
    return referenceTo(this.object);
  }

  public get isApp(): boolean {
    return this.role === undefined;
  }

  /** False for SpinApps whose executor leaves the pods to others. */
  public get isDeployed(): boolean {
    return this.deployment !== undefined || field(this.executor, 'spec', 'createDeployment') !== false;
  }

  /** The number of replicas that the Deployment should have. */
  public get replicas(): number {
    return Number(field(this.deployment, 'spec', 'replicas') ?? 1);
  }

  /** True if every replica of the current version is available. */
  public get isAvailable(): boolean {
    const { deployment } = this;
    const status = (name: string) => Number(field(deployment, 'status', name) ?? 0);
    const isSeen = status('observedGeneration') >= Number(field(deployment, 'metadata', 'generation') ?? 0);
    const hasAll = ['availableReplicas', 'updatedReplicas'].every((name) => status(name) >= this.replicas);
    return deployment !== undefined && isSeen && hasAll && status('unavailableReplicas') === 0;
  }

  /** True if it does not work: it is not available, and should be by now. */
  public get isBroken(): boolean {
    return this.isDeployed && !this.isAvailable && this.object.metadata.name !== undefined;
  }

  /** True if it has been that way for longer than pods take to start. */
  public get isOverdue(): boolean {
    const starts = [
      textOf(this.replicaSet, 'metadata', 'creationTimestamp'),
      textOf(this.deployment, 'metadata', 'creationTimestamp'),
      textOf(this.object, 'metadata', 'creationTimestamp'),
    ];
    const start = starts.find((time) => time !== '') ?? '';
    return this.cluster.secondsSince(start) > PATIENCE;
  }

  /** True if the operator has not made of a SpinApp what it says: there is no Deployment, or an outdated one. */
  public get isStale(): boolean {
    const { deployment, object } = this;
    if (!this.isApp || !this.isDeployed || isDeleted(object)) {
      return false;
    }
    const [container] = deployment ? containersOf(deployment) : [];
    const isSpintainer = textOf(this.executor, 'spec', 'deploymentConfig', 'spinImage') !== '';
    const replicas =
      field(object, 'spec', 'enableAutoscaling') === true ? undefined : field(object, 'spec', 'replicas');
    return (
      deployment === undefined ||
      (!isSpintainer && textOf(container, 'image') !== textOf(object, 'spec', 'image')) ||
      (replicas !== undefined && replicas !== this.replicas)
    );
  }

  /** The pods that are not ready. */
  public get brokenPods(): Manifest[] {
    return this.pods.filter((pod) => !isReady(pod));
  }

  /** Reason why the ReplicaSet cannot create pods; '' if it can. */
  public get refusal(): string {
    const conditions = [this.replicaSet, this.deployment].flatMap((object) => list(object, 'status', 'conditions'));
    const failure = conditions.find(
      (one) => textOf(one, 'type') === 'ReplicaFailure' && textOf(one, 'status') === 'True',
    );
    return textOf(failure, 'message');
  }

  /** The template of the pods; of a SpinApp without a Deployment, none. */
  public get template(): unknown {
    return field(this.deployment, 'spec', 'template', 'spec');
  }
}

export function containersOf(deployment: Manifest): unknown[] {
  return list(deployment, 'spec', 'template', 'spec', 'containers');
}

/** The role of an image by its last name, so that mirrored images count too. */
function roleOf(image: string): Role | undefined {
  const name = image.replace(/@.*/, '').replace(/^.*\//, '').replace(/:.*/, '');
  return ROLES.get(name);
}

function revisionOf(replicaSet: Manifest): number {
  return Number(field(replicaSet, 'metadata', 'annotations', 'deployment.kubernetes.io/revision') ?? 0);
}

export function isReady(pod: Manifest): boolean {
  return conditionOf(pod, 'Ready')?.status === 'True';
}

/** A condition of an object by its type. */
export function conditionOf(
  object: Manifest | undefined,
  type: string,
): { readonly status: string; readonly reason: string; readonly message: string } | undefined {
  const found = list(object, 'status', 'conditions').find((condition) => field(condition, 'type') === type);
  return found === undefined
    ? undefined
    : { status: textOf(found, 'status'), reason: textOf(found, 'reason'), message: textOf(found, 'message') };
}

/** True if an object is being deleted. */
export function isDeleted(object: Manifest | undefined): boolean {
  return textOf(object, 'metadata', 'deletionTimestamp') !== '';
}
