import { countLines, SourceText } from './source-text';

/** The beginning of a document in YAML. Directives before it, such as `%YAML 1.1`, are not parted from it. */
const MARKER = /(?<!^%.*\r?\n)^---(?=[ \t\r\n]|$)/gm;

/** The beginning of a document in JSON after another one: objects in one line each, or as `kubectl` and `jq` print them. */
const NEXT_OBJECT = /(?<=\}[ \t]*\r?\n)(?=\{)/g;

/** Length of parts. The events of longer ones would outlive the garbage collections of young objects. */
const PART = 128 * 1024;

/** Splits a long text at some of its `---`, so that parsing it takes less memory. */
export function splitLong(text: SourceText): SourceText[] {
  const { content } = text;
  if (content.length <= PART) {
    return [text];
  }
  const marker = new RegExp(MARKER);
  const starts: number[] = [];
  for (let at = PART; at < content.length; at += PART) {
    marker.lastIndex = at;
    at = marker.exec(content)?.index ?? content.length;
    starts.push(at);
  }
  return splitAt(text, starts);
}

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

function splitAt(text: SourceText, starts: readonly number[]): SourceText[] {
  const { content } = text;
  let line = text.firstLine;
  return [0, ...starts].flatMap((start, index) => {
    const part = text.lines(start, starts[index], line);
    const lines = content.slice(start, starts[index]);
    line += countLines(lines);
    return lines === '' ? [] : [part];
  });
}
