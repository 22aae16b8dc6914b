import { checkedProps } from './checked-props';
import { invalid, Where } from './errors';

// Values that were given by a caller, which from JavaScript may be anything.

/**
 * Options, none if they are missing.
 *
 * @param struct name of their struct
 * @param required names of those that no later check reports
 * @throws if one of them is missing, or has a wrong type
 */
export function checkedOptions<T extends object>(
  struct: string,
  options: T | null | undefined,
  where: Where,
  ...required: (keyof T & string)[]
): T {
  const given = checkedProps(struct, options, where);
  const missing = required.find((name) => given[name] === undefined || given[name] === null);
  if (missing !== undefined) {
    throw invalid(where, missing, undefined, 'is required', 'set it');
  }
  return given as T;
}

/** @throws if the value is not a string */
export function checkedString(text: unknown, property: string, where: Where, remedy: string): string {
  if (typeof text !== 'string') {
    throw invalid(where, property, text, 'is not a string', remedy);
  }
  return text;
}

/**
 * Name of a Secret, ConfigMap or ServiceAccount, created by cdk8s-plus or not.
 *
 * @param property name of the property that was given, by default that of the kind
 * @throws if the value has no name, or is of another kind
 */
export function checkedName(
  resource: { readonly name: string } | undefined,
  kind: 'ConfigMap' | 'Secret' | 'ServiceAccount',
  where: Where,
  property = `${kind[0].toLowerCase()}${kind.slice(1)}`,
): string {
  const { kind: itsKind, name } = (resource ?? {}) as { readonly kind?: unknown; readonly name?: unknown };
  if (typeof name !== 'string' || (typeof itsKind === 'string' && itsKind !== kind)) {
    const factory = `${kind[0].toLowerCase()}${kind.slice(1)}`;
    throw invalid(where, property, resource, `is not a ${kind}`, `use Existing.${factory}() for an existing one`);
  }
  return name;
}
