import { Call, Code, Constant, isExpression, isList, isMap, Member, MethodCall, propertiesOf, Reference } from './code';

// The layout is that of Prettier with single quotes: what fits on a line stays on it.

/** Columns of a line. */
export const WIDTH = 120;

/** Longer arguments are worth a line of their own, by Prettier. */
const SHORT = WIDTH / 4;

/** Moving a text to the next line gains too little after a shorter name and its colon. */
const SHORT_KEY = 5;

/** Names of the constants of a program. The value of one without a name stands where it is used. */
export type Names = (constant: Constant) => string | undefined;

/**
 * Prints code.
 *
 * @param all the code
 * @param names the names of constants
 * @param indent spaces before the lines after the first
 * @param used columns of the first line that are used, before and after the code
 */
export function printCode(all: Code, names: Names, indent: number, used: number): string {
  const code = shown(all, names);
  const flat = flatten(code, names);
  if (flat !== undefined && used + flat.length <= WIDTH) {
    return flat;
  }
  if (code instanceof Call || code instanceof MethodCall) {
    return printCall(code, names, indent, used);
  }
  if (isList(code)) {
    return block(
      '[',
      code.map((item) => printCode(item, names, indent + 2, indent + 3)),
      ']',
      indent,
    );
  }
  if (typeof code === 'string' || !isMap(code)) {
    return flat ?? template(code as string);
  }
  return block(
    '{',
    propertiesOf(code).map(([name, value]) => printProperty(name, value, names, indent + 2)),
    '}',
    indent,
  );
}

/** The code, or the value of a constant without a name. */
function shown(code: Code, names: Names): Code {
  return code instanceof Reference && names(code.constant) === undefined ? code.constant.value : code;
}

/** The code on one line; undefined if it always has several. */
function flatten(all: Code, names: Names): string | undefined {
  const code = shown(all, names);
  if (typeof code === 'string') {
    return isTemplate(code) ? undefined : quoted(code);
  }
  if (code === null || typeof code !== 'object') {
    return String(code).replace('e+', 'e');
  }
  if (code instanceof Call || code instanceof MethodCall) {
    const head = headOf(code, names);
    return (
      head &&
      joined(
        [`${head}(`, ')'],
        code.args.map((arg) => flatten(arg, names)),
      )
    );
  }
  if (code instanceof Member) {
    return `${code.owner}.${code.name}`;
  }
  if (isExpression(code)) {
    return [names(code.constant), code.property].filter((part) => part !== undefined).join('.');
  }
  if (isList(code)) {
    return isTable(code)
      ? undefined
      : joined(
          ['[', ']'],
          code.map((item) => flatten(item, names)),
        );
  }
  const properties = propertiesOf(code).map(([name, value]) => {
    const flat = flatten(value, names);
    return flat && `${keyOf(name)}: ${flat}`;
  });
  return properties.length === 0 ? '{}' : joined(['{ ', ' }'], properties);
}

function joined([open, close]: readonly [string, string], parts: readonly (string | undefined)[]): string | undefined {
  return parts.some((part) => part === undefined) ? undefined : open + parts.join(', ') + close;
}

/** Several maps or lists of several values each, which Prettier always breaks. */
function isTable(items: readonly Code[]): boolean {
  const isLong = (item: Code) => isMap(item) && propertiesOf(item).length > 1;
  const isLongList = (item: Code) => isList(item) && item.length > 1;
  return items.length > 1 && (items.every(isLong) || items.every(isLongList));
}

function headOf(code: Call | MethodCall, names: Names): string | undefined {
  if (code instanceof Call) {
    return code.callee;
  }
  const receiver = flatten(code.receiver, names);
  return receiver && `${receiver}.${code.name}`;
}

/** A call on several lines. A map or list at the end begins on the first of them, as a text of several lines alone does. */
function printCall(code: Call | MethodCall, names: Names, indent: number, used: number): string {
  const head = `${headOf(code, names) ?? ''}(`;
  const { args } = code;
  const last = args[args.length - 1];
  const before = joined(
    ['', ''],
    args.slice(0, -1).map((arg) => flatten(arg, names)),
  );
  if (typeof last === 'string' && args.length === 1 && isTemplate(last)) {
    return `${head}${template(last)})`;
  }
  const start = before === undefined ? '' : head + before + (before === '' ? '' : ', ');
  const hugs = isHuggable(last) && before !== undefined && !args.slice(0, -1).some((arg) => sameForm(arg, last));
  if (hugs && used + start.length + 1 <= WIDTH) {
    return `${start}${printCode(last, names, indent, WIDTH)})`;
  }
  return block(
    head,
    args.map((arg) => printCode(arg, names, indent + 2, indent + 3)),
    ')',
    indent,
  );
}

function isHuggable(code: Code): boolean {
  return (isList(code) && code.length > 0) || (isMap(code) && propertiesOf(code).length > 0);
}

function sameForm(one: Code, other: Code): boolean {
  return isList(one) === isList(other) && isMap(one) === isMap(other);
}

function printProperty(name: string, value: Code, names: Names, indent: number): string {
  const key = `${keyOf(name)}:`;
  const used = indent + key.length + 2;
  const flat = flatten(value, names);
  const moves = movesToNextLine(value, names) && !(typeof value === 'string' && key.length <= SHORT_KEY);
  if (flat !== undefined && used + flat.length > WIDTH && moves) {
    return `${key}\n${' '.repeat(indent + 2)}${flat}`;
  }
  return `${key} ${printCode(value, names, indent, used)}`;
}

/** Values that do not fit after their name, and have no good place to be broken. */
function movesToNextLine(all: Code, names: Names): boolean {
  const value = shown(all, names);
  if (value instanceof Call) {
    return value.args.length === 0 || (value.args.length === 1 && isShort(value.args[0]));
  }
  return typeof value === 'string' || isExpression(value);
}

function isShort(code: Code): boolean {
  return typeof code === 'string' ? !isTemplate(code) && quoted(code).length <= SHORT : typeof code !== 'object';
}

function block(open: string, items: readonly string[], close: string, indent: number): string {
  const margin = ' '.repeat(indent + 2);
  return [open, ...items.map((item) => `${margin}${item},`), `${' '.repeat(indent)}${close}`].join('\n');
}

function keyOf(name: string): string {
  // The prototype would be set otherwise.
  return name === '__proto__' ? "['__proto__']" : /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

/** Texts of several lines are printed as such, unless they have characters that are easily overlooked. */
function isTemplate(text: string): boolean {
  return /\n./.test(text) && !/[^\P{C}\n\t]/u.test(text);
}

function template(text: string): string {
  return `\`${text.replace(/[\\`]|\$(?=\{)/g, '\\$&')}\``;
}

const ESCAPES: { readonly [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** A string with the quotes that need fewer escapes. */
export function quoted(text: string): string {
  const count = (quote: string) => text.split(quote).length;
  const quote = count("'") > count('"') ? '"' : "'";
  const escaped = text.replace(/[\\'"]|[^\P{C}]|[\u2028\u2029]/gu, (character) =>
    character === "'" || character === '"'
      ? (character === quote ? '\\' : '') + character
      : (ESCAPES[character] ?? unicode(character)),
  );
  return quote + escaped + quote;
}

function unicode(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}
