import { Composer, CST, Document, isCollection, isScalar, LineCounter, Parser, visit } from 'yaml';
import { MAX_DEPTH, SourceText } from './source-text';

/** An input that cannot be checked: it does not exist, is too large or is nested too deep. */
export class UnusableInput extends Error {}

/** A document in YAML or JSON. */
export interface ParsedDocument {
  /** Its value; undefined if it is empty or not valid. */
  readonly value?: unknown;

  /** The syntax error, with its line and column, starting at 1. */
  readonly problem?: { readonly line: number; readonly column: number; readonly text: string };

  /** Its text. */
  readonly source: SourceText;
}

/** Maximum number of copies by aliases, so that a short text cannot become a huge object. */
const MOST_ALIASES = 1000;

/** kubectl reads YAML 1.1, where `yes` is true and 0644 is octal, but only types that JSON has. */
const OPTIONS = {
  version: '1.1',
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
  customTags: onlyJson,
} as const;
const NOT_JSON = /:(binary|omap|pairs|set|timestamp)$/;

/**
 * Parses the documents in a text, in order. Documents after one that is not valid are still parsed.
 *
 * @throws UnusableInput if it is nested too deep
 */
export function parseDocuments(text: string): ParsedDocument[] {
  const lines = new LineCounter();
  const content = text.replace(/^\uFEFF/, '');
  const tokens = [...new Parser(lines.addNewLine).parse(content)];
  const levels = tokens.reduce((deepest, token) => Math.max(deepest, depthOf(token)), 0);
  if (levels > MAX_DEPTH) {
    throw new UnusableInput(`is nested ${levels} levels deep, more than the limit of ${MAX_DEPTH}`);
  }
  return [...new Composer(OPTIONS).compose(tokens)].map((document) => {
    const [start, , end] = document.range;
    const { line, col } = lines.linePos(start);
    const source = new SourceText(content.slice(start, end), { line: Math.max(line, 1), column: Math.max(col, 1) });
    return { ...parse(document, lines), source };
  });
}

/** Removes tags of YAML 1.1 that JSON does not have, and base-60 numbers. */
function onlyJson<T>(tags: T[]): T[] {
  return tags.filter((one) => {
    const { format, tag = '' } = one as { readonly format?: string; readonly tag?: string };
    return format !== 'TIME' && !NOT_JSON.test(tag);
  });
}

function parse(document: Document.Parsed, lines: LineCounter): Omit<ParsedDocument, 'source'> {
  const problem = (offset: number, text: string) => {
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

/** A problem at an offset of a text. */
interface YamlProblem {
  readonly offset: number;
  readonly text: string;
}

/** Finds an alias within its own value. The library would build a circular object, which kubectl does not accept. */
function endlessAlias(document: Document.Parsed): YamlProblem | undefined {
  let found: YamlProblem | undefined;
  visit(document, {
    Alias(_, alias, path) {
      // Resolving an alias walks through the document, so only suspicious ones are resolved.
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

/** Finds a duplicate key of a map. The library's own check takes quadratic time. */
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

/** The depth of lists and maps in a token, without recursion, which deep nesting would overflow. */
function depthOf(token: CST.Token): number {
  let deepest = 0;
  const rest: [token: CST.Token, level: number][] = [[token, 0]];
  for (let next = rest.pop(); next; next = rest.pop()) {
    const [current, level] = next;
    deepest = Math.max(deepest, level);
    // One by one, because a map can have more entries than a call can have arguments.
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
