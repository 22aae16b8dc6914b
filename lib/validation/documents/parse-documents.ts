import { Composer, CST, Document, isCollection, isScalar, LineCounter, Parser, visit } from 'yaml';

/** An input that cannot be looked at at all: not there, too large, nested too deep. */
export class UnusableInput extends Error {}

/** A document of a YAML or JSON text. */
export interface ParsedDocument {
  /** What it says; undefined where it says nothing, or is broken. */
  readonly value?: unknown;

  /** What is wrong with it as YAML, and where: line and column, from 1. */
  readonly problem?: { readonly line: number; readonly column: number; readonly text: string };
}

/** Lists and maps in each other; the deepest field of a CustomResourceDefinition is at about 40. */
const MOST_LEVELS = 200;

/** Aliases may make so many copies, so that a short text does not become a long object. */
const MOST_ALIASES = 1000;

/** kubectl reads YAML 1.1, in which `yes` is true and 0644 octal. Of its types, it knows those that JSON has. */
const OPTIONS = {
  version: '1.1',
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
  customTags: onlyJson,
} as const;
const NOT_JSON = /:(binary|omap|pairs|set|timestamp)$/;

/**
 * The documents of a text, in order. Where one is broken, those after it are still read.
 *
 * @throws UnusableInput if it is nested too deep
 */
export function parseDocuments(text: string): ParsedDocument[] {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text.replace(/^\uFEFF/, ''))];
  const levels = tokens.reduce((deepest, token) => Math.max(deepest, depthOf(token)), 0);
  if (levels > MOST_LEVELS) {
    throw new UnusableInput(`is nested ${levels} levels deep, more than the limit of ${MOST_LEVELS}`);
  }
  return [...new Composer(OPTIONS).compose(tokens)].map((document) => parse(document, lines));
}

/** Tags of YAML 1.1 that no JSON has are left out, and so are numbers of base 60. */
function onlyJson<T>(tags: T[]): T[] {
  return tags.filter((one) => {
    const { format, tag = '' } = one as { readonly format?: string; readonly tag?: string };
    return format !== 'TIME' && !NOT_JSON.test(tag);
  });
}

function parse(document: Document.Parsed, lines: LineCounter): ParsedDocument {
  const problem = (offset: number, text: string): ParsedDocument => {
    const { col, line } = lines.linePos(offset);
    return { problem: { line, column: col, text: firstLine(text) } };
  };
  for (const { message, pos } of document.errors) {
    return problem(pos[0], message);
  }
  const found = repeatedKey(document) ?? endlessAlias(document);
  if (found) {
    return problem(found.offset, found.text);
  }
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown };
  } catch (error) {
    return problem(document.range[0], (error as Error).message);
  }
}

function firstLine(message: string): string {
  return message.split('\n')[0];
}

/** What is wrong at a place of a text. */
interface YamlProblem {
  readonly offset: number;
  readonly text: string;
}

/** An alias of what it is in. The library makes an object in a circle of it, of which kubectl knows none. */
function endlessAlias(document: Document.Parsed): YamlProblem | undefined {
  let found: YamlProblem | undefined;
  visit(document, {
    Alias(_, alias, path) {
      // To resolve an alias takes a walk through the document, so only those are that may be wrong.
      const isWithin = path.some((outer) => isCollection(outer) && outer.anchor === alias.source);
      const target = isWithin ? alias.resolve(document) : undefined;
      if (target === undefined || !path.includes(target)) {
        return undefined;
      }
      found = {
        offset: alias.range?.[0] ?? 0,
        text: `has the alias '${alias.source}' within the value that it refers to`,
      };
      return visit.BREAK;
    },
  });
  return found;
}

/** A key that a map has twice. The library's own look for it takes the square of the number of keys. */
function repeatedKey(document: Document.Parsed): YamlProblem | undefined {
  let found: YamlProblem | undefined;
  visit(document, {
    Map(_, map) {
      const keys = new Set<unknown>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? String(key.value) : key;
        if (keys.has(name) && name !== '<<') {
          found = { offset: isScalar(key) ? (key.range?.[0] ?? 0) : 0, text: `has the key '${String(name)}' twice` };
          return visit.BREAK;
        }
        keys.add(name);
      }
      return undefined;
    },
  });
  return found;
}

/** How many lists and maps of a token are in each other; counted without recursion, which deep nesting would end. */
function depthOf(token: CST.Token): number {
  let deepest = 0;
  const rest: [token: CST.Token, level: number][] = [[token, 0]];
  for (let next = rest.pop(); next; next = rest.pop()) {
    const [current, level] = next;
    deepest = Math.max(deepest, level);
    // One by one: a map can have more entries than a call may have arguments.
    for (const child of childrenOf(current)) {
      rest.push([child, level + ('items' in current ? 1 : 0)]);
    }
  }
  return deepest;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if ('items' in token) {
    return token.items.flatMap(({ key, value }: CST.CollectionItem) => [key, value]).filter((one) => one != null);
  }
  return token.type === 'document' && token.value ? [token.value] : [];
}
