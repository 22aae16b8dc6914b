import { invalid, Where } from './errors';
import { INTERFACES, MAKERS, STRUCTS } from './property-types';

// The types of the values that callers pass, which from JavaScript may be anything. Types are named as in the table.

/** Throws if a value has another type. */
type Check = (value: unknown, property: string, where: Where) => void;

/**
 * Properties or options, none if they are missing.
 *
 * @param struct name of their struct
 * @throws if one of them, or one within them, has a wrong type
 */
export function checkedProps<T extends object>(struct: string, props: T | null | undefined, where: Where): Partial<T> {
  if (props !== undefined && props !== null) {
    checkOf('{}')(props, struct.endsWith('Options') ? 'options' : 'props', where);
    checkProperties(struct, props, '', where);
  }
  return props ?? {};
}

/**
 * An argument of a call.
 *
 * @throws if it has a wrong type
 */
export function checkedType<T>(type: string, value: T, name: string, where: Where): NonNullable<T> {
  checkOf(type)(value, name, where);
  return value as NonNullable<T>;
}

/** Properties that are not set are reported where they are required. */
function checkProperties(struct: string, props: object, prefix: string, where: Where): void {
  for (const [name, check] of propertiesOf(struct)) {
    const value = (props as { readonly [name: string]: unknown })[name];
    if (value !== undefined && value !== null) {
      check(value, `${prefix}${name}`, where);
    }
  }
}

/** The checks of properties by struct, made when they are first used. */
const structs = new Map<string, readonly (readonly [name: string, check: Check])[]>();

function propertiesOf(struct: string): readonly (readonly [name: string, check: Check])[] {
  const known = structs.get(struct);
  if (known) {
    return known;
  }
  const properties = STRUCTS[struct].split(' ').flatMap((entry) => {
    const [name, type] = entry.split(':');
    return name.startsWith('...') ? propertiesOf(name.slice('...'.length)) : [[name, checkOf(type)] as const];
  });
  structs.set(struct, properties);
  return properties;
}

/** The checks by type; others are made when they are first used. */
const checks = new Map<string, Check>([
  ['text', checkFor((value) => typeof value === 'string' || isToken(value), 'is not a string', 'give a string')],
  ['number', checkFor((value) => typeof value === 'number' || isToken(value), 'is not a number', 'give a number')],
  [
    'boolean',
    checkFor((value) => typeof value === 'boolean' || isToken(value), 'is not a boolean', 'use true or false'),
  ],
  ['[]', checkFor(Array.isArray, 'is not a list', 'give a list')],
  ['{}', checkFor(isMap, 'is not a map', 'give values by name')],
]);

function checkOf(type: string): Check {
  const check = checks.get(type) ?? newCheck(type);
  checks.set(type, check);
  return check;
}

function newCheck(type: string): Check {
  const rule = `is not ${type.split('|').map(withArticle).join(' or ')}`;
  if (/\[\]$|\{\}$/.test(type)) {
    return collectionCheck(checkOf(type.slice(-2)), checkOf(type.slice(0, -2)));
  }
  if (type in STRUCTS) {
    return structCheck(type, rule);
  }
  const types = type.split('|');
  return checkFor(
    (value) => types.some((one) => isOf(one, value)),
    rule,
    `use ${types.map((one) => MAKERS[one]).join(' or ')}`,
  );
}

/** Name of a class or interface, in messages. */
function withArticle(type: string): string {
  const noun = nounOf(type);
  return `${/^[AEIOU]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function nounOf(type: string): string {
  return className(type).replace(/^I(?=[A-Z][a-z])/, '');
}

function className(type: string): string {
  return type.replace('kplus.', '');
}

/** Objects of Kubernetes all have a name: those that know their kind must be of that kind. */
function isOf(type: string, value: unknown): boolean {
  if (!(type in INTERFACES)) {
    return isInstance(value, className(type));
  }
  const members = INTERFACES[type].split(' ');
  const kind = isMap(value) && members.includes('name') ? (value as { readonly kind?: unknown }).kind : undefined;
  return hasMembers(value, members) && (typeof kind !== 'string' || kind === nounOf(type));
}

function checkFor(isValid: (value: unknown) => boolean, rule: string, remedy: string): Check {
  return (value, property, where) => {
    if (!isValid(value)) {
      throw invalid(where, property, value, rule, remedy);
    }
  };
}

function collectionCheck(collection: Check, element: Check): Check {
  return (value, property, where) => {
    collection(value, property, where);
    for (const [key, one] of Object.entries(value as object)) {
      element(one, Array.isArray(value) ? `${property}[${key}]` : `${property}.${key}`, where);
    }
  };
}

function structCheck(struct: string, rule: string): Check {
  const isStruct = checkFor(
    isMap,
    rule,
    `set ${propertiesOf(struct)
      .map(([name]) => name)
      .join(', ')}`,
  );
  return (value, property, where) => {
    isStruct(value, property, where);
    checkProperties(struct, value as object, `${property}.`, where);
  };
}

/** A value that a resolver replaces when objects are rendered. The command, which needs no cdk8s, does not load it for this. */
function isToken(value: unknown): boolean {
  return isInstance(value, 'Lazy') || typeof (value as { readonly resolve?: unknown } | null)?.resolve === 'function';
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasMembers(value: unknown, members: readonly string[]): boolean {
  return isMap(value) && members.every((member) => member in value);
}

/** Like our classes, it refers to itself, which is why some bundlers rename it. */
class Named {
  public static readonly ONE = new Named();
}

/** False in a bundle that has renamed the classes. */
const HAS_CLASS_NAMES = Named.name === 'Named';

/** By the name of the class: another copy of a package has the same classes. Without their names, any object may be one. */
function isInstance(value: unknown, name: string): boolean {
  if (!HAS_CLASS_NAMES) {
    return isMap(value);
  }
  for (let at: unknown = isMap(value) ? Object.getPrototypeOf(value) : null; at; at = Object.getPrototypeOf(at)) {
    if (at.constructor.name === name) {
      return true;
    }
  }
  return false;
}
