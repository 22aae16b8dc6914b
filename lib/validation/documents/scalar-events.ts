import { EVENT_ID, Event, getScalarValue, SCALAR_STYLE, ScalarEvent } from 'js-yaml';
import { float, plainKey, plainValue, ResolvedScalar, resolvePlain, ScalarValue } from './scalars';

/** A value that JSON does not have. */
export class NotJson extends Error {}

/** The value of a scalar. */
export function scalarValue(text: string, event: ScalarEvent): ScalarValue {
  const content = getScalarValue(text, event);
  if (event.tagStart >= 0) {
    return finite(resolveTagged(text, event, content).value, content);
  }
  return event.style === SCALAR_STYLE.PLAIN ? finite(plainValue(content), content) : content;
}

/** The key of a JSON object that a scalar becomes; undefined if JSON has no such key. */
export function scalarKey(text: string, event: ScalarEvent): string | undefined {
  const content = getScalarValue(text, event);
  if (event.tagStart >= 0) {
    return resolveTagged(text, event, content).key;
  }
  return event.style === SCALAR_STYLE.PLAIN ? plainKey(content) : content;
}

/** Tells if a key merges other maps into its map: `<<`, without quotes. */
export function isMergeKey(text: string, event: Event): boolean {
  return (
    event.type === EVENT_ID.SCALAR &&
    event.style === SCALAR_STYLE.PLAIN &&
    event.tagStart < 0 &&
    event.valueEnd - event.valueStart === MERGE.length &&
    event.valueStart >= 0 &&
    text.startsWith(MERGE, event.valueStart)
  );
}

const MERGE = '<<';

/** The offset at which a node begins; undefined if it is empty, such as the value of `a:`. */
export function startOf(event: Event): number | undefined {
  switch (event.type) {
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    case EVENT_ID.SCALAR:
      return event.valueStart < 0 ? undefined : event.valueStart - (isQuoted(event) ? 1 : 0);
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1;
    default:
      return undefined;
  }
}

function isQuoted({ style }: ScalarEvent): boolean {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
}

function finite(value: ScalarValue, content: string): ScalarValue {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new NotJson(`has the number '${content}', which JSON does not have`);
  }
  return value;
}

const TAG = /^!(?:!|<tag:yaml\.org,2002:)(\w+)>?$/;
const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;
const TIMESTAMP =
  /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d))|(?: \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?))?$/;

/** Resolves a scalar with a tag. Other tags than those of JSON's types, such as `!vault`, make it a string. */
function resolveTagged(text: string, { tagEnd, tagStart }: ScalarEvent, content: string): ResolvedScalar {
  const tag = text.slice(tagStart, tagEnd);
  const type = TAG.exec(tag)?.[1];
  const string: ResolvedScalar = { type: 'str', value: content, key: content };
  const plain = resolvePlain(content);
  const integer = plain.type === 'uint' ? 'int' : plain.type;
  switch (type) {
    case 'bool':
    case 'int':
    case 'null':
      return integer === type ? plain : fail(content, tag);
    case 'float':
      return plain.type === 'float'
        ? plain
        : ((plain.type === 'int' ? float(Number(plain.value)) : undefined) ?? fail(content, tag));
    case 'timestamp':
      return TIMESTAMP.test(content) ? string : fail(content, tag);
    case 'binary': {
      const bytes = content.replace(/[\r\n]/g, '');
      const value = BASE64.test(bytes) ? Buffer.from(bytes, 'base64').toString() : fail(content, tag);
      return { type: 'str', value, key: value };
    }
    default:
      return string;
  }
}

function fail(content: string, tag: string): never {
  throw new NotJson(`has the value '${content}', which is not a valid ${tag}`);
}
