import { closest, distance } from 'fastest-levenshtein';

/** So many letters may be wrong for a word still to be meant. */
const MOST_MISTAKES = 2;

/** Nobody means a word by one that is longer than that, and to look for it would take long. */
const LONGEST = 100;

/** The word that is likely meant by another one, if there is one. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  if (words.length === 0 || word.length > LONGEST) {
    return undefined;
  }
  const found = closest(
    word.toLowerCase(),
    words.map((one) => one.toLowerCase()),
  );
  const best = words.find((one) => one.toLowerCase() === found);
  const mistakes = distance(word.toLowerCase(), found);
  return mistakes <= MOST_MISTAKES && mistakes < word.length ? best : undefined;
}
