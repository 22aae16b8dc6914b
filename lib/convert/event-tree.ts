import { EVENT_ID, Event } from 'js-yaml';

/** A node of a document in YAML, with the event of its beginning. */
export interface EventTree {
  readonly event: Event;

  /** Keys and values of a map, repeated keys included. */
  readonly entries: readonly (readonly [EventTree, EventTree])[];

  /** Items of a list. */
  readonly items: readonly EventTree[];
}

/**
 * Arranges the events of a document as a tree.
 *
 * @param events the events of the document, without that of its beginning; never none
 */
export function eventTree(events: readonly Event[]): EventTree {
  let at = 0;
  const node = (): EventTree => {
    const event = events[at++];
    const entries: [EventTree, EventTree][] = [];
    const items: EventTree[] = [];
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      while (events[at].type !== EVENT_ID.POP) {
        if (event.type === EVENT_ID.MAPPING) {
          entries.push([node(), node()]);
        } else {
          items.push(node());
        }
      }
      at++;
    }
    return { event, entries, items };
  };
  return node();
}
