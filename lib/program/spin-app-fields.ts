import { RecursiveReadOnly } from '../app/volume-mount';
import { Existing } from '../app/existing';
import { Call, Code, Member } from './code';
import {
  Context,
  FieldTable,
  hasOnly,
  isJson,
  isText,
  Json,
  mapOf,
  mapsIn,
  memberName,
  Properties,
  quantityText,
  same,
} from './context';
import { runtimeConfigCode } from './runtime-config-code';
import { keySource } from './key-source';

/** Properties of a SpinApp by the fields of `spec`. */
export const SPIN_APP_FIELDS: FieldTable = {
  image: same('image'),
  executor: (value, _, context) => ({ executor: isText(value) ? context.executor(value) : undefined }),
  replicas: same('replicas'),
  enableAutoscaling: (value) => ({ enableAutoscaling: value === true ? true : undefined }),
  components: same('components'),
  variables: (value, _, context) => ({ variables: mapOf(mapsIn(value), (item) => variable(item, context)) }),
  runtimeConfig: (value, _, context) => ({
    runtimeConfig: isJson(value) ? runtimeConfigCode(value, context) : undefined,
  }),
  checks: (value) => (isJson(value) ? { readiness: probe(value.readiness), liveness: probe(value.liveness) } : {}),
  resources: (value) => (isJson(value) ? resources(value) : {}),
  invocationLimits: (value) => ({
    invocationLimits: isJson(value) && value.memory !== undefined ? { memory: size(value.memory) } : undefined,
  }),
  volumeMounts: (_, spec, context) => volumes(spec, context),
  volumes: (_, spec, context) => (spec.volumeMounts === undefined ? volumes(spec, context) : {}),
  imagePullSecrets: (value, _, context) => {
    const names = mapsIn(value)?.map(({ name }) => name);
    const isList = names?.every(isText) === true;
    return {
      imagePullSecrets: isList
        ? names.map((name) => new Call('Existing.secret', context.name('Secret', name)))
        : undefined,
    };
  },
  serviceAccountName: (value, _, context) => ({
    serviceAccount: isText(value)
      ? new Call('Existing.serviceAccount', context.name('ServiceAccount', value))
      : undefined,
  }),
  deploymentAnnotations: same('deploymentAnnotations'),
  podAnnotations: same('podAnnotations'),
  podLabels: same('podLabels'),
  serviceAnnotations: same('serviceAnnotations'),
};

/** Labels and annotations are the fields of a pod with a key. */
const KEYED_FIELD = /^(metadata\.(?:labels|annotations))\['(.*)'\]$/;

function variable({ value, valueFrom, ...others }: Json, context: Context): Code | undefined {
  if (!hasOnly(others, 'name') || (value !== undefined) === (valueFrom !== undefined)) {
    return undefined;
  }
  return isText(value) ? new Call('Variable.fromValue', value) : fromSource(valueFrom, context);
}

function fromSource(source: unknown, context: Context): Code | undefined {
  if (!isJson(source) || Object.keys(source).length !== 1) {
    return undefined;
  }
  const { fieldRef, resourceFieldRef } = source;
  if (isJson(fieldRef)) {
    const { apiVersion, fieldPath } = fieldRef;
    const [, path = String(fieldPath), key] = KEYED_FIELD.exec(String(fieldPath)) ?? [];
    const options = { apiVersion: apiVersion as Code, key };
    return context.working(new Call('Variable.fromField', new Call('Kube.fieldPath', path), options));
  }
  if (isJson(resourceFieldRef)) {
    const { containerName, divisor, resource } = resourceFieldRef;
    const options = {
      divisor: quantityText(divisor),
      containerName: containerName as Code,
    };
    return context.working(
      new Call('Variable.fromResource', new Call('Kube.resourceField', String(resource)), options),
    );
  }
  return keySource('Variable', source, context);
}

