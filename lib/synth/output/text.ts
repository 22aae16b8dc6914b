import { Text } from './file-content';

/** Number of characters up to which parts of a text are joined. Joining copies them. */
const LARGE = 2 ** 16;

/** Joins the small parts of a text. */
export function joinParts(parts: Iterable<string>): Text {
  const joined: string[] = [];
  let small: string[] = [];
  let length = 0;
  const join = () => {
    joined.push(small.join(''));
    small = [];
    length = 0;
  };
  for (const part of parts) {
    if (length + part.length >= LARGE && length > 0) {
      join();
    }
    small.push(part);
    length += part.length;
  }
  join();
  return joined.length > 1 ? joined : joined[0];
}

/** The parts of a text. */
export function partsOf(text: Text): readonly string[] {
  return typeof text === 'string' ? [text] : text;
}
