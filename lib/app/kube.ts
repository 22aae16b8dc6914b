import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { RootConstruct } from 'constructs';
import { checkedOptions, checkedString } from '../private/checked-values';
import { checkedType } from '../private/checked-props';
import { invalid } from '../private/errors';
import { taintQuery } from '../private/kplus';
import { KubeMetric, kubeMetric } from './autoscaling/kube-metric';
import { constant, cpuOf, numberOrPercent, oneOf, sizeOf } from './kube-text';

/** Resources of a container as a manifest has them. Options of `Kube.resources()`. */
export interface KubeResources {
  /**
   * Requests as quantities, by the name of the resource: `cpu`, `memory` or `ephemeral-storage`.
   *
   * @default - none
   */
  readonly requests?: { [resource: string]: string };

  /**
   * Limits as quantities, by the name of the resource: `cpu`, `memory` or `ephemeral-storage`.
   *
   * @default - none
   */
  readonly limits?: { [resource: string]: string };
}

/** Toleration as a manifest has it. Options of `Kube.toleration()`. */
export interface KubeToleration {
  /**
   * Key of the taint.
   *
   * @default - every taint; then there must not be a `value`
   */
  readonly key?: string;

  /**
   * Value of the taint.
   *
   * @default - any value: the operator `Exists`
   */
  readonly value?: string;

  /**
   * Effect of the taint: `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
   *
   * @default - every effect
   */
  readonly effect?: string;

  /**
   * Seconds that a pod stays on a node after the taint was added. Only for the effect `NoExecute`.
   *
   * @default - it stays
   */
  readonly tolerationSeconds?: number;
}

/** Label selector requirement or node selector requirement, as a manifest has it. Options of `Kube.nodeLabel()`. */
export interface KubeRequirement {
  /** Key of the label. */
  readonly key: string;

  /** Operator: `In`, `NotIn`, `Exists` or `DoesNotExist`; for node labels also `Gt` and `Lt`. */
  readonly operator: string;

  /**
   * Values of the label.
   *
   * @default - none, for the operators `Exists` and `DoesNotExist`
   */
  readonly values?: string[];
}

/** Pods of a network policy or pod policy, by their labels. Options of `Kube.pods()`. */
export interface KubePods {
  /**
   * Labels of the pods.
   *
   * @default - all pods
   */
  readonly matchLabels?: { [label: string]: string };

  /**
   * Names of the namespaces of the pods.
   *
   * @default - the namespace of the policy
   */
  readonly namespaces?: string[];
}

/**
 * Values of the Kubernetes API, written as in a manifest, for properties that take a type of cdk8s-plus. An app that uses
 * them, `Existing` and `Volumes` needs no cdk8s-plus.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 *
 * @example
 *
 * new SpinApp(chart, 'hello', {
 *   image: 'ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0',
 *   executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'containerd-shim-spin'),
 *   resources: Kube.resources({ requests: { cpu: '100m' }, limits: { memory: '128Mi' } }),
 * });
 */
export class Kube {
  /**
   * Amount of CPU.
   *
   * @param quantity CPUs, or thousandths of one: `2`, `0.5` or `500m`
   * @throws if it is not a quantity, is negative, or is finer than `1m`
   */
  public static cpu(quantity: string): kplus.Cpu {
    return cpuOf(quantity, 'quantity', 'Kube.cpu');
  }

  /**
   * Amount of memory or storage.
   *
   * @param quantity bytes, with a unit: `128Mi`, `1.5Gi` or `500M`
   * @throws if it is not a quantity, is negative, or is not in whole bytes
   */
  public static size(quantity: string): Size {
    return sizeOf(quantity, 'quantity', 'Kube.size');
  }