function probe(value: unknown): Code | undefined {
  if (!isJson(value) || !isJson(value.httpGet)) {
    return undefined;
  }
  const { httpHeaders, path } = value.httpGet;
  const seconds = (amount: unknown) => (typeof amount === 'number' ? new Call('Duration.seconds', amount) : undefined);
  return new Call('HealthProbe.fromHttpGet', path as Code, {
    httpHeaders: Array.isArray(httpHeaders) && httpHeaders.length > 0 ? (httpHeaders as Code) : undefined,
    initialDelay: seconds(value.initialDelaySeconds),
    period: seconds(value.periodSeconds),
    timeout: seconds(value.timeoutSeconds),
    successThreshold: value.successThreshold as Code,
    failureThreshold: value.failureThreshold as Code,
  });
}

/** The resources that `Kube.resources()` takes. */
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];

function resources(value: Json): Properties {
  const amounts = (kind: string): [name: string, amount: unknown][] => {
    const all = value[kind];
    return isJson(all) ? Object.entries(all) : [];
  };
  const known = (kind: string) => {
    const found = amounts(kind).filter(([name]) => RESOURCES.includes(name));
    return found.length === 0 ? undefined : Object.fromEntries(found.map(([name, amount]) => [name, String(amount)]));
  };
  const extended = amounts('limits').filter(
    ([name, amount]) => !RESOURCES.includes(name) && /^\d+$/.test(String(amount)),
  );
  const both = { requests: known('requests'), limits: known('limits') };
  return {
    resources: both.requests || both.limits ? new Call('Kube.resources', both) : undefined,
    extendedResources:
      extended.length === 0 ? undefined : Object.fromEntries(extended.map(([name, amount]) => [name, Number(amount)])),
  };
}

function size(quantity: unknown): Code {
  return new Call('Kube.size', String(quantity));
}

function volumes(spec: Json, context: Context): Properties {
  const mounts = mapsIn(spec.volumeMounts) ?? [];
  const made = new Map(
    (mapsIn(spec.volumes) ?? []).map((volume): [unknown, Code] => {
      const count = mounts.filter(({ name }) => name === volume.name).length;
      const code = volumeCode(volume, context);
      return [volume.name, count > 1 ? context.shared(code, `${String(volume.name)}-volume`) : code];
    }),
  );
  const mounted = mounts.map(
    ({ mountPath, mountPropagation, name, recursiveReadOnly, ...options }): Code | undefined => {
      const volume = made.get(name);
      const recursive = memberName(RecursiveReadOnly, recursiveReadOnly);
      return volume === undefined
        ? undefined
        : {
            path: mountPath as Code,
            volume,
            ...(options as { readonly [name: string]: Code }),
            recursiveReadOnly: recursive === undefined ? undefined : new Member('RecursiveReadOnly', recursive),
            propagation:
              mountPropagation === undefined ? undefined : new Call('Kube.mountPropagation', mountPropagation as Code),
          };
    },
  );
  const others = [...made].filter(([name]) => !mounts.some((mount) => mount.name === name)).map(([, code]) => code);
  return {
    volumes: others.length === 0 ? undefined : others,
    volumeMounts: mounted.length > 0 && mounted.every((mount) => mount !== undefined) ? mounted : undefined,
  };
}

function volumeCode({ name, ...source }: Json, context: Context): Call {
  const claim = source.persistentVolumeClaim;
  if (
    isJson(claim) &&
    hasOnly(source, 'persistentVolumeClaim') &&
    hasOnly(claim, 'claimName') &&
    isText(claim.claimName)
  ) {
    const existing = Existing.persistentVolumeClaim(claim.claimName);
    if (existing.name === name) {
      return new Call('Existing.persistentVolumeClaim', context.name('PersistentVolumeClaim', claim.claimName));
    }
  }
  const id = context.id(`${context.object}-${String(name)}`);
  return new Call('Volumes.of', context.chart, id, name as Code, context.literal(source));
}
