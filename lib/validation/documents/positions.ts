import { EVENT_ID, Event, parseEvents } from 'js-yaml';
import { fieldPath, itemPath } from '../field-path';
import { isMergeKey, scalarKey, startOf } from './scalar-events';
import { SourceObject } from './read-objects';
import { MAX_DEPTH, Position, SourceText } from './source-text';

/**
 * The position of a field in its file: that of its key, or of an item of a list. Of a field that is not set, the position
 * of the nearest parent that is.
 *
 * The text is parsed for it once more, so call this only for findings.
 *
 * @param source the object that has the field
 * @param path path of the field, as findings have it: `spec.volumes[0].name`
 * @returns undefined if the object was not read from a file
 */
export function positionOf({ origin, problem }: SourceObject, path: string): Position | undefined {
  return problem?.position ?? (origin && positionIn(origin.text, origin.document, join(origin.path, path)));
}

function join(outer: string, path: string): string {
  return outer === '' || path === '' || path.startsWith('[') ? outer + path : `${outer}.${path}`;
}

function positionIn(text: SourceText, document: number, path: string): Position {
  return text.positionAt(new Search(text.content, documentEvents(text)[document], path).offset());
}

let latest: { readonly text: SourceText; readonly documents: Event[][] } | undefined;

/** The events of each document in a valid text. Those of the latest text are kept, as a text often has several findings. */
export function documentEvents(text: SourceText): readonly Event[][] {
  if (latest?.text !== text) {
    latest = { text, documents: parse(text.content) };
  }
  return latest.documents;
}

function parse(content: string): Event[][] {
  const documents: Event[][] = [];
  for (const event of parseEvents(content, { maxDepth: MAX_DEPTH })) {
    if (event.type === EVENT_ID.DOCUMENT) {
      documents.push([]);
    } else {
      documents.at(-1)?.push(event);
    }
  }
  return documents;
}

/** Indices of the events with which the items of a list begin, and of the one after the list. */
interface Items {
  readonly starts: readonly number[];
  readonly end: number;
}

/** Lists that have been searched: each of thousands of objects in a list may have findings. */
const listsOf = new WeakMap<readonly Event[], Map<number, Items>>();

/** Goes from the root of a document to the node at a path, or to its nearest parent. */
class Search {
  private at = 0;
  private found = 0;

  public constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
    private readonly path: string,
  ) {}

  public offset(): number {
    this.found = startOf(this.events[0]) ?? 0;
    this.enter('');
    return this.found;
  }

  /** Looks for the path in the node at `at`, whose own path is given, and leaves `at` behind the node. */
  private enter(path: string): void {
    const event = this.events[this.at];
    if (event.type === EVENT_ID.MAPPING) {
      this.enterKeys(path);
    } else if (event.type === EVENT_ID.SEQUENCE) {
      const { end, starts } = this.items();
      const [, index = ''] = /^\[(\d+)\]/.exec(this.path.slice(path.length)) ?? [];
      if (index !== '' && Number(index) < starts.length) {
        this.at = starts[Number(index)];
        this.found = startOf(this.events[this.at]) ?? this.found;
        this.enter(itemPath(path, Number(index)));
      }
      this.at = end;
    } else {
      this.at++;
    }
  }

  /** The items of the list at `at`. */
  private items(): Items {
    const lists = listsOf.get(this.events) ?? new Map<number, Items>();
    const start = this.at;
    const found = lists.get(start) ?? this.findItems();
    listsOf.set(this.events, lists.set(start, found));
    return found;
  }

  private findItems(): Items {
    const starts: number[] = [];
    this.at++;
    while (this.events[this.at].type !== EVENT_ID.POP) {
      starts.push(this.at);
      this.skip();
    }
    return { starts, end: this.at + 1 };
  }

  /** Of repeated keys, the last one counts. */
  private enterKeys(outer: string): void {
    this.at++;
    while (this.events[this.at].type !== EVENT_ID.POP) {
      const { path, start } = this.key(outer);
      if (this.leadsTo(path)) {
        this.found = start ?? this.found;
        this.enter(path);
      } else {
        this.skip();
      }
    }
    this.at++;
  }

  private key(path: string): { readonly path: string; readonly start?: number } {
    const event = this.events[this.at];
    const start = startOf(event);
    const key = event.type === EVENT_ID.SCALAR ? scalarKey(this.text, event) : undefined;
    this.skip();
    return { path: key === undefined || isMergeKey(this.text, event) ? '' : fieldPath(path, key), start };
  }

  private leadsTo(path: string): boolean {
    return path !== '' && this.path.startsWith(path) && /^$|^[.[]/.test(this.path.slice(path.length));
  }

  /** Skips the node at `at`. */
  private skip(): void {
    let level = 0;
    do {
      const { type } = this.events[this.at++];
      level += type === EVENT_ID.POP ? -1 : type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE ? 1 : 0;
    } while (level > 0);
  }
}