  /**
   * Requests and limits of a container.
   *
   * @param resources the requests and limits
   * @throws if a value is not a quantity, or a resource is not one of the three
   */
  public static resources(resources: KubeResources): kplus.ContainerResources {
    const { limits, requests } = checkedOptions('KubeResources', resources, 'Kube.resources');
    for (const [property, amounts] of Object.entries({ limits, requests })) {
      for (const name of Object.keys(amounts ?? {}).filter((one) => !RESOURCES.includes(one))) {
        const rule = `is not one of ${RESOURCES.join(', ')}`;
        throw invalid('Kube.resources', property, name, rule, "set others in 'extendedResources' of a SpinApp");
      }
    }
    const both = <T>(name: string, of: typeof cpuOf | typeof sizeOf) =>
      Object.fromEntries(
        Object.entries({ request: ['requests', requests?.[name]], limit: ['limits', limits?.[name]] }).flatMap(
          ([kind, [property, amount]]) =>
            amount === undefined ? [] : [[kind, of(amount, `${property}.${name}`, 'Kube.resources') as T]],
        ),
      ) as { readonly request?: T; readonly limit?: T };
    return {
      cpu: both<kplus.Cpu>('cpu', cpuOf),
      memory: both<Size>('memory', sizeOf),
      ephemeralStorage: both<Size>('ephemeral-storage', sizeOf),
    };
  }

  /**
   * Number or percentage of pods or nodes.
   *
   * @param text a whole number or a percentage: `1` or `25%`
   * @throws if it is neither
   */
  public static intOrPercent(text: string): kplus.PercentOrAbsolute {
    const digits = numberOrPercent(text, 'Kube.intOrPercent');
    const number = Number(digits[1]);
    return digits[2] === '%' ? kplus.PercentOrAbsolute.percent(number) : kplus.PercentOrAbsolute.absolute(number);
  }

  /**
   * Toleration of node taints.
   *
   * @param toleration the toleration
   * @throws if there is a value without a key, an unknown effect, or seconds for another effect than `NoExecute`
   */
  public static toleration(toleration: KubeToleration): kplus.NodeTaintQuery {
    const where = 'Kube.toleration';
    const { effect, key, tolerationSeconds, value } = checkedOptions('KubeToleration', toleration, where);
    if (effect !== undefined) {
      constant(kplus.TaintEffect, effect, 'effect', where);
    }
    if (key === undefined && (value ?? effect) !== undefined) {
      throw invalid(where, 'key', undefined, "is required with 'value' or 'effect'", 'set it, or remove the others');
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      const rule = 'is only possible for the effect NoExecute';
      throw invalid(where, 'tolerationSeconds', tolerationSeconds, rule, 'set that effect, or remove it');
    }
    return taintQuery({ _toKube: () => ({ effect, key, tolerationSeconds, value }) });
  }

  /**
   * Node selector requirement: a query of node labels.
   *
   * @param requirement key, operator and values
   * @throws if the operator is unknown
   */
  public static nodeLabel(requirement: KubeRequirement): kplus.NodeLabelQuery {
    const where = 'Kube.nodeLabel';
    const { key, operator, values = [] } = checkedOptions('KubeRequirement', requirement, where, 'key', 'operator');
    const queries: { readonly [operator: string]: () => kplus.NodeLabelQuery } = {
      In: () => kplus.NodeLabelQuery.in(key, values),
      NotIn: () => kplus.NodeLabelQuery.notIn(key, values),
      Exists: () => kplus.NodeLabelQuery.exists(key),
      DoesNotExist: () => kplus.NodeLabelQuery.doesNotExist(key),
      Gt: () => kplus.NodeLabelQuery.gt(key, values),
      Lt: () => kplus.NodeLabelQuery.lt(key, values),
    };
    return queries[oneOf(Object.keys(queries), operator, 'operator', where)]();
  }

  /**
   * Label selector requirement: an expression of a label selector.
   *
   * @param requirement key, operator and values
   * @throws if the operator is unknown
   */
  public static labelExpression(requirement: KubeRequirement): kplus.LabelExpression {
    const where = 'Kube.labelExpression';
    const { key, operator, values = [] } = checkedOptions('KubeRequirement', requirement, where, 'key', 'operator');
    const expressions: { readonly [operator: string]: () => kplus.LabelExpression } = {
      In: () => kplus.LabelExpression.in(key, values),
      NotIn: () => kplus.LabelExpression.notIn(key, values),
      Exists: () => kplus.LabelExpression.exists(key),
      DoesNotExist: () => kplus.LabelExpression.doesNotExist(key),
    };
    return expressions[oneOf(Object.keys(expressions), operator, 'operator', where)]();
  }

