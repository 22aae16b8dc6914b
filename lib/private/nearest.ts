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

/** Letters that are compared: more than a word of the longest has, with mistakes and where lower case is longer. */
const MOST_LETTERS = 3 * LONGEST;

/** A letter of words that begin alike, and those that may follow. */
interface Letter {
  readonly next: Map<string, Letter>;

  /** Index of the first word that ends here. */
  end?: number;
}

/**
 * Like `nearest()`, for many words that are all looked for among the same ones: words that begin alike are compared together,
 * and no further once they differ too much.
 */
export function nearestIn(words: readonly string[]): (word: string) => string | undefined {
  let root: Letter | undefined;
  return (word) => {
    if (word.length > LONGEST) {
      return undefined;
    }
    root ??= lettersOf(words);
    const wanted = word.toLowerCase();
    let best = { mistakes: Math.min(MOST_MISTAKES + 1, word.length), index: Infinity };
    const search = ({ end = Infinity, next }: Letter, row: readonly number[]): void => {
      const mistakes = row[wanted.length];
      if (end < Infinity && (mistakes < best.mistakes || (mistakes === best.mistakes && end < best.index))) {
        best = { mistakes, index: end };
      }
      for (const [letter, below] of next) {
        const after = nextRow(wanted, letter, row);
        if (Math.min(...after) <= Math.min(best.mistakes, MOST_MISTAKES)) {
          search(below, after);
        }
      }
    };
    search(
      root,
      Array.from({ length: wanted.length + 1 }, (_, index) => index),
    );
    return best.mistakes <= MOST_MISTAKES && best.mistakes < word.length ? words[best.index] : undefined;
  };
}

function lettersOf(words: readonly string[]): Letter {
  const root: Letter = { next: new Map() };
  for (const [index, word] of words.entries()) {
    let at = root;
    for (const letter of word.toLowerCase().slice(0, MOST_LETTERS).split('')) {
      const known = at.next.get(letter) ?? { next: new Map() };
      at.next.set(letter, known);
      at = known;
    }
    at.end ??= word.length < MOST_LETTERS ? index : undefined;
  }
  return root;
}

/** The next row of Levenshtein's matrix: distances of the beginnings of a word to some letters, and one more. */
function nextRow(word: string, letter: string, row: readonly number[]): number[] {
  const after = [row[0] + 1];
  for (let index = 0; index < word.length; index++) {
    const replaced = row[index] + (word[index] === letter ? 0 : 1);
    after.push(Math.min(replaced, row[index + 1] + 1, after[index] + 1));
  }
  return after;
}
