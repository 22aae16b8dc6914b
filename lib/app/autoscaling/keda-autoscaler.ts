import { ApiObject, ApiObjectMetadata, Duration, Lazy, Names } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../../imports/keda.sh';
import { checkedProps, checkedType } from '../../private/checked-props';
import { Problems } from '../../validation/problems';
import { wholeNumber } from '../../validation/requirement';
import { SpinApp } from '../spin-app';
import { KedaTrigger } from './keda-trigger';
import { checkBehavior, renderBehavior, ScalingRules } from './scaling-rules';

/** Fallback behavior of a `KedaAutoscaler`: how `replicas` of a fallback compares with the present number. */
export enum KedaFallbackBehavior {
  /** The number of pods of the fallback. */
  STATIC = 'static',

  /** The present number of pods. */
  CURRENT_REPLICAS = 'currentReplicas',

  /** The present number of pods if it is higher than that of the fallback. */
  CURRENT_REPLICAS_IF_HIGHER = 'currentReplicasIfHigher',

  /** The present number of pods if it is lower than that of the fallback. */
  CURRENT_REPLICAS_IF_LOWER = 'currentReplicasIfLower',
}

/** Fallback of a `KedaAutoscaler`: the number of pods while a trigger cannot get its value. */
export interface KedaFallback {
  /** Number of failures in a row after which the fallback applies. */
  readonly failureThreshold: number;

  /** Number of pods of the fallback. */
  readonly replicas: number;

  /**
   * Behavior: whether the present number of pods counts.
   *
   * @default KedaFallbackBehavior.STATIC
   */
  readonly behavior?: KedaFallbackBehavior;
}

/** Options that all autoscalers of KEDA have. */
export interface KedaScalingOptions extends kplus.ResourceProps {
  /** App to scale. Its replicas are left to KEDA. */
  readonly target: SpinApp;

  /**
   * Smallest number of pods while a trigger is active (`minReplicaCount`). With 0, the app scales to zero when none is.
   *
   * @default 0
   */
  readonly minReplicas?: number;

  /**
   * Largest number of pods (`maxReplicaCount`).
   *
   * @default 100
   */
  readonly maxReplicas?: number;

  /**
   * Time after the last activity of a trigger until the app scales to zero, or to `idleReplicas`, in whole seconds.
   *
   * @default Duration.minutes(5)
   */
  readonly cooldownPeriod?: Duration;

  /**
   * Time after the creation of the autoscaler until the app may scale to zero, in whole seconds.
   *
   * @default Duration.seconds(0)
   */
  readonly initialCooldownPeriod?: Duration;

  /**
   * Pauses the autoscaler: the app keeps its number of pods.
   *
   * @default false
   */
  readonly paused?: boolean;

  /**
   * Pauses the autoscaler, with this number of pods.
   *
   * @default - none
   */
  readonly pausedReplicas?: number;

  /**
   * Scaling rules for adding pods, once there is one.
   *
   * @default - those of Kubernetes
   */
  readonly scaleUp?: ScalingRules;

  /**
   * Scaling rules for removing pods, down to one.
   *
   * @default - those of Kubernetes
   */
  readonly scaleDown?: ScalingRules;
}

/** Properties of a `KedaAutoscaler`. */
export interface KedaAutoscalerProps extends KedaScalingOptions {
  /** Triggers. The one that needs the most pods counts. */
  readonly triggers: KedaTrigger[];

  /**
   * Number of pods while no trigger is active (`idleReplicaCount`), less than `minReplicas`. KEDA supports 0.
   *
   * @default - none: `minReplicas`
   */
  readonly idleReplicas?: number;

  /**
   * Interval in which triggers are polled, in whole seconds.
   *
   * @default Duration.seconds(30)
   */
  readonly pollingInterval?: Duration;

  /**
   * Fallback: the number of pods while a trigger cannot get its value.
   *
   * @default - none: the present number
   */
  readonly fallback?: KedaFallback;

  /**
   * Restores the original number of pods when the autoscaler is deleted.
   *
   * @default false
   */
  readonly restoreToOriginalReplicaCount?: boolean;

  /**
   * Name of the HorizontalPodAutoscaler that KEDA creates.
   *
   * @default - 'keda-hpa-' and the name of the autoscaler
   */
  readonly horizontalPodAutoscalerName?: string;
}

/**
 * ScaledObject of KEDA: scales a `SpinApp` by events, also to zero.
 *
 * KEDA must be installed in the cluster, and metrics-server for CPU and memory triggers.
 *
 * @see https://keda.sh/docs/latest/reference/scaledobject-spec/
 *
 * @example
 *
 * new KedaAutoscaler(chart, 'scaler', {
 *   target: app,
 *   triggers: [KedaTrigger.redis({ address: 'redis.shop:6379', listName: 'orders' })],
 *   maxReplicas: 10,
 * });
 */
