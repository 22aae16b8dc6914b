import * as kplus from 'cdk8s-plus-28';

/** A key of a Secret or ConfigMap, as `secretKeyRef` and `configMapKeyRef` of core/v1 write it. */
export interface KeyRef {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

/** Where a value comes from: one of the two is set. */
export interface KeySource {
  readonly secretKeyRef?: KeyRef;
  readonly configMapKeyRef?: KeyRef;
}

export function secretKey(secret: kplus.ISecret, key: string, optional?: boolean): KeySource {
  return { secretKeyRef: { name: secret.name, key, optional } };
}

export function configMapKey(configMap: kplus.IConfigMap, key: string, optional?: boolean): KeySource {
  return { configMapKeyRef: { name: configMap.name, key, optional } };
}
