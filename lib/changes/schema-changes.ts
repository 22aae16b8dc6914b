import { isDeepStrictEqual } from 'util';
import { field, kindOf, list, Manifest } from '../synth/manifest';
import { fieldPath } from '../validation/field-path';

/** The effect of a change of a schema on objects that were valid before. */
export enum SchemaEffect {
  ADDED = 'added',
  REMOVED = 'removed',

  /** Values that were valid may not be any more. */
  NARROWED = 'narrowed',

  /** All values that were valid still are. */
  WIDENED = 'widened',
}

/** A difference between the schemas of a version of a CustomResourceDefinition. */
export interface SchemaChange {
  readonly version: string;

  /** Path of the field in its objects: `spec.replicas`; '' for the object itself. */
  readonly path: string;

  readonly effect: SchemaEffect;

  /** The keyword that differs: `enum`; undefined for a field that was added or removed. */
  readonly keyword?: string;
}

interface Fields {
  readonly [name: string]: unknown;
}

/** Tells if an object is a CustomResourceDefinition. */
export function isCustomResourceDefinition(object: Manifest): boolean {
  return kindOf(object) === 'CustomResourceDefinition.apiextensions.k8s.io';
}

/** Compares the schemas of the versions that a CustomResourceDefinition had before and still has. Documentation does not count. */
export function schemaChanges(before: Manifest, after: Manifest): SchemaChange[] {
  const old = schemasOf(before);
  return [...schemasOf(after)].flatMap(([version, schema]) =>
    old.has(version) ? compare(old.get(version), schema, '').map((change) => ({ version, ...change })) : [],
  );
}

/** A CustomResourceDefinition without its schemas. */
export function withoutSchemas(definition: Manifest): Manifest {
  const spec = fieldsOf(definition.spec);
  const versions = list(spec, 'versions').map((version) =>
    Object.fromEntries(Object.entries(fieldsOf(version)).filter(([name]) => name !== 'schema')),
  );
  return { ...definition, spec: { ...spec, versions } };
}

function schemasOf(definition: Manifest): Map<string, unknown> {
  return new Map(
    list(definition, 'spec', 'versions').map((version) => [
      String(field(version, 'name')),
      field(version, 'schema', 'openAPIV3Schema'),
    ]),
  );
}

type Difference = Omit<SchemaChange, 'version'>;

function compare(before: unknown, after: unknown, path: string): Difference[] {
  const [old, now] = [before, after].map(fieldsOf);
  return [
    ...keywordChanges(old, now, path),
    ...propertyChanges(fieldsOf(old.properties), fieldsOf(now.properties), path),
    ...partChanges(old.items, now.items, `${path}[]`),
    ...partChanges(old.additionalProperties, now.additionalProperties, [path, '*'].filter(Boolean).join('.')),
  ];
}

function propertyChanges(old: Fields, now: Fields, path: string): Difference[] {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((name) => {
    const place = fieldPath(path, name);
    if (!Object.hasOwn(old, name) || !Object.hasOwn(now, name)) {
      return [{ path: place, effect: Object.hasOwn(now, name) ? SchemaEffect.ADDED : SchemaEffect.REMOVED }];
    }
    return compare(old[name], now[name], place);
  });
}

/** The schema of items or of values, which both or only one of two schemas may have. */
function partChanges(old: unknown, now: unknown, path: string): Difference[] {
  return isFields(old) && isFields(now) ? compare(old, now, path) : [];
}

/** Keywords that say nothing about values, or whose fields are compared one by one. */
const SKIPPED = new Set(['description', 'title', 'example', 'externalDocs', 'properties', 'items']);

const INT_OR_STRING = 'x-kubernetes-int-or-string';

function keywordChanges(old: Fields, now: Fields, path: string): Difference[] {
  const keywords = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...keywords]
    .filter((keyword) => !SKIPPED.has(keyword) && !isDeepStrictEqual(old[keyword], now[keyword]))
    .filter((keyword) => keyword !== 'additionalProperties' || !(isFields(old[keyword]) && isFields(now[keyword])))
    .filter((keyword) => keyword !== 'anyOf' || now[INT_OR_STRING] !== true)
    .map((keyword) => {
      const accepts = WIDENS[keyword] ?? isRemoved;
      return {
        path,
        keyword,
        effect: accepts(old[keyword], now[keyword]) ? SchemaEffect.WIDENED : SchemaEffect.NARROWED,
      };
    });
}

/** Tells if a keyword with another value accepts everything that it accepted before; undefined is a keyword that is not set. */
type Widens = (old: unknown, now: unknown) => boolean;

const isRemoved: Widens = (_, now) => now === undefined;
const isSet: Widens = (_, now) => now === true;
const always: Widens = () => true;
const isLower: Widens = (old, now) => isRemoved(old, now) || (old !== undefined && Number(now) <= Number(old));
const isHigher: Widens = (old, now) => isRemoved(old, now) || (old !== undefined && Number(now) >= Number(old));

/** Tells if a list has all items of another. */
function has(larger: unknown, smaller: unknown): boolean {
  return list(smaller).every((item) => list(larger).some((one) => isDeepStrictEqual(one, item)));
}

const WIDENS: { readonly [keyword: string]: Widens | undefined } = {
  additionalProperties: (old, now) => old === undefined || old === false || now === true,
  default: always,
  enum: (old, now) => isRemoved(old, now) || (old !== undefined && has(now, old)),
  exclusiveMaximum: (_, now) => now !== true,
  exclusiveMinimum: (_, now) => now !== true,
  maximum: isHigher,
  maxItems: isHigher,
  maxLength: isHigher,
  maxProperties: isHigher,
  minimum: isLower,
  minItems: isLower,
  minLength: isLower,
  minProperties: isLower,
  nullable: isSet,
  required: (old, now) => has(old, now),
  [INT_OR_STRING]: isSet,
  'x-kubernetes-preserve-unknown-fields': isSet,
  'x-kubernetes-validations': (old, now) => has(old, now),
};

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
