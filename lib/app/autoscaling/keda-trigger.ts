import { Cron, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../../imports/keda.sh';
import { byName } from '../../private/by-name';
import { checkedOptions, checkedString } from '../../private/checked-values';
import { checkedProps, checkedType } from '../../private/checked-props';
import { invalid } from '../../private/errors';
import { cpuQuantity, sizeQuantity } from '../../private/quantity';
import { ITriggerAuthentication } from './trigger-authentication';

/** Metric type of a KEDA trigger: how its value is compared with the target. */
export enum KedaMetricType {
  /** Average over the pods, compared with the target as a quantity. The default of all triggers but CPU and memory. */
  AVERAGE_VALUE = 'AverageValue',

  /** The value itself, without dividing it by the number of pods. */
  VALUE = 'Value',
}

/** Options that all KEDA triggers have. */
export interface KedaTriggerOptions {
  /**
   * Name of the trigger, unique in its autoscaler.
   *
   * @default - none
   */
  readonly name?: string;
}

/** Options of KEDA triggers with a source of their own. */
export interface KedaExternalTriggerOptions extends KedaTriggerOptions {
  /**
   * Metric type: how the value of the trigger is compared with its target.
   *
   * @default KedaMetricType.AVERAGE_VALUE
   */
  readonly metricType?: KedaMetricType;

  /**
   * Metrics caching: the autoscaler gets the value of the last poll instead of asking the source again.
   *
   * @default false
   */
  readonly useCachedMetrics?: boolean;

  /**
   * Authentication at the source of the trigger.
   *
   * @default - none
   */
  readonly authentication?: ITriggerAuthentication;
}

/** Options of `KedaTrigger.cpu()`. Exactly one of the targets is required. */
export interface KedaCpuTriggerOptions extends KedaTriggerOptions {
  /**
   * Target for the CPU usage of a pod, on average, in percent of its CPU request.
   *
   * @default - none
   */
  readonly utilization?: number;

  /**
   * Target for the CPU usage of a pod, on average.
   *
   * @default - none
   */
  readonly averageValue?: kplus.Cpu;
}

/** Options of `KedaTrigger.memory()`. Exactly one of the targets is required. */
export interface KedaMemoryTriggerOptions extends KedaTriggerOptions {
  /**
   * Target for the memory usage of a pod, on average, in percent of its memory request.
   *
   * @default - none
   */
  readonly utilization?: number;

  /**
   * Target for the memory usage of a pod, on average.
   *
   * @default - none
   */
  readonly averageValue?: Size;
}

/** Options of `KedaTrigger.cron()`. */
export interface KedaCronTriggerOptions extends KedaTriggerOptions {
  /** Start of the period with the desired number of pods. */
  readonly start: Cron;

  /** End of the period. */
  readonly end: Cron;

  /** Time zone of both schedules, by its name in the IANA database: `Europe/Berlin`. */
  readonly timezone: string;

  /** Number of pods in the period, at least 1. */
  readonly desiredReplicas: number;
}

/** Options of `KedaTrigger.prometheus()`. */
export interface KedaPrometheusTriggerOptions extends KedaExternalTriggerOptions {
  /** URL of the Prometheus server: `http://prometheus.monitoring:9090`. */
  readonly serverAddress: string;

  /** PromQL query with a single value as its result. */
  readonly query: string;

  /** Target of the query, for each pod. */
  readonly threshold: number;

  /**
   * Activation threshold: the app is scaled from zero when the result is greater.
   *
   * @default 0
   */
  readonly activationThreshold?: number;

  /**
   * Namespace that is added to the query, for multi-tenant servers.
   *
   * @default - none
   */
  readonly namespace?: string;

  /**
   * Accepts an empty result as zero. Otherwise it is an error, which `fallback` is for.
   *
   * @default true
   */
  readonly ignoreNullValues?: boolean;

  /**
   * Authentication modes, separated by commas: `basic`, `bearer`, `tls` or `custom`. Their parameters are in
   * `authentication`.
   *
   * @default - none
   */
  readonly authModes?: string;

  /**
   * Skips the verification of the certificate of the server.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;
}

/** Options of `KedaTrigger.redis()`. */
export interface KedaRedisTriggerOptions extends KedaExternalTriggerOptions {
  /**
   * Host and port of the server: `redis.shop:6379`.
   *
   * @default - the parameter `address` of `authentication`
   */
  readonly address?: string;

  /** Name of the list. */
  readonly listName: string;

  /**
   * Target for the length of the list, for each pod.
   *
   * @default 5
   */
  readonly listLength?: number;

  /**
   * Activation length: the app is scaled from zero when the list is longer.
   *
   * @default 0
   */
  readonly activationListLength?: number;

  /**
   * Number of the database.
   *
   * @default 0
   */
  readonly databaseIndex?: number;

  /**
   * Enables TLS.
   *
   * @default false
   */
  readonly enableTls?: boolean;
}

/**
 * Trigger of a `KedaAutoscaler`: the source of a value, and its target.
 *
 * @see https://keda.sh/docs/latest/scalers/
 *
 * @example
 *
 * KedaTrigger.redis({ address: 'redis.shop:6379', listName: 'orders', listLength: 10 });
 */
export class KedaTrigger {
  /**
   * CPU usage of the pods, measured by metrics-server. The app needs a CPU request. It cannot scale from zero.
   *
   * @param options the target
   * @throws if there is not exactly one target
   */
  public static cpu(options: KedaCpuTriggerOptions): KedaTrigger {
    const { averageValue, name, utilization } = checkedOptions('KedaCpuTriggerOptions', options, 'KedaTrigger.cpu');
    const { metadata, metricType } = resourceTarget('cpu', utilization, averageValue && cpuQuantity(averageValue));
    return new KedaTrigger('cpu', metadata, { name }, metricType);
  }

  /**
   * Memory usage of the pods, measured by metrics-server. The app needs a memory request. It cannot scale from zero.
   *
   * @param options the target
   * @throws if there is not exactly one target
   */
  public static memory(options: KedaMemoryTriggerOptions): KedaTrigger {
    const where = 'KedaTrigger.memory';
    const { averageValue, name, utilization } = checkedOptions('KedaMemoryTriggerOptions', options, where);
    const average = averageValue && sizeQuantity(averageValue);
    const { metadata, metricType } = resourceTarget('memory', utilization, average);
    return new KedaTrigger('memory', metadata, { name }, metricType);
  }

  /**
   * Fixed number of pods in recurring periods.
   *
   * @param options the schedules, and the number of pods
   * @throws if start and end are the same, the time zone is unknown, or the number is not at least 1
   */
  public static cron(options: KedaCronTriggerOptions): KedaTrigger {
    const where = 'KedaTrigger.cron';
    const required = ['start', 'end', 'timezone', 'desiredReplicas'] as const;
    const { desiredReplicas, end, name, start, timezone } = checkedOptions(
      'KedaCronTriggerOptions',
      options,
      where,
      ...required,
    );
    if (start.expressionString === end.expressionString) {
      throw invalid(where, 'end', end.expressionString, "is the same as 'start'", 'end the period at another time');
    }
    if (!isTimeZone(timezone)) {
      throw invalid(where, 'timezone', timezone, 'is not a time zone', 'use a name such as Europe/Berlin or Etc/UTC');
    }
    atLeast(1, desiredReplicas, 'desiredReplicas', where);
    const metadata = {
      start: start.expressionString,
      end: end.expressionString,
      timezone,
      desiredReplicas: String(desiredReplicas),
    };
    return new KedaTrigger('cron', metadata, { name });
  }

  /**
   * Result of a PromQL query.
   *
   * @param options the server, the query and its target
   */
  public static prometheus(options: KedaPrometheusTriggerOptions): KedaTrigger {
    const required = ['serverAddress', 'query', 'threshold'] as const;
    const {
      activationThreshold,
      authModes,
      ignoreNullValues,
      namespace,
      query,
      serverAddress,
      threshold,
      unsafeSsl,
      ...rest
    } = checkedOptions('KedaPrometheusTriggerOptions', options, 'KedaTrigger.prometheus', ...required);
    const metadata = {
      serverAddress,
      query,
      threshold,
      activationThreshold,
      namespace,
      ignoreNullValues,
      authModes,
      unsafeSsl,
    };
    return new KedaTrigger('prometheus', asText(metadata), rest);
  }

  /**
   * Length of a list of Redis. For Redis Cluster and Sentinel, use `of()` with the types `redis-cluster` and
   * `redis-sentinel`.
   *
   * @param options the server, the list and its target
   */
  public static redis(options: KedaRedisTriggerOptions): KedaTrigger {
    const where = 'KedaTrigger.redis';
    const { activationListLength, address, databaseIndex, enableTls, listLength, listName, ...rest } = checkedOptions(
      'KedaRedisTriggerOptions',
      options,
      where,
      'listName',
    );
    if (address === undefined && rest.authentication === undefined) {
      const remedy = "set it, or give it as the parameter 'address' of 'authentication'";
      throw invalid(where, 'address', undefined, 'is required', remedy);
    }
    const metadata = { address, listName, listLength, activationListLength, databaseIndex, enableTLS: enableTls };
    return new KedaTrigger('redis', asText(metadata), rest);
  }

  /**
   * Trigger of any type that KEDA knows.
   *
   * @param type its type: `kafka`, `rabbitmq`, `aws-sqs-queue`
   * @param metadata its settings, as the documentation of the scaler has them. Values are text
   * @param options name, metric type, caching and authentication
   */
  public static of(
    type: string,
    metadata: { [setting: string]: string },
    options: KedaExternalTriggerOptions = {},
  ): KedaTrigger {
    const where = 'KedaTrigger.of';
    checkedType('text{}', metadata, 'metadata', where);
    return new KedaTrigger(
      checkedString(type, 'type', where, 'give one such as kafka'),
      byName(metadata),
      checkedProps('KedaExternalTriggerOptions', options, where),
    );
  }

  private constructor(
    private readonly type: string,
    private readonly metadata: { [setting: string]: string },
    private readonly options: KedaExternalTriggerOptions,
    private readonly metricType?: string,
  ) {}

  /**
   * Authentication of the trigger, which must be there before the autoscaler.
   *
   * @internal
   */
  public get _authentication(): ITriggerAuthentication | undefined {
    return this.options.authentication;
  }

  /**
   * Renders the entry of `spec.triggers`.
   *
   * @internal
   */
  public _render(): l1.ScaledObjectSpecTriggers {
    const { authentication, metricType, name, useCachedMetrics } = this.options;
    return {
      type: this.type,
      name,
      metadata: this.metadata,
      metricType: this.metricType ?? metricType,
      useCachedMetrics,
      authenticationRef: authentication && {
        name: authentication.name,
        kind: authentication.isClusterScoped
          ? l1.ScaledObjectSpecTriggersAuthenticationRefKind.CLUSTER_TRIGGER_AUTHENTICATION
          : undefined,
      },
    };
  }
}

/** The target of a CPU or memory trigger. */
function resourceTarget(type: string, percent?: number, average?: string) {
  const where = `KedaTrigger.${type}`;
  if ((percent === undefined) === (average === undefined)) {
    const rule = percent === undefined ? "or 'averageValue' is required" : "and 'averageValue' exclude each other";
    throw invalid(where, 'utilization', percent, rule, 'set one of them');
  }
  if (percent !== undefined) {
    atLeast(1, percent, 'utilization', where);
  }
  const metricType = average === undefined ? 'Utilization' : 'AverageValue';
  return { metadata: { value: average ?? String(percent) }, metricType };
}

function atLeast(least: number, value: number, property: string, where: string): void {
  if (!Number.isInteger(value) || value < least) {
    throw invalid(where, property, value, `must be a whole number, ${least} or more`, 'choose another');
  }
}

/** The settings that are set, as text: KEDA's metadata has no other values. */
function asText(settings: { [name: string]: string | number | boolean | undefined }): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
