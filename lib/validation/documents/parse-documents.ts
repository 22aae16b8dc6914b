import { Event, parseEvents, YAMLException } from 'js-yaml';
import { ComposedDocument, composeDocuments } from './compose';
import { MAX_DEPTH, Position, SourceText } from './source-text';
import { splitJson, splitLong, splitYaml } from './split-documents';

/** A document in YAML or JSON. */
export interface ParsedDocument extends Pick<ComposedDocument, 'repeated' | 'value'> {
  /** The syntax error, with its position in the file. The document has no value then. */
  readonly problem?: { readonly position: Position; readonly text: string };

  /** The text that it is in. */
  readonly source: SourceText;

  /** Index of the document in that text, starting at 0. */
  readonly index: number;
}

/** Parses the documents in a text, in order. Documents after one that is not valid are still parsed. */
export function parseDocuments(text: SourceText): ParsedDocument[] {
  return splitLong(text).flatMap((long) =>
    parse(long, () => splitYaml(long).flatMap((part) => parse(part, (error) => parseOtherwise(part, error)))),
  );
}

function parseOtherwise(text: SourceText, error: YAMLException): ParsedDocument[] {
  const parts = splitJson(text);
  return parts.length > 1
    ? parts.flatMap((part) => parse(part, (one) => [notValid(part, one)]))
    : (parseIndented(text, error, MAX_INDENTED) ?? [notValid(text, error)]);
}

const NOT_INDENTED = 'deficient indentation';

/** Maximum number of lines that are indented in a document; the text is parsed again after each. */
const MAX_INDENTED = 100;

/**
 * Parses a text in which lines within brackets or quotes are not indented, such as a closing bracket at the beginning of a
 * line. YAML requires that they are; kubectl does not.
 */
function parseIndented(
  text: SourceText,
  { mark, reason }: YAMLException,
  remaining: number,
): ParsedDocument[] | undefined {
  const indented = reason === NOT_INDENTED && remaining > 0 ? text.indent(mark?.position ?? 0) : undefined;
  if (!indented) {
    return undefined;
  }
  try {
    return parse(indented, (error) => {
      throw error;
    });
  } catch (error) {
    if (error instanceof YAMLException) {
      return parseIndented(indented, error, remaining - 1);
    }
    throw error;
  }
}

/** Parses all documents of a text at once, which is faster than one by one. */
function parse(text: SourceText, otherwise: (error: YAMLException) => ParsedDocument[]): ParsedDocument[] {
  const { content } = text;
  let events: Event[];
  try {
    events = parseEvents(content, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (error instanceof YAMLException) {
      return otherwise(error);
    }
    throw error;
  }
  return composeDocuments(content, events).map(({ error, repeated, value }, index) => {
    const problem = error && { position: text.positionAt(error.offset), text: error.message };
    return { value, repeated, problem, source: text, index };
  });
}

function notValid(source: SourceText, { mark, reason }: YAMLException): ParsedDocument {
  const offset = Math.min(mark?.position ?? 0, source.content.trimEnd().length);
  return { problem: { position: source.positionAt(offset), text: messageOf(reason) }, repeated: [], source, index: 0 };
}

/** Messages of the parser that say too little. */
const MESSAGES: readonly (readonly [RegExp, string])[] = [
  [/^nesting exceeded/, `is nested more than ${MAX_DEPTH} levels deep`],
  [new RegExp(NOT_INDENTED), 'is not indented enough, or a bracket or quote before it is not closed'],
  [/^tab characters must not be used in indentation$/, 'has a tab in its indentation, where only spaces are allowed'],
];

function messageOf(reason: string): string {
  return MESSAGES.find(([pattern]) => pattern.test(reason))?.[1] ?? reason;
}