export class KedaAutoscaler extends kplus.Resource {
  public readonly resourceType: string = 'scaledobjects';
  protected readonly apiObject: ApiObject;
  private readonly _triggers: KedaTrigger[] = [];
  private readonly props: KedaAutoscalerProps;

  public constructor(scope: Construct, id: string, props: KedaAutoscalerProps) {
    super(scope, id);
    this.props = { ...props };
    const given = checkedProps('KedaAutoscalerProps', props, this);
    const target = checkedType('SpinApp', given.target, 'target', this);
    this.apiObject = new ApiObject(this, 'Resource', {
      ...l1.ScaledObject.GVK,
      metadata: this.renderMetadata(),
      spec: Lazy.any({ produce: () => l1.toJson_ScaledObjectSpec(this.renderSpec()) }) as unknown,
    });
    for (const trigger of checkedType('KedaTrigger[]', given.triggers, 'triggers', this)) {
      this.addTrigger(trigger);
    }
    target.markHasAutoscaler();
    target._addAutoscaler(this.apiObject);
    this.node.addValidation({ validate: () => this.validate() });
  }

  /** Triggers so far. */
  public get triggers(): KedaTrigger[] {
    return [...this._triggers];
  }

  /**
   * Adds a trigger.
   *
   * @param trigger the trigger
   */
  public addTrigger(trigger: KedaTrigger): void {
    const { _authentication: authentication } = checkedType('KedaTrigger', trigger, 'trigger', this);
    if (authentication?.node.defaultChild) {
      // A reference to an authentication has no object to wait for.
      this.node.addDependency(authentication);
    }
    this._triggers.push(trigger);
  }

  private renderMetadata(): ApiObjectMetadata {
    const { metadata, paused, pausedReplicas, target } = this.props;
    return {
      namespace: target.metadata.namespace,
      // KEDA puts 'keda-hpa-' before it, and the result must be a label.
      name: Names.toDnsLabel(this, { maxLen: MAX_NAME_LENGTH }),
      ...metadata,
      annotations: {
        ...metadata?.annotations,
        ...(paused && { 'autoscaling.keda.sh/paused': 'true' }),
        ...(pausedReplicas !== undefined && { 'autoscaling.keda.sh/paused-replicas': String(pausedReplicas) }),
      },
    };
  }

  private renderSpec(): l1.ScaledObjectSpec {
    const { cooldownPeriod, fallback, initialCooldownPeriod, pollingInterval, target } = this.props;
    return {
      scaleTargetRef: { name: target.deploymentName },
      triggers: this._triggers.map((trigger) => trigger._render()),
      minReplicaCount: this.props.minReplicas,
      maxReplicaCount: this.props.maxReplicas,
      idleReplicaCount: this.props.idleReplicas,
      cooldownPeriod: seconds(cooldownPeriod),
      initialCooldownPeriod: seconds(initialCooldownPeriod),
      pollingInterval: seconds(pollingInterval),
      // The enums have the same values.
      fallback: fallback as l1.ScaledObjectSpecFallback | undefined,
      advanced: this.renderAdvanced(),
    };
  }

  private renderAdvanced(): l1.ScaledObjectSpecAdvanced | undefined {
    const { horizontalPodAutoscalerName: name, restoreToOriginalReplicaCount } = this.props;
    const behavior = renderBehavior(this.props);
    const horizontalPodAutoscalerConfig = name === undefined && behavior === undefined ? undefined : { name, behavior };
    return restoreToOriginalReplicaCount === undefined && horizontalPodAutoscalerConfig === undefined
      ? undefined
      : { restoreToOriginalReplicaCount, horizontalPodAutoscalerConfig };
  }

  /** The rules of KEDA are those for all ScaledObjects: the app asks for them. */
  private validate(): string[] {
    const { cooldownPeriod, initialCooldownPeriod, metadata, pausedReplicas, pollingInterval, target } = this.props;
    const problems = Problems.at();
    problems.at('cooldownPeriod').require(seconds(cooldownPeriod), wholeNumber(0));
    problems.at('initialCooldownPeriod').require(seconds(initialCooldownPeriod), wholeNumber(0));
    problems.at('pollingInterval').require(seconds(pollingInterval), wholeNumber(1));
    problems.at('pausedReplicas').require(pausedReplicas, wholeNumber(0));
    checkBehavior(problems, this.props);
    const { namespace } = target.metadata;
    if (metadata?.namespace !== undefined && metadata.namespace !== namespace) {
      const rule = `is not the namespace of the app, which is ${namespace ?? 'not set'}`;
      problems.at('metadata', 'namespace').refuse(metadata.namespace, rule, 'leave it out');
    }
    return problems.messages;
  }
}

/** Length of a label without the prefix of the HorizontalPodAutoscaler. */
const MAX_NAME_LENGTH = 63 - 'keda-hpa-'.length;

function seconds(duration: Duration | undefined): number | undefined {
  return duration?.toSeconds({ integral: false });
}
