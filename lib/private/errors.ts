import { IConstruct } from 'constructs';

/**
 * Describes what is wrong with a property: its name, the value it was given, the rule that it breaks and the remedy. The
 * value is left out where none was given: `'image' is required; set it`.
 *
 * For `addValidation`, where cdk8s puts the construct's path in front.
 */
export function violation(property: string, value: unknown, rule: string, remedy: string): string {
  const shown = value === undefined ? '' : ` (${show(value)})`;
  return `'${property}'${shown} ${rule}; ${remedy}`;
}

/**
 * The same as an error, for a constructor or method that cannot go on: no manifest could be rendered.
 */
export function invalid(scope: IConstruct, property: string, value: unknown, rule: string, remedy: string): Error {
  return new Error(`[${scope.node.path}] ${violation(property, value, rule, remedy)}`);
}

/** So much of a value is enough to recognize it. */
const MOST_SHOWN = 500;

function show(value: unknown): string {
  const text = typeof value === 'string' ? value || "''" : JSON.stringify(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/**
 * An error about what the user wrote or the machine refused.
 *
 * It has no stack: the message names the place, and a page of our frames and of Node's would bury it.
 */
export function plainError(message: string): Error {
  const error = new Error(message);
  error.stack = String(error);
  return error;
}

/**
 * The error of everything that is wrong at once.
 *
 * @param subject who has the errors: `FluxDelivery has`
 */
export function listedError(subject: string, errors: string[]): Error {
  return plainError(`${subject} the following errors:\n  ${errors.join('\n  ')}`);
}
