import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkedProps } from './checked-props';
import { checkedName } from './checked-values';

/** A query of any cdk8s-plus. The method is marked internal, and yet public; there is no other way to read a query. */
interface Query {
  _toKube(): unknown;
}

/** Renders a toleration as cdk8s-plus does. */
export function tolerationToJson(query: Query): kplus.k8s.Toleration {
  return query._toKube() as kplus.k8s.Toleration;
}

/** A toleration as a class of cdk8s-plus-28. */
export function taintQuery(query: Query): kplus.NodeTaintQuery {
  if (query instanceof kplus.NodeTaintQuery) {
    return query;
  }
  const { effect, key, tolerationSeconds, value } = tolerationToJson(query);
  if (key === undefined) {
    return kplus.NodeTaintQuery.any();
  }
  const effects = new Map<string | undefined, kplus.TaintEffect>(
    Object.values(kplus.TaintEffect).map((known) => [known, known]),
  );
  const options = {
    effect: effects.get(effect),
    evictAfter: tolerationSeconds === undefined ? undefined : Duration.seconds(tolerationSeconds),
  };
  return value === undefined ? kplus.NodeTaintQuery.exists(key, options) : kplus.NodeTaintQuery.is(key, value, options);
}

/** Renders a query of node labels as cdk8s-plus does. */
export function nodeLabelToJson(query: Query): kplus.k8s.NodeSelectorRequirement {
  return query._toKube() as kplus.k8s.NodeSelectorRequirement;
}

/** Renders a label selector as cdk8s-plus does. */
export function labelSelectorToJson(selector: kplus.LabelSelector): kplus.k8s.LabelSelector {
  return (selector as unknown as Query)._toKube() as kplus.k8s.LabelSelector;
}

/**
 * A reference to an existing Service, for the methods of cdk8s-plus that require a `kplus.Service`.
 *
 * cdk8s-plus cannot import a Service by name, so one is created and its manifest dropped.
 */
export function referencedService(scope: Construct, id: string, owner: ApiObject, port: number): kplus.Service {
  const metadata = { name: owner.name, namespace: owner.metadata.namespace };
  const service = new kplus.Service(scope, id, { metadata, ports: [{ port }] });
  service.node.tryRemoveChild('Resource');
  return service;
}

/** A reference to a key of a Secret or ConfigMap: `secretKeyRef` or `configMapKeyRef` of core/v1. */
export interface KeyRef {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

/** The source of a value: one of the two is set. */
export interface KeySource {
  readonly secretKeyRef?: KeyRef;
  readonly configMapKeyRef?: KeyRef;
}

/** Options of a reference to a key; those of variables and of option values are the same. */
interface KeyOptions {
  readonly optional?: boolean;
}

const KEY_OPTIONS = 'VariableFromKeyOptions';

export function secretKey(secret: kplus.ISecret, key: string, where: string, options?: KeyOptions): KeySource {
  const { optional } = checkedProps(KEY_OPTIONS, options, where);
  return { secretKeyRef: { name: checkedName(secret, 'Secret', where), key, optional } };
}

export function configMapKey(map: kplus.IConfigMap, key: string, where: string, options?: KeyOptions): KeySource {
  const { optional } = checkedProps(KEY_OPTIONS, options, where);
  return { configMapKeyRef: { name: checkedName(map, 'ConfigMap', where), key, optional } };
}
