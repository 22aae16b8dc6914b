import { Text } from './file-content';

/** Number of characters from which a part of a text stays apart. */
const LARGE = 2 ** 20;

/** Joins the parts of a text, except for large ones: joining copies them. */
export function joinParts(parts: Iterable<string>): Text {
  const joined: string[] = [];
  let small = '';
  for (const part of parts) {
    if (part.length < LARGE) {
      small += part;
    } else {
      joined.push(small, part);
      small = '';
    }
  }
  return joined.length > 0 ? [...joined, small] : small;
}

/** The parts of a text. */
export function partsOf(text: Text): readonly string[] {
  return typeof text === 'string' ? [text] : text;
}
