import { nonEmpty, ofText } from '../../validation/requirement';

/**
 * Words of letters and digits; no word mixes lower and upper case. Some versions of Spin accept later words that begin with
 * a digit, and others do not: what any of them accepts is accepted.
 */
const words = (separator: string) =>
  new RegExp(`^([a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(${separator}([a-z0-9]+|[A-Z][A-Z0-9]*))*$`);

const KEBAB_CASE = words('-');
const SNAKE_CASE = words('_');
const LOWER_SNAKE_CASE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const PACKAGE = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*:[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/;

/** Tells if an ID is valid in a manifest of version 2. */
export function isKebabCase(id: string): boolean {
  return KEBAB_CASE.test(id);
}

/** Tells if it is the name of a package: `namespace:name`. */
export function isPackageName(name: string): boolean {
  return PACKAGE.test(name);
}

/** ID of a component. */
export const COMPONENT_ID = nonEmpty(
  ofText(
    isKebabCase,
    'is not a valid component ID',
    "use words of letters and digits with '-' between them; the first begins with a letter, and none has mixed case",
  ),
);

/** Name of a variable, of the application or of a component. */
export const VARIABLE_NAME = nonEmpty(
  ofText(
    (name) => LOWER_SNAKE_CASE.test(name),
    'is not a valid variable name',
    "use words of lower-case letters and digits with '_' between them, beginning with a letter",
  ),
);

/** Label of a store or database. */
export const LABEL = nonEmpty(
  ofText(
    (label) => isKebabCase(label) || SNAKE_CASE.test(label),
    'is not a valid label',
    "use words of letters and digits with '-' or '_' between them; the first begins with a letter, and none has mixed case",
  ),
);

/** Name of a package in a registry. */
export const PACKAGE_NAME = nonEmpty(
  ofText(
    isPackageName,
    'is not a valid package name',
    "write it as 'namespace:name', both of lower-case letters, digits and '-'",
  ),
);
