import {
  ApiObject,
  ApiObjectMetadataDefinition,
  App,
  Chart,
  ImplicitTokenResolver,
  JsonPatch,
  Lazy,
  LazyResolver,
  NumberStringUnionResolver,
} from 'cdk8s';

/** A Kubernetes object, its metadata, or a map in it. */
interface Fields {
  [field: string]: unknown;
}

/** The members of an object that `toJson()` of cdk8s reads. Some are private, so other versions may not have them. */
interface Internals {
  readonly props?: Fields;
  readonly patches?: JsonPatch[];
  readonly metadata: Fields & { readonly _additionalAttributes?: Fields };
}

const OBJECT = ApiObject.prototype as { toJson: unknown };
const toJsonOfCdk8s = Reflect.get(ApiObject.prototype, 'toJson') as () => unknown;
const metadataToJsonOfCdk8s = Reflect.get(ApiObjectMetadataDefinition.prototype, 'toJson');

/** The built-in resolvers of cdk8s; custom resolvers of an app come before these. */
const RESOLVE_OF_CDK8S = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver].map(({ prototype }) =>
  Reflect.get(prototype, 'resolve'),
);

/** The metadata fields that are properties of ApiObjectMetadataDefinition. */
const METADATA_FIELDS = ['name', 'namespace', 'annotations', 'finalizers', 'ownerReferences', 'labels'];

/** The fields that come first in every object. */
const FIRST_FIELDS = ['apiVersion', 'kind', 'metadata'];

/**
 * Runs a function with a faster `ApiObject.toJson()`, which has the same results and errors in a quarter of the time.
 *
 * cdk8s copies an object twice and its metadata four times, and looks up the app for each value. Here everything is copied
 * once. The method on the prototype is replaced meanwhile, since generated classes call it as `super.toJson()`.
 */
export function withFastToJson<T>(run: () => T): T {
  // Already replaced, by this function or by another library; or a version of cdk8s that renders differently.
  if (OBJECT.toJson !== toJsonOfCdk8s || !agreesWithCdk8s()) {
    return run();
  }
  OBJECT.toJson = function (this: ApiObject): unknown {
    return fastToJson(this) ?? toJsonOfCdk8s.call(this);
  };
  try {
    return run();
  } finally {
    OBJECT.toJson = toJsonOfCdk8s;
  }
}

let agrees: boolean | undefined;

/** Compares both results for a sample, once: a version of cdk8s that is newer than this code may render something else. */
function agreesWithCdk8s(): boolean {
  agrees ??= (() => {
    const sample = new ApiObject(new Chart(new App(), 'chart', { labels: { b: 'b', a: 'a' } }), 'sample', {
      kind: 'Sample',
      apiVersion: 'example.com/v1',
      metadata: { annotations: {}, finalizers: ['a'], generation: 1 },
      spec: { z: Lazy.any({ produce: () => [{ b: 1, a: undefined }, null] }) as unknown, empty: {}, list: [], a: 'a' },
    });
    sample.addJsonPatch(JsonPatch.add('/spec/patched', { b: true, a: 0 }));
    const fast = fastToJson(sample);
    return fast !== undefined && JSON.stringify(fast) === JSON.stringify(toJsonOfCdk8s.call(sample));
  })();
  return agrees;
}

/**
 * The result of `ApiObject.toJson()`, or undefined if the object must be left to cdk8s: the app has custom resolvers, the
 * object contains an unusual value, or rendering fails and cdk8s must report the error.
 */
export function fastToJson(apiObject: ApiObject): Fields | undefined {
  const { metadata, patches, props } = apiObject as unknown as Internals;
  const others = metadata._additionalAttributes;
  if (!props || !Array.isArray(patches) || !others || !isRenderedByCdk8s(apiObject)) {
    return undefined;
  }
  try {
    // In the order of cdk8s, since a `Lazy` may depend on the values produced before.
    const fields = { ...props, metadata: copyFields(metadataFields(metadata, others), METADATA) };
    const object = copyFields(fields, process.env.CDK8S_DISABLE_SORT ? UNSORTED : SORTED) ?? {};
    return inOrder(patches.length > 0 ? (JsonPatch.apply(object, ...patches) as Fields) : object);
  } catch {
    return undefined;
  }
}

