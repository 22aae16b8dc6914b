import { Yaml } from 'cdk8s';

/**
 * Prints one document, byte for byte as `Yaml.stringify()` of cdk8s, but much faster.
 *
 * Maps, lists and simple scalars are printed here. All other scalars are printed by cdk8s, as are whole documents with
 * values that depend on their context, such as an object that occurs twice.
 */
export function stringifyYaml(document: unknown): string {
  const [first, ...others] = yamlParts(document);
  return others.length > 0 ? first + others.join('') : first;
}

/** Prints one document as `stringifyYaml()` does, in parts if it has a very large text: joining them would copy it. */
export function yamlParts(document: unknown): readonly string[] {
  try {
    return new Printer().print(document);
  } catch {
    // Left to cdk8s, as is a stack overflow of a circular document.
    return [Yaml.stringify(document)];
  }
}

/** Thrown if a document must be left to cdk8s. */
class LeftToCdk8s extends Error {}

/**
 * Plain scalars that do not begin like a number, timestamp or indicator, do not end in a colon or space, and have no colon
 * before a space and no '#' after one.
 */
const PLAIN = /^[A-Za-z_/$(](?:[!-9;-~]|:(?! |$)| (?!#|$))*$/;

/** Plain scalars that begin with a digit, if a character occurs in no number or timestamp of YAML 1.1. */
const PLAIN_FROM_DIGIT = /^[0-9](?:[!-9;-~]|:(?! |$)| (?!#|$))*$/;
const NOT_NUMERIC = /[^-+0-9_.:eExXoObBa-fA-FtTzZ \t]/;

/** Words that YAML 1.1 does not read as strings without quotes. */
const WORD = /^(?:y|n|yes|no|true|false|on|off|null|e[-+]?\d+)$/i;
const LONGEST_WORD = 5;

/** Strings that are always quoted. */
const QUOTED = /^(?:yes|no|true|false|on|off|null|0|[1-9][0-9]*)?$/;

/** Number of characters from which a text is printed in parts. */
const LARGE = 2 ** 20;

/** Characters that need escapes, which literal blocks do not have: control characters and halves of surrogate pairs. */
const UNPRINTABLE = /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\u{10ffff}]/u;
const BLANK = [' ', '\n', '\t'];

/** Keys whose quotes depend on their indentation. */
const DEPENDENT_KEY = /\n|^(?:%|---|\.\.\.)/m;
const LONGEST_KEY = 1000;

class Printer {
  /** Text printed so far that is too large to copy; the text below follows it. */
  private readonly parts: string[] = [];
  private text = '';
  private readonly seen = new Set<object>();

  public print(document: unknown): readonly string[] {
    if (!isTree(document) || Object.keys(document).length === 0) {
      throw new LeftToCdk8s();
    }
    this.tree(document, 0, '', '');
    return [...this.parts, `${this.text}\n`];
  }

  /** Prints the value after a dash or a key. The first line of a map or list begins after `lead`. */
  private value(value: unknown, level: number, lead: string): void {
    if (isTree(value)) {
      this.tree(value, level + 1, lead, ' ');
    } else if (typeof value === 'string' && value.length > LARGE && value.includes('\n') && isLiteral(value)) {
      this.literal(value, '  '.repeat(level + 1));
    } else {
      this.text += ` ${printScalar(value, level + 1)}`;
    }
  }

  /** Prints a large text as `printLiteral()` does, some lines at a time. */
  private literal(value: string, indent: string): void {
    const ended = value.endsWith('\n');
    const end = ended ? value.length - 1 : value.length;
    this.parts.push(`${this.text} ${ended ? '|' : '|-'}\n${indent}`);
    this.text = '';
    for (let start = 0; start < end;) {
      // A run of line breaks is indented as one, and must not be divided.
      let next = value.indexOf('\n', start + LARGE);
      next = next < 0 ? end : Math.min(next, end);
      while (next < end && value.charAt(next) === '\n') {
        next++;
      }
      this.parts.push(indented(value.slice(start, next), indent));
      start = next;
    }
  }

  /** Prints a map or list after `lead`, or after `short` if it is empty. */
  private tree(value: object, level: number, lead: string, short: string): void {
    if (this.seen.has(value)) {
      throw new LeftToCdk8s(); // Needs an anchor and an alias.
    }
    this.seen.add(value);
    if (Array.isArray(value)) {
      this.text += value.length > 0 ? lead : `${short}[]`;
      this.list(value, level);
    } else if (isPlainObject(value)) {
      const keys = Object.keys(value);
      this.text += keys.length > 0 ? lead : `${short}{}`;
      this.map(value as { readonly [key: string]: unknown }, keys, level);
    } else {
      throw new LeftToCdk8s();
    }
  }

  private list(items: unknown[], level: number): void {
    for (let index = 0; index < items.length; index++) {
      this.text += index > 0 ? `${lineAt(level)}-` : '-';
      this.value(items[index], level, ' ');
    }
  }

  private map(map: { readonly [key: string]: unknown }, keys: string[], level: number): void {
    for (let index = 0; index < keys.length; index++) {
      this.text += index > 0 ? keyLine(keys[index], level) : printKey(keys[index]);
      this.value(map[keys[index]], level, lineAt(level + 1));
    }
  }
}

const lines: string[] = [];

/** A line break followed by the indentation of a level. */
function lineAt(level: number): string {
  return (lines[level] ??= `\n${'  '.repeat(level)}`);
}

const keyLines: Map<string, string>[] = [];

/** A key on a line of its own. */
function keyLine(key: string, level: number): string {
  const ofLevel = (keyLines[level] ??= new Map<string, string>());
  return ofLevel.get(key) ?? remember(ofLevel, key, lineAt(level) + printKey(key));
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Tells if an object is a plain map; dates, Maps and objects with `toJSON()` are printed by cdk8s. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain = prototype === Object.prototype || prototype === null;
  return plain && !('toJSON' in value) && !(Symbol.iterator in value);
}

function printScalar(value: unknown, level: number): string {
  switch (typeof value) {
    case 'string':
      return printString(value, level);
    case 'number':
      return printNumber(value);
    case 'boolean':
      return String(value);
    case 'undefined':
    case 'object': // null; maps and lists are printed elsewhere.
      return 'null';
    default:
      throw new LeftToCdk8s();
  }
}

function printNumber(value: number): string {
  if (Number.isFinite(value)) {
    return Object.is(value, -0) ? '-0' : String(value);
  }
  return Number.isNaN(value) ? '.nan' : value < 0 ? '-.inf' : '.inf';
}

function printString(value: string, level: number): string {
  if (isPlain(value)) {
    return value;
  }
  if (QUOTED.test(value)) {
    return `"${value}"`;
  }
  if (value.includes('\n')) {
    return isLiteral(value) ? printLiteral(value, '  '.repeat(level)) : printByLibrary(value, level);
  }
  return values.get(value) ?? remember(values, value, printByLibrary(value, 1));
}

function isPlain(value: string): boolean {
  return PLAIN.test(value)
    ? value.length > LONGEST_WORD && !/^e/i.test(value)
      ? true
      : !WORD.test(value)
    : PLAIN_FROM_DIGIT.test(value) && NOT_NUMERIC.test(value);
}

/** Tells if a multi-line text has no leading or trailing blanks, except for one final line break. */
function isLiteral(value: string): boolean {
  const body = value.endsWith('\n') ? value.slice(0, -1) : value;
  return (
    body !== '' &&
    !UNPRINTABLE.test(value) &&
    !BLANK.includes(body.charAt(0)) &&
    !BLANK.includes(body.charAt(body.length - 1))
  );
}

function printLiteral(value: string, indent: string): string {
  const ended = value.endsWith('\n');
  const body = ended ? value.slice(0, -1) : value;
  return `${ended ? '|' : '|-'}\n${indent}${indented(body, indent)}`;
}

/** Indents all lines but the first and empty ones. */
function indented(text: string, indent: string): string {
  return text.replace(/\n+/g, `$&${indent}`);
}

/** Prints a string by means of cdk8s, in a document with the same indentation. */
function printByLibrary(value: string, level: number): string {
  let document: unknown = value;
  let before = 0;
  for (let depth = 1; depth <= level; depth++) {
    document = { a: document };
    before += 2 * depth + 1; // Indentation, `a:`, and a line break or a space.
  }
  return Yaml.stringify(document).slice(before, -1);
}

function printKey(key: string): string {
  return keys.get(key) ?? remember(keys, key, printNewKey(key));
}

function printNewKey(key: string): string {
  if (key.length > LONGEST_KEY || DEPENDENT_KEY.test(key)) {
    throw new LeftToCdk8s();
  }
  const printed = isPlain(key) ? `${key}:` : Yaml.stringify({ [key]: 0 }).slice(0, -' 0\n'.length);
  if (printed.startsWith('?')) {
    throw new LeftToCdk8s(); // A complex key, on its own line.
  }
  return printed;
}

const MOST_REMEMBERED = 20_000;
const LONGEST_REMEMBERED = 512;
const values = new Map<string, string>();
const keys = new Map<string, string>();

/** Caches the output of cdk8s for recurring strings, such as quoted versions. */
function remember(memory: Map<string, string>, text: string, printed: string): string {
  if (text.length <= LONGEST_REMEMBERED && memory.size < MOST_REMEMBERED) {
    memory.set(text, printed);
  }
  return printed;
}
