import { isDeepStrictEqual } from 'util';
import { Manifest } from '../synth/manifest';
import { parseQuantity } from '../validation/parse-quantity';
import { ClusterSchemas } from '../validation/schema/schemas';
import { StructuralSchema } from '../validation/schema/structural-schema';

interface Fields {
  readonly [name: string]: unknown;
}

/** A field in which two objects differ. */
export interface Difference {
  /** Names of the fields down to it. Lists are compared as a whole. */
  readonly path: readonly string[];

  /** True if the first object has the field. */
  readonly isSet: boolean;
}

/** Lists of which the order means nothing, and the field by which their items are known. */
const NAMED_LISTS: { readonly [list: string]: string } = {
  add: 'name',
  headers: 'name',
  keyValueStores: 'name',
  options: 'name',
  paths: 'path',
  queryParams: 'name',
  secretTargetRef: 'parameter',
  set: 'name',
  sqliteDatabases: 'name',
  variables: 'name',
  volumes: 'name',
};

/** Maps that mean the same when they are empty. */
const MAPS = /^(?:annotations|labels|\w+Annotations|podLabels|resources|requests|limits|invocationLimits|checks)$/;

/** Fields with quantities, which are equal if their amounts are, and maps of quantities. */
const QUANTITY = /^(?:divisor|invocationLimits|limits|podFixed|requests|target)$/;

/** Values that are the same as none, because the Go types of the operator leave them out (`omitempty`). */
const OMITTED: Fields = { installDefaultCACerts: false };

interface Defaults {
  readonly [field: string]: Fields;
}

/** Values that are the same as none where no schema says so, by the field that has them. */
const DEFAULTS: Defaults = { tolerations: { operator: 'Equal' } };

/** The same for a kind: defaults of the API server, and of KEDA. */
const KIND_DEFAULTS: { readonly [kind: string]: Defaults } = {
  HorizontalPodAutoscaler: { spec: { minReplicas: 1 } },
  Service: { spec: { type: 'ClusterIP' }, ports: { protocol: 'TCP' } },
  ScaledObject: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment' },
    authenticationRef: { kind: 'TriggerAuthentication' },
  },
};

/**
 * The fields in which two objects differ after the API server and the webhooks of spin-operator have read them. Equal are:
 * null and no value; defaults of the schema and no value; quantities with the same amount; empty lists, and empty maps of
 * labels, annotations and resources, and none; lists of variables, volumes, stores, options and parameters in another order.
 */
export function differences(before: Manifest, after: Manifest): Difference[] {
  return compare(normalForm(before), normalForm(after), []);
}

/** An object as lists and maps in one form. */
function normalForm(manifest: Manifest): unknown {
  const { apiVersion, kind } = manifest;
  const schema = ClusterSchemas.NEWEST.schemaOf(apiVersion, kind) ?? {};
  const own = Object.hasOwn(KIND_DEFAULTS, kind) ? KIND_DEFAULTS[kind] : {};
  return normal(manifest, schema, '', { ...DEFAULTS, ...own });
}

/**
 * @param name name of the field
 * @param more defaults that the schema does not have
 */
function normal(value: unknown, schema: StructuralSchema, name: string, more: Defaults): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => normal(item, schema.items ?? {}, name, more));
    return Object.hasOwn(NAMED_LISTS, name) && !refersToOthers(items)
      ? [...items].sort(byField(NAMED_LISTS[name]))
      : items;
  }
  if (!isFields(value)) {
    return value;
  }
  const { additionalProperties, properties = {} } = schema;
  const values = typeof additionalProperties === 'object' ? additionalProperties : {};
  const defaults = Object.entries(properties).flatMap(([key, one]) =>
    one?.default === undefined ? [] : [[key, one.default]],
  );
  const entries = Object.entries(value).filter(([, one]) => one !== null && one !== undefined);
  const all: Fields = {
    ...(Object.hasOwn(more, name) ? more[name] : {}),
    ...(Object.fromEntries(defaults) as Fields),
    ...Object.fromEntries(entries),
  };
  return Object.fromEntries(
    Object.entries(all)
      .map(([key, one]): [string, unknown] => {
        const own = Object.hasOwn(properties, key) ? properties[key] : values;
        return [key, QUANTITY.test(name) || key === 'divisor' ? amountOf(one) : normal(one, own ?? {}, key, more)];
      })
      .filter(([key, one]) => !isNothing(key, one)),
  );
}

function amountOf(value: unknown): unknown {
  const isNumber = typeof value === 'number' || typeof value === 'string';
  return isNumber ? (parseQuantity(value) ?? value) : value;
}

function isNothing(name: string, value: unknown): boolean {
  const isEmptyList = Array.isArray(value) && value.length === 0;
  const isEmptyMap = isFields(value) && Object.keys(value).length === 0;
  return isEmptyList || (isEmptyMap && MAPS.test(name)) || (Object.hasOwn(OMITTED, name) && OMITTED[name] === value);
}

/** Variables of a container are in order, because a value may have those before it, as `$(NAME)`. */
function refersToOthers(items: readonly unknown[]): boolean {
  return items.some((item) => isFields(item) && typeof item.value === 'string' && item.value.includes('$('));
}

function byField(name: string): (one: unknown, other: unknown) => number {
  return (one, other) => {
    const [a, b] = [one, other].map((item) => String(isFields(item) ? item[name] : item));
    return a < b ? -1 : a > b ? 1 : 0;
  };
}

function compare(before: unknown, after: unknown, path: readonly string[]): Difference[] {
  if (isFields(before) && isFields(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => compare(before[name], after[name], [...path, name]));
  }
  return isDeepStrictEqual(before, after) ? [] : [{ path, isSet: before !== undefined }];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
