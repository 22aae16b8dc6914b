import { EVENT_ID, Event } from 'js-yaml';
import { fieldPath, itemPath } from '../field-path';
import { isMergeKey, scalarKey } from './scalar-events';

/**
 * The paths of keys that are in the same map more than once.
 *
 * @param text the text that was parsed
 * @param events its events
 * @param start index of the first node of a document
 */
export function repeatedKeys(text: string, events: readonly Event[], start: number): string[] {
  const repeated = new Set<string>();
  let at = start;
  visit('');
  return [...repeated];

  function visit(path: string): void {
    const event = events[at++];
    if (event.type === EVENT_ID.SEQUENCE) {
      for (let index = 0; events[at].type !== EVENT_ID.POP; index++) {
        visit(itemPath(path, index));
      }
      at++;
    } else if (event.type === EVENT_ID.MAPPING) {
      const keys = new Set<string>();
      while (events[at].type !== EVENT_ID.POP) {
        visit(fieldPath(path, keyOf(path, keys)));
      }
      at++;
    }
  }

  function keyOf(path: string, keys: Set<string>): string {
    const event = events[at++];
    const key = event.type === EVENT_ID.SCALAR ? scalarKey(text, event) : undefined;
    if (key === undefined || isMergeKey(text, event)) {
      return '<<';
    }
    if (keys.has(key)) {
      repeated.add(fieldPath(path, key));
    }
    keys.add(key);
    return key;
  }
}