  /**
   * Metric of an autoscaler, which an adapter in the cluster serves.
   *
   * @param metric the metric and its target
   * @throws if the type is unknown, or there is not exactly one target
   */
  public static metric(metric: KubeMetric): kplus.Metric {
    return kubeMetric(metric);
  }

  /**
   * Number or percentage of pods that a scaling policy allows.
   *
   * @param text a whole number or a percentage: `4` or `100%`
   * @throws if it is neither
   */
  public static replicas(text: string): kplus.Replicas {
    const [, digits, percent] = numberOrPercent(text, 'Kube.replicas');
    return percent === '%' ? kplus.Replicas.percent(Number(digits)) : kplus.Replicas.absolute(Number(digits));
  }

  /**
   * Topology: the domains that pods are spread over.
   *
   * @param key node label whose values are the domains, such as `topology.kubernetes.io/zone`
   */
  public static topology(key: string): kplus.Topology {
    return kplus.Topology.custom(checkedString(key, 'key', 'Kube.topology', 'give a node label'));
  }

  /**
   * Pods as the peer of a network policy, or those of a pod policy.
   *
   * @param pods their labels and namespaces
   */
  public static pods(pods: KubePods = {}): kplus.Pods {
    const { matchLabels: labels, namespaces: names } = checkedOptions('KubePods', pods, 'Kube.pods');
    const root = new RootConstruct();
    const namespaces = names && kplus.Namespaces.select(root, 'Namespaces', { names });
    return kplus.Pods.select(root, 'Pods', { labels, namespaces });
  }

  /**
   * All pods of namespaces, as the peer of a network policy.
   *
   * @param matchLabels labels of the namespaces; none for all namespaces
   */
  public static namespaces(matchLabels: { [label: string]: string }): kplus.Namespaces {
    const labels = checkedType('text{}', matchLabels, 'matchLabels', 'Kube.namespaces');
    return kplus.Namespaces.select(new RootConstruct(), 'Namespaces', { labels });
  }

  /**
   * IP block as the peer of a network policy.
   *
   * @param cidr range of IPv4 or IPv6 addresses, such as `10.0.0.0/8`
   * @param excluded ranges in it that are left out (`except`)
   * @throws if the range is not valid
   */
  public static ipBlock(cidr: string, excluded: string[] = []): kplus.NetworkPolicyIpBlock {
    const text = checkedString(cidr, 'cidr', 'Kube.ipBlock', 'give a range such as 10.0.0.0/8');
    checkedType('text[]', excluded, 'excluded', 'Kube.ipBlock');
    const without = excluded.length > 0 ? [...excluded] : undefined;
    return text.includes(':')
      ? kplus.NetworkPolicyIpBlock.ipv6(new RootConstruct(), 'IpBlock', text, without)
      : kplus.NetworkPolicyIpBlock.ipv4(new RootConstruct(), 'IpBlock', text, without);
  }

  /**
   * Access mode of a claim.
   *
   * @param text `ReadWriteOnce`, `ReadOnlyMany`, `ReadWriteMany` or `ReadWriteOncePod`
   * @throws if it is none of them
   */
  public static accessMode(text: string): kplus.PersistentVolumeAccessMode {
    return constant(kplus.PersistentVolumeAccessMode, text, 'text', 'Kube.accessMode');
  }

  /**
   * Capability of Linux.
   *
   * @param text its name without `CAP_`, such as `NET_BIND_SERVICE`, or `ALL`
   * @throws if there is no such capability
   */
  public static capability(text: string): kplus.Capability {
    return constant(kplus.Capability, text, 'text', 'Kube.capability');
  }

