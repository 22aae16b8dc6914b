import { countLines, SourceText } from './source-text';

/** The beginning of a document in YAML. Directives before it, such as `%YAML 1.1`, are not parted from it. */
const MARKER = /(?<!^%.*\r?\n)^---(?=[ \t\r\n]|$)/gm;

/** The beginning of a document in JSON after another one: objects in one line each, or as `kubectl` and `jq` print them. */
const NEXT_OBJECT = /(?<=\}[ \t]*\r?\n)(?=\{)/g;

/** Splits a text at `---`. */
export function splitYaml(text: SourceText): SourceText[] {
  return splitAt(
    text,
    [...text.content.matchAll(MARKER)].map(({ index }) => index),
  );
}

/** Splits a text with JSON objects that follow each other, without anything in between. */
export function splitJson(text: SourceText): SourceText[] {
  const isJson = text.content.trimStart().startsWith('{');
  return isJson
    ? splitAt(
        text,
        [...text.content.matchAll(NEXT_OBJECT)].map(({ index }) => index),
      )
    : [text];
}

function splitAt({ content, firstLine }: SourceText, starts: readonly number[]): SourceText[] {
  let line = firstLine;
  return [0, ...starts].flatMap((start, index) => {
    const part = content.slice(start, starts[index] ?? content.length);
    const text = new SourceText(part, line);
    line += countLines(part);
    return part === '' ? [] : [text];
  });
}