/** Tells if the app has no custom resolvers and the metadata no custom `toJson()`. */
function isRenderedByCdk8s(apiObject: ApiObject): boolean {
  const metadata: { readonly toJson: unknown } = apiObject.metadata;
  const { resolvers } = apiObject.node.root as unknown as { readonly resolvers: { readonly resolve: unknown }[] };
  return (
    metadata.toJson === metadataToJsonOfCdk8s &&
    resolvers.length === RESOLVE_OF_CDK8S.length &&
    resolvers.every(({ resolve }, index) => resolve === RESOLVE_OF_CDK8S[index])
  );
}

function metadataFields(metadata: Fields, others: Fields): Fields {
  const fields: Fields = {};
  for (const name in others) {
    fields[name] = others[name];
  }
  for (const name of METADATA_FIELDS) {
    fields[name] = metadata[name];
  }
  return fields;
}

/** Tells if apiVersion, kind and metadata come first already. */
function areFirst(object: Fields): boolean {
  let index = 0;
  for (const name in object) {
    if (name !== FIRST_FIELDS[index]) {
      return false;
    }
    if (++index === FIRST_FIELDS.length) {
      return true;
    }
  }
  return false;
}

function inOrder(object: Fields): Fields {
  if (areFirst(object)) {
    return object;
  }
  const ordered: Fields = {};
  for (const name of FIRST_FIELDS) {
    if (name in object) {
      ordered[name] = object[name];
    }
  }
  return Object.assign(ordered, object);
}

/** Options of copying fields. */
interface CopyOptions {
  /** Sorts fields by name. */
  readonly sorts: boolean;

  /** Omits empty lists and maps. */
  readonly dropsEmpty: boolean;
}

const METADATA: CopyOptions = { sorts: true, dropsEmpty: true };
const SORTED: CopyOptions = { sorts: true, dropsEmpty: false };
const UNSORTED: CopyOptions = { sorts: false, dropsEmpty: false };

/** Thrown where the object must be left to cdk8s. */
class NotForUs extends Error {}

/** Copies a value and resolves tokens; undefined if it is omitted. */
function copy(value: unknown, options: CopyOptions): unknown {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== 'object' && typeof value !== 'function') {
    return value;
  }
  if (value instanceof Lazy) {
    return copy(value.produce(), options);
  }
  if (isToken(value)) {
    return copy(value.resolve(), options);
  }
  if (value.constructor === Object && Object.getPrototypeOf(value) === Object.prototype) {
    return copyFields(value as Fields, options);
  }
  if ('value' in value && (typeof value.value === 'number' || typeof value.value === 'string')) {
    return { value: value.value }; // A union such as IntOrString, of which cdk8s renders the value.
  }
  if (Array.isArray(value)) {
    return options.dropsEmpty && value.length === 0 ? undefined : value.map((item) => copy(item, options));
  }
  throw new NotForUs();
}

function isToken(value: object): value is { resolve: () => unknown } {
  return typeof (value as { readonly resolve?: unknown }).resolve === 'function';
}

function copyFields(fields: Fields, options: CopyOptions): Fields | undefined {
  const copied: Fields = {};
  let last: string | undefined;
  let isSorted = true;
  for (const name in fields) {
    const value = copy(fields[name], options);
    if (value !== undefined) {
      if (name === '__proto__') {
        throw new NotForUs();
      }
      copied[name] = value;
      isSorted &&= last === undefined || last < name;
      last = name;
    }
  }
  if (options.dropsEmpty && last === undefined) {
    return undefined;
  }
  return isSorted || !options.sorts ? copied : sorted(copied);
}

function sorted(fields: Fields): Fields {
  const copied: Fields = {};
  for (const name of Object.keys(fields).sort()) {
    copied[name] = fields[name];
  }
  return copied;
}