  /**
   * DNS policy of pods.
   *
   * @param text `ClusterFirst`, `ClusterFirstWithHostNet`, `Default` or `None`
   * @throws if it is none of them
   */
  public static dnsPolicy(text: string): kplus.DnsPolicy {
    return constant(kplus.DnsPolicy, text, 'text', 'Kube.dnsPolicy');
  }

  /**
   * Field of a pod, for `Variable.fromField()`.
   *
   * @param fieldPath its path, such as `metadata.name` or `status.podIP`
   * @throws if variables cannot have the field
   */
  public static fieldPath(fieldPath: string): kplus.EnvFieldPaths {
    return constant(kplus.EnvFieldPaths, fieldPath, 'fieldPath', 'Kube.fieldPath');
  }

  /**
   * Change policy for the group of volumes.
   *
   * @param text `OnRootMismatch` or `Always`
   * @throws if it is neither
   */
  public static fsGroupChangePolicy(text: string): kplus.FsGroupChangePolicy {
    return constant(kplus.FsGroupChangePolicy, text, 'text', 'Kube.fsGroupChangePolicy');
  }

  /**
   * Image pull policy.
   *
   * @param text `Always`, `IfNotPresent` or `Never`
   * @throws if it is none of them
   */
  public static imagePullPolicy(text: string): kplus.ImagePullPolicy {
    return constant(kplus.ImagePullPolicy, text, 'text', 'Kube.imagePullPolicy');
  }

  /**
   * Mount propagation.
   *
   * @param text `None`, `HostToContainer` or `Bidirectional`
   * @throws if it is none of them
   */
  public static mountPropagation(text: string): kplus.MountPropagation {
    return constant(kplus.MountPropagation, text, 'text', 'Kube.mountPropagation');
  }

  /**
   * Path type of an Ingress.
   *
   * @param text `Prefix`, `Exact` or `ImplementationSpecific`
   * @throws if it is none of them
   */
  public static pathType(text: string): kplus.HttpIngressPathType {
    return constant(kplus.HttpIngressPathType, text, 'text', 'Kube.pathType');
  }

  /**
   * Resource request or limit of a container, for `Variable.fromResource()`.
   *
   * @param resource such as `limits.memory` or `requests.cpu`
   * @throws if variables cannot have the resource
   */
  public static resourceField(resource: string): kplus.ResourceFieldPaths {
    return constant(kplus.ResourceFieldPaths, resource, 'resource', 'Kube.resourceField');
  }

  /**
   * Strategy of scaling rules (`selectPolicy`).
   *
   * @param text `Max`, `Min` or `Disabled`
   * @throws if it is none of them
   */
  public static scalingStrategy(text: string): kplus.ScalingStrategy {
    return constant(kplus.ScalingStrategy, text, 'text', 'Kube.scalingStrategy');
  }

  /**
   * Type of a seccomp profile.
   *
   * @param text `RuntimeDefault`, `Unconfined` or `Localhost`
   * @throws if it is none of them
   */
  public static seccompProfileType(text: string): kplus.SeccompProfileType {
    return constant(kplus.SeccompProfileType, text, 'text', 'Kube.seccompProfileType');
  }

  /**
   * Type of a Service.
   *
   * @param text `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`
   * @throws if it is none of them
   */
  public static serviceType(text: string): kplus.ServiceType {
    return constant(kplus.ServiceType, text, 'text', 'Kube.serviceType');
  }

  /**
   * Effect of a node taint.
   *
   * @param text `NoSchedule`, `PreferNoSchedule` or `NoExecute`
   * @throws if it is none of them
   */
  public static taintEffect(text: string): kplus.TaintEffect {
    return constant(kplus.TaintEffect, text, 'text', 'Kube.taintEffect');
  }

  /**
   * Volume mode of a claim.
   *
   * @param text `Filesystem` or `Block`
   * @throws if it is neither
   */
  public static volumeMode(text: string): kplus.PersistentVolumeMode {
    return constant(kplus.PersistentVolumeMode, text, 'text', 'Kube.volumeMode');
  }

  private constructor() {
    // Static factories only.
  }
}

/** The resources of a container that cdk8s-plus knows. */
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
