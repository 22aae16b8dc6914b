import { field } from '../../synth/manifest';
import { itemPath } from '../field-path';
import { Problem } from '../problems';

/** What makes names the same, and what is said of it. */
export interface NameOptions {
  /** The field that the name is in. */
  readonly key?: string;

  /** What a name comes to. */
  readonly keyOf?: (name: string) => string;

  readonly describe?: (name: string, earlier: string) => Pick<Problem, 'remedy' | 'text'>;
}

/** Items whose names come to the same as that of an earlier one. Items without a name are another rule's affair. */
export function repeatedNames(items: readonly unknown[], path: string, options: NameOptions = {}): Problem[] {
  return items.length < 2 ? [] : repeats(items, path, options);
}

function repeats(
  items: readonly unknown[],
  path: string,
  { key = 'name', keyOf = String, describe = sameName }: NameOptions,
): Problem[] {
  const seen = new Map<string, string>();
  return items.flatMap((item, index) => {
    const name = field(item, key);
    if (typeof name !== 'string') {
      return [];
    }
    const at = itemPath(path, index);
    const earlier = seen.get(keyOf(name));
    seen.set(keyOf(name), earlier ?? at);
    return earlier === undefined ? [] : [{ path: `${at}.${key}`, value: name, ...describe(name, earlier) }];
  });
}

function sameName(_: string, earlier: string): Pick<Problem, 'remedy' | 'text'> {
  return { text: `is the name of ${earlier} as well`, remedy: 'rename one of them' };
}
