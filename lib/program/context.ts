import { Call, Code, Reference } from './code';

/** A manifest or a part of it, without null. */
export interface Json {
  readonly [field: string]: unknown;
}

/** The program around an object. */
export interface Context {
  /** The id of the object. */
  readonly object: string;

  /** The chart of the object. */
  readonly chart: Reference;

  /** An id that nothing in the chart has: the first of the names that is free, or else one with a number. */
  id(...names: string[]): string;

  /** The name of an object in the same namespace, or of a cluster-scoped one; that of its constant if the program has it. */
  name(kind: 'ConfigMap' | 'PersistentVolumeClaim' | 'Secret' | 'ServiceAccount', name: string): Code;

  /** The construct of an executor in the same namespace, or a reference to an existing one. */
  executor(name: string): Code;

  /**
   * The construct of a RuntimeClass, or a reference to an existing one.
   *
   * @param name its name
   * @param handler its handler, if that matters
   */
  runtimeClass(name: string, handler?: unknown): Code;

  /** The SpinApp in the same namespace; undefined if the program does not make it with a construct. */
  app(name: string): Reference | undefined;

  /** The construct of a KEDA authentication, or a reference to an existing one. */
  authentication(name: string, isClusterScoped: boolean): Code;

  /** Path of the `spin.toml` that SpinApps are checked against. */
  readonly spinManifest?: string;

  /** A value that is needed in several places. */
  shared(value: Call, ...names: string[]): Reference;

  /** Plain data of a manifest, with names of objects that the program has. */
  literal(value: unknown): Code;

  /** The value of code, or undefined if it throws when it is run. */
  value(code: Code): unknown;

  /** The code, or undefined if it throws when it is run. */
  working(code: Code): Code | undefined;
}

/** Properties of a construct. */
export interface Properties {
  [property: string]: Code | undefined;
}

/**
 * Properties for each field of a specification. A field that has none, or whose value has another form, is left out: the
 * difference becomes a patch, or the object an `ApiObject`.
 */
export interface FieldTable {
  readonly [field: string]: (value: unknown, spec: Json, context: Context) => Properties;
}

/** The properties for all fields of a specification that a table has. */
export function propertiesFor(table: FieldTable, spec: Json, context: Context): Properties {
  const found = Object.entries(table).map(([field, convert]) =>
    spec[field] === undefined ? {} : convert(spec[field], spec, context),
  );
  return Object.fromEntries(
    found.flatMap((properties) =>
      Object.entries(properties).map(([name, code]) => [name, code === undefined ? undefined : context.working(code)]),
    ),
  );
}

/** A field that becomes a property of the same form. */
export const same =
  (property: string): FieldTable[string] =>
  (value) => ({ [property]: value as Code });

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A quantity, which may be written as a number; undefined if it is neither. */
export function quantityText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The items of a list that are maps; undefined if it is not such a list. */
export function mapsIn(value: unknown): readonly Json[] | undefined {
  return Array.isArray(value) && value.every(isJson) ? value : undefined;
}

/** Tells if a map has no other fields. */
export function hasOnly(value: Json, ...fields: readonly string[]): boolean {
  return Object.keys(value).every((field) => fields.includes(field));
}

/** A map with converted values; undefined if one of them cannot be converted. */
export function mapOf(
  items: readonly Json[] | undefined,
  convert: (item: Json) => Code | undefined,
): { readonly [name: string]: Code } | undefined {
  const entries = items?.map((item) => [item.name, convert(item)]);
  return entries?.every(([name, code]) => isText(name) && code !== undefined)
    ? (Object.fromEntries(entries) as { readonly [name: string]: Code })
    : undefined;
}

/** The name of the enum member with a value, of an enum of this package. */
export function memberName(values: { readonly [name: string]: string }, value: unknown): string | undefined {
  return Object.keys(values).find((name) => values[name] === value);
}
