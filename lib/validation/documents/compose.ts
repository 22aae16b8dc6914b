import { AliasEvent, EVENT_ID, Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import { repeatedKeys } from './repeated-keys';
import { isMergeKey, NotJson, scalarKey, scalarValue, startOf } from './scalar-events';

/** A document without a value in JSON. */
export class ComposeError extends Error {
  public constructor(
    message: string,

    /** Offset in the text. */
    public readonly offset: number,
  ) {
    super(message);
  }
}

/** The value of a document. */
export interface ComposedDocument {
  readonly value?: unknown;
  readonly error?: ComposeError;

  /** Paths of keys that are in the same map more than once; their last value counts. */
  readonly repeated: readonly string[];
}

/** Maximum number of values that aliases copy, so that a short text cannot become a huge object. */
const MAX_COPIES = 100_000;

interface Fields {
  [name: string]: unknown;
}

/** A value that aliases may refer to. */
interface Anchor {
  readonly value: unknown;

  /** The number of values in it; undefined while it is being composed. */
  readonly size?: number;

  /** Its key, if it is a scalar that can be the key of a map. */
  readonly key?: string;
}

const NO_KEYS: readonly string[] = [];

/**
 * Composes documents from the events of a parser as `sigs.k8s.io/yaml` does, with which kubectl reads manifests: scalars
 * and keys become what JSON has, the last of repeated keys counts, and `<<` overrides what is before it.
 *
 * @param text the text that was parsed
 * @param events the events of all its documents
 */
export function composeDocuments(text: string, events: readonly Event[]): ComposedDocument[] {
  const documents: ComposedDocument[] = [];
  for (let at = 0; at < events.length;) {
    const composer = new Composer(text, events, at + 1);
    documents.push(composer.document());
    at = composer.end();
  }
  return documents;
}

/** Texts that documents have in common: keys, and values such as names of variables. */
const texts = new Map<string, string>();
const MAX_TEXTS = 10_000;

/** Longer parts of a text refer to it in V8, and keep it in memory. */
const MAX_COPIED = 12;
const LATIN1 = /^[\0-\xff]*$/;

/** The same string for equal texts, and none that is a part of its file, so that the objects of large files take less memory. */
function shared<T>(value: T): T | string {
  if (typeof value !== 'string') {
    return value;
  }
  const known = texts.get(value);
  if (known !== undefined) {
    return known;
  }
  if (texts.size === MAX_TEXTS) {
    texts.clear();
  }
  const own = value.length > MAX_COPIED ? copyOf(value) : value;
  texts.set(own, own);
  return own;
}

function copyOf(text: string): string {
  const encoding = LATIN1.test(text) ? 'latin1' : 'utf16le';
  return Buffer.from(text, encoding).toString(encoding);
}

class Composer {
  private values = 0;
  private copies = 0;
  private isRepeated = false;
  private readonly anchors = new Map<string, Anchor>();

  public constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
    private at: number,
  ) {}

  public document(): ComposedDocument {
    const start = this.at;
    try {
      const value = this.node();
      return { value, repeated: this.isRepeated ? repeatedKeys(this.text, this.events, start) : NO_KEYS };
    } catch (error) {
      return { error: this.composeError(error), repeated: NO_KEYS };
    }
  }

  /** The index of the first event of the next document. */
  public end(): number {
    while (this.at < this.events.length && this.events[this.at].type !== EVENT_ID.DOCUMENT) {
      this.at++;
    }
    return this.at;
  }

  private composeError(error: unknown): ComposeError {
    if (error instanceof NotJson) {
      return new ComposeError(error.message, startOf(this.events[this.at - 1]) ?? 0);
    }
    if (error instanceof ComposeError) {
      return error;
    }
    throw error;
  }

  private node(): unknown {
    const event = this.events[this.at++];
    this.values++;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.scalar(event);
      case EVENT_ID.SEQUENCE:
        return this.sequence(event);
      case EVENT_ID.MAPPING:
        return this.mapping(event);
      default:
        return this.alias(event as AliasEvent).value;
    }
  }

  private scalar(event: ScalarEvent): unknown {
    const value = shared(scalarValue(this.text, event));
    if (event.anchorStart >= 0) {
      this.remember(event, { value, size: 1, key: scalarKey(this.text, event) });
    }
    return value;
  }

  private sequence(event: SequenceEvent): unknown[] {
    const before = this.open(event);
    const items: unknown[] = [];
    while (this.events[this.at].type !== EVENT_ID.POP) {
      items.push(this.node());
    }
    // A copy has no room for more items, which would often take more memory than the items.
    const value = items.slice();
    this.close(event, value, before);
    return value;
  }

  private mapping(event: MappingEvent): Fields {
    const map: Fields = {};
    const before = this.open(event);
    while (this.events[this.at].type !== EVENT_ID.POP) {
      if (isMergeKey(this.text, this.events[this.at])) {
        this.merge(map);
      } else {
        const key = this.key();
        this.set(map, key, this.node());
      }
    }
    this.close(event, map, before);
    return map;
  }

  private set(map: Fields, key: string, value: unknown): void {
    if (key === '__proto__') {
      Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
      return;
    }
    this.isRepeated ||= map[key] !== undefined && Object.hasOwn(map, key);
    map[key] = value;
  }

  private key(): string {
    const event = this.events[this.at++];
    const offset = startOf(event) ?? 0;
    if (event.type !== EVENT_ID.SCALAR && event.type !== EVENT_ID.ALIAS) {
      throw new ComposeError('has a list or a map as a key', offset);
    }
    const key = shared(event.type === EVENT_ID.ALIAS ? this.alias(event).key : scalarKey(this.text, event));
    if (key === undefined) {
      throw new ComposeError('has a key that JSON does not have, such as null', offset);
    }
    if (event.type === EVENT_ID.SCALAR && event.anchorStart >= 0) {
      this.remember(event, { value: scalarValue(this.text, event), size: 1, key });
    }
    return key;
  }

  /** Of a list of maps, the first one with a key counts. */
  private merge(map: Fields): void {
    this.at++;
    const offset = startOf(this.events[this.at]) ?? 0;
    const isList = this.events[this.at].type === EVENT_ID.SEQUENCE;
    const value = this.node();
    for (const source of isList ? [...(value as unknown[])].reverse() : [value]) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) {
        throw new ComposeError("merges something other than maps with '<<'", offset);
      }
      for (const [key, merged] of Object.entries(source)) {
        this.set(map, key, merged);
      }
    }
  }

  private alias({ anchorEnd, anchorStart }: AliasEvent): Anchor {
    const name = this.text.slice(anchorStart, anchorEnd);
    const anchor = this.anchors.get(name);
    if (anchor?.size === undefined) {
      const text = anchor ? ' within the value that it refers to' : `, but no anchor '&${name}' before it`;
      throw new ComposeError(`has the alias '${name}'${text}`, anchorStart - 1);
    }
    this.values += anchor.size;
    this.copies += anchor.size;
    if (this.copies > MAX_COPIES) {
      throw new ComposeError(`copies more than ${MAX_COPIES} values by aliases`, anchorStart - 1);
    }
    return anchor;
  }

  private open(event: MappingEvent | SequenceEvent): number {
    if (event.anchorStart >= 0) {
      this.remember(event, { value: undefined });
    }
    return this.values;
  }

  private close(event: MappingEvent | SequenceEvent, value: unknown, before: number): void {
    this.at++;
    if (event.anchorStart >= 0) {
      this.remember(event, { value, size: this.values - before + 1 });
    }
  }

  private remember({ anchorEnd, anchorStart }: MappingEvent | ScalarEvent | SequenceEvent, anchor: Anchor): void {
    this.anchors.set(this.text.slice(anchorStart, anchorEnd), anchor);
  }
}
