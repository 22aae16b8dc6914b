/** A value in a program, which is written in either language. */
export type Expression =
  /** A text. */
  | string
  /** A constant of the program. */
  | { readonly constant: string }
  | { readonly map: Entries }
  /** A call of a static method, with positional arguments and named ones. */
  | {
      readonly type: string;
      readonly method: string;
      readonly arguments: readonly Expression[];
      readonly named: Entries;
    };

/** Values by name. */
export type Entries = readonly (readonly [name: string, value: Expression])[];

/** How a language writes a value. */
export interface Syntax {
  text(value: string): string;

  /** Name of a method or property. */
  name(name: string): string;
  map(entries: readonly string[]): string;
  mapEntry(key: string, value: string): string;
  namedArguments(entries: readonly string[]): string;
  namedArgument(name: string, value: string): string;

  /** Indentation of one level. */
  readonly indent: string;
}

export const TYPESCRIPT: Syntax = {
  text: (value) => (/[\p{Cc}'\\]/u.test(value) ? JSON.stringify(value) : `'${value}'`),
  name: (name) => name,
  map: (entries) => block('{', entries, '}', TYPESCRIPT),
  mapEntry: (key, value) => `${/^[a-z_]\w*$/i.test(key) ? key : TYPESCRIPT.text(key)}: ${value}`,
  namedArguments: (entries) => (isShort(entries) ? `{ ${entries.join(', ')} }` : block('{', entries, '}', TYPESCRIPT)),
  namedArgument: (name, value) => `${name}: ${value}`,
  indent: '  ',
};

export const PYTHON: Syntax = {
  // Escapes of JSON are escapes of Python, too.
  text: (value) => JSON.stringify(value),
  name: (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  map: (entries) => block('{', entries, '}', PYTHON),
  mapEntry: (key, value) => `${PYTHON.text(key)}: ${value}`,
  namedArguments: (entries) => (isShort(entries) ? entries.join(', ') : block('', entries, '', PYTHON)),
  namedArgument: (name, value) => `${PYTHON.name(name)}=${value}`,
  indent: '    ',
};

/** Writes a value. */
export function print(expression: Expression, syntax: Syntax): string {
  if (typeof expression === 'string') {
    return syntax.text(expression);
  }
  if ('constant' in expression) {
    return expression.constant;
  }
  if ('map' in expression) {
    return syntax.map(expression.map.map(([key, value]) => syntax.mapEntry(key, print(value, syntax))));
  }
  const positional = expression.arguments.map((one) => print(one, syntax));
  const named = expression.named.map(([name, value]) => syntax.namedArgument(name, print(value, syntax)));
  const given = [...positional, ...(named.length > 0 ? [syntax.namedArguments(named)] : [])];
  return `${expression.type}.${syntax.name(expression.method)}(${given.join(', ')})`;
}

/** Longer lists have a line for each entry. */
const LONGEST = 80;

function isShort(entries: readonly string[]): boolean {
  return entries.join(', ').length <= LONGEST && !entries.some((entry) => entry.includes('\n'));
}

function block(open: string, entries: readonly string[], close: string, { indent }: Syntax): string {
  const lines = entries.map((entry) => `${indent}${entry.replaceAll('\n', `\n${indent}`)},\n`);
  return `${open}\n${lines.join('')}${close}`;
}
