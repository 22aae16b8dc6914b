import { IConstruct } from 'constructs';

/**
 * Describes an invalid property: its name, its value, the rule that it breaks and the remedy. A missing value is omitted:
 * `'image' is required; set it`.
 *
 * For `addValidation`, where cdk8s prefixes the path of the construct.
 */
export function violation(property: string, value: unknown, rule: string, remedy: string): string {
  const shown = value === undefined ? '' : ` (${show(value)})`;
  return `'${property}'${shown} ${rule}; ${remedy}`;
}

/** Receiver of a value, named in errors: a construct, or a function such as `GitSource.of`. */
export type Where = IConstruct | string;

/**
 * The same as an error, for constructors and methods that cannot continue.
 */
export function invalid(where: Where, property: string, value: unknown, rule: string, remedy: string): Error {
  const place = typeof where === 'string' ? `${where}:` : `[${where.node.path}]`;
  return new Error(`${place} ${violation(property, value, rule, remedy)}`);
}

/** Longer values are truncated in messages. */
const MOST_SHOWN = 500;

function show(value: unknown): string {
  const text = typeof value === 'string' ? value || "''" : isConstruct(value) ? kindAndName(value) : inJson(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** Without the package, which the command line does not load for this. */
function isConstruct(value: unknown): value is IConstruct {
  return typeof value === 'object' && value !== null && 'node' in value;
}

/** The kind of object that a construct is for, or its class, and the name that it has: `Secret shop`. */
function kindAndName(construct: IConstruct): string {
  const { kind, name } = construct as { readonly kind?: unknown; readonly name?: unknown };
  return [kind ?? construct.constructor.name, name].filter((word) => typeof word === 'string').join(' ');
}

/** As JSON, or what refers to itself as `[object Object]`. */
function inJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/**
 * An error about user input or the file system.
 *
 * It has no stack trace, which would bury the message.
 */
export function plainError(message: string): Error {
  const error = new Error(message);
  error.stack = String(error);
  return error;
}

/**
 * An error that lists several problems.
 *
 * @param subject the beginning of the message: `FluxDelivery has`
 */
export function listedError(subject: string, errors: string[]): Error {
  return plainError(`${subject} the following errors:\n  ${errors.join('\n  ')}`);
}
