import { isDeepStrictEqual } from 'util';
import { Yaml } from 'cdk8s';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { stringifyYaml } from '../../lib/synth/yaml';
import { Random } from './random';
import { TOUGH_STRINGS } from './tough-strings';

/** A document that is printed or read differently. */
export interface Difference {
  readonly document: unknown;
  readonly printed: string;

  /** The text that cdk8s prints, or the value that another parser reads. */
  readonly expected: unknown;
}

/**
 * Prints random documents, compares them with the output of cdk8s, and reads them back as YAML 1.1, as Kubernetes does.
 *
 * @param count number of documents
 * @param seed seed of the random documents
 * @returns the first document that differs, if any
 */
export function fuzzYaml(count: number, seed: number): Difference | undefined {
  const random = new Random(seed);
  for (let index = 0; index < count; index++) {
    const difference = differenceOf(randomDocument(random));
    if (difference) {
      return difference;
    }
  }
  return undefined;
}

/** The first difference in the text of a document. */
export function differenceOf(document: unknown): Difference | undefined {
  const printed = orError(() => stringifyYaml(document));
  const byCdk8s = orError(() => Yaml.stringify(document));
  if (printed !== byCdk8s) {
    return { document, printed, expected: byCdk8s };
  }
  if (typeof document !== 'object' || AMBIGUOUS.some((text) => text.test(printed))) {
    return undefined;
  }
  const read = orError(() => load(printed, { schema: YAML11_SCHEMA }));
  return isDeepStrictEqual(asRead(read), asRead(document)) ? undefined : { document, printed, expected: read };
}

function orError<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    return String(error);
  }
}

/** Output of cdk8s that YAML 1.1 reads differently. */
const AMBIGUOUS = [
  /^[\s:-]*<<:/m, // The merge key.
  /\ufeff/, // The byte order mark.
  /(: |- |^)-?\d+e[-+]\d+$/m, // Numbers with an exponent but no decimal point.
  /\|[-+]?\n +[ \t]*$/m, // Blocks that begin with a blank line.
  /^ +\\\\ /m, // Quoted lines with leading spaces: the first space is escaped twice.
  /^.{1024,}:/m, // Keys that exceed the length limit of implicit keys.
];

/** The value after a round trip through YAML, which has neither undefined nor -0. */
function asRead(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(asRead);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asRead(item)]));
  }
  return value === 0 ? 0 : (value ?? null);
}

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  1.5,
  1e21,
  1e-7,
  8080,
  123456789012345680000,
  NaN,
  Infinity,
  -Infinity,
  0.1 + 0.2,
  2 ** 53,
];
const LETTERS = [
  ...Array.from('ab01 :#-\t\'"?,[]{}&*!|>%@`~.<=_xeEoTZ+/\\$(^;'),
  ...['\n', '\n', '\n\n', '  ', '---', '...', 'é', '😀', '\r', '\u2028', '\u0085', '\ud800', '\u00a0', '\ufeff'],
];

/** Mostly manifests, sometimes arbitrary values. */
function randomDocument(random: Random): unknown {
  return random.next() < 0.03
    ? randomValue(random, 0)
    : { kind: randomString(random), data: randomValue(random, 0), [randomString(random)]: randomValue(random, 0) };
}

function randomValue(random: Random, depth: number): unknown {
  const kind = random.next();
  if (depth > 3 || kind < 0.6) {
    return randomString(random);
  }
  if (kind < 0.7) {
    return random.next() < 0.6 ? random.pick(NUMBERS) : random.pick([true, false, null, undefined]);
  }
  if (kind < 0.72) {
    return twice(randomValue(random, depth + 1));
  }
  return kind < 0.85
    ? random.some(2, () => randomValue(random, depth + 1))
    : Object.fromEntries(random.some(2, () => [randomString(random), randomValue(random, depth + 1)]));
}

/** The same object in two places, for which YAML may print an alias. */
function twice(value: unknown): unknown {
  return { first: value, second: [value] };
}

/** Excludes long keys, which are slow and have their own tests. */
const SHORT = TOUGH_STRINGS.filter(({ length }) => length < 200);

function randomString(random: Random): string {
  if (random.next() < 0.55) {
    return random.pick(SHORT);
  }
  return random.some(random.next() < 0.05 ? 40 : 8, () => random.pick(LETTERS)).join('');
}
