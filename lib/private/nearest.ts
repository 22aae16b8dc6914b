import { closest, distance } from 'fastest-levenshtein';

/** Maximum number of typing errors. */
const MOST_MISTAKES = 2;

/** Longer words are not compared, because that would take long. */
const LONGEST = 100;

/** The word that was probably meant by a misspelled one, if any. */
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
