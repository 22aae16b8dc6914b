import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Affinity } from './affinity';
import { PodDisruptionBudget } from './pod-disruption-budget';

/** What can be said of the pods of a component, and of the one container that counts in them. */
export interface PodOptions {
  /**
   * Image of the container. Another version than that of the component may need other rights, arguments and objects.
   *
   * @default - that of the component's version
   */
  readonly image?: string;

  /**
   * When the nodes pull the image.
   *
   * @default kplus.ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: kplus.ImagePullPolicy;

  /**
   * Secrets to pull the image with, in the namespace of the pods.
   *
   * @default - none
   */
  readonly imagePullSecrets?: kplus.ISecret[];

  /**
   * CPU, memory and ephemeral storage of the container. Replaces the default as a whole; `{}` leaves all of it open.
   *
   * @default - that of the component's Helm chart
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Labels that a node must have to run the pods. Replaces the default as a whole.
   *
   * @default - that of the component's Helm chart
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Taints of nodes that the pods tolerate.
   *
   * @default - none
   */
  readonly tolerations?: kplus.NodeTaintQuery[];

  /**
   * Which nodes the pods must or should run on, and how far apart.
   *
   * @default - that of the component's Helm chart
   */
  readonly affinity?: Affinity;

  /**
   * Name of the PriorityClass of the pods.
   *
   * @default - none: the default of the cluster
   */
  readonly priorityClassName?: string;

  /**
   * Annotations of the pods, on top of those that the component gives them.
   *
   * @default - none
   */
  readonly podAnnotations?: { [key: string]: string };

  /**
   * Labels of the pods, on top of those by which they are selected. Those cannot be set here.
   *
   * @default - none
   */
  readonly podLabels?: { [key: string]: string };

  /**
   * User, group and the like of the pods. Replaces the default as a whole, but for the seccomp profile
   * `RuntimeDefault`, which cdk8s-plus cannot say of a pod.
   *
   * @default - not as root, with the seccomp profile `RuntimeDefault`
   */
  readonly podSecurityContext?: kplus.PodSecurityContextProps;

  /**
   * User, group, capabilities and the like of the container. Replaces the default as a whole.
   *
   * @default - no privilege escalation, no capabilities
   */
  readonly securityContext?: kplus.ContainerSecurityContextProps;

  /**
   * Further environment variables of the container, such as `HTTPS_PROXY`. None that the component sets itself.
   *
   * @default - none
   */
  readonly env?: { [name: string]: kplus.EnvValue };

  /**
   * Further arguments of the container. Each is a flag that it does not get anyway.
   *
   * @default - none
   */
  readonly extraArgs?: string[];
}

/** What can be said of a Deployment of a component. */
export interface WorkloadOptions extends PodOptions {
  /**
   * Number of pods. A whole number, 0 or more.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * How long a pod may take to stop. Whole seconds.
   *
   * @default - that of the component's Helm chart
   */
  readonly terminationGracePeriod?: Duration;

  /**
   * How many pods must stay while nodes are drained.
   *
   * @default - none: nodes are drained whatever becomes of the pods
   */
  readonly podDisruptionBudget?: PodDisruptionBudget;

  /**
   * Annotations of the ServiceAccount.
   *
   * @default - none
   */
  readonly serviceAccountAnnotations?: { [key: string]: string };
}
