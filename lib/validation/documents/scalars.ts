/** The value of a scalar. */
export type ScalarValue = string | number | boolean | null;

/** A scalar without quotes, as `sigs.k8s.io/yaml` resolves it, with which kubectl reads manifests. */
export interface ResolvedScalar {
  /** The type: that of its tag, such as `!!int`, or `uint` for an integer that only fits into 64 bits without a sign. */
  readonly type: 'bool' | 'float' | 'int' | 'null' | 'str' | 'uint';

  readonly value: ScalarValue;

  /** The value as a key of a JSON object; undefined if JSON has no such key. */
  readonly key?: string;
}

const WORDS: readonly (readonly [words: string, resolved: ResolvedScalar])[] = [
  ['y Y yes Yes YES true True TRUE on On ON', { type: 'bool', value: true, key: 'true' }],
  ['n N no No NO false False FALSE off Off OFF', { type: 'bool', value: false, key: 'false' }],
  ['~ null Null NULL', { type: 'null', value: null }],
  ['.nan .NaN .NAN', { type: 'float', value: NaN, key: '.nan' }],
  ['.inf .Inf .INF +.inf +.Inf +.INF', { type: 'float', value: Infinity, key: '.inf' }],
  ['-.inf -.Inf -.INF', { type: 'float', value: -Infinity, key: '-.inf' }],
];

const SPECIAL = new Map<string, ResolvedScalar>([
  ['', { type: 'null', value: null }],
  ...WORDS.flatMap(([words, resolved]) => words.split(' ').map((word) => [word, resolved] as const)),
]);

/** Characters that something other than a string may begin with. */
const FIRST = new Set(Buffer.from('+-0123456789.yYnNtTfFoO~'));

/** The value of a scalar without quotes and tag. */
export function plainValue(text: string): ScalarValue {
  if (text !== '' && !FIRST.has(text.charCodeAt(0))) {
    return text;
  }
  return resolvePlain(text).value;
}

/** The key of a JSON object that a scalar without quotes and tag becomes; undefined if JSON has no such key. */
export function plainKey(text: string): string | undefined {
  return text !== '' && !FIRST.has(text.charCodeAt(0)) ? text : resolvePlain(text).key;
}

/** Resolves a scalar without quotes, as YAML 1.1 with the integers of Go: `yes`, `0o17`, `1_000`, `.5`. */
export function resolvePlain(text: string): ResolvedScalar {
  const special = SPECIAL.get(text);
  if (special) {
    return special;
  }
  const first = text.charCodeAt(0);
  const isNumber = first <= CODE_OF_9 && FIRST.has(first);
  return (isNumber ? (text.startsWith('.') ? fraction(text) : number(text)) : undefined) ?? string(text);
}

const CODE_OF_9 = '9'.charCodeAt(0);

function string(text: string): ResolvedScalar {
  return { type: 'str', value: text, key: text };
}

/** Go takes underscores between digits, if the text begins with a point. */
const FRACTION = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/;

function fraction(text: string): ResolvedScalar | undefined {
  return FRACTION.test(text) ? float(Number(text.replaceAll('_', ''))) : undefined;
}

/** Characters of numbers. Others, such as the unit of `64Mi`, are soon seen. */
const NUMERIC = /^[-+._\da-fA-FxXoO]*$/;
const SMALL = /^(?:0|[1-9]\d{0,14})$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** A number that begins with a digit or a sign. Underscores may be anywhere. */
function number(text: string): ResolvedScalar | undefined {
  if (SMALL.test(text)) {
    return { type: 'int', value: Number(text), key: text };
  }
  if (!NUMERIC.test(text)) {
    return undefined;
  }
  const plain = text.replaceAll('_', '');
  return integer(plain) ?? (FLOAT.test(plain) ? float(Number(plain)) : undefined);
}

/** The digits of an integer by its base, and in binary, by an oversight, with a second sign. */
const INTEGER = /^([-+]?)(?:0[xX]([\da-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/;
const SIGN_WITHIN = /^0b([-+])([01]+)$/;

const MOST_SIGNED = 2n ** 63n;
const MOST_UNSIGNED = 2n ** 64n;

function integer(plain: string): ResolvedScalar | undefined {
  const match = INTEGER.exec(plain.replace(SIGN_WITHIN, (_, within: string, digits: string) => `${within}0b${digits}`));
  if (!match) {
    return undefined;
  }
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  const absolute = BigInt(hexadecimal ? `0x${hexadecimal}` : binary ? `0b${binary}` : octal ? `0o${octal}` : decimal);
  const value = sign === '-' ? -absolute : absolute;
  if (value < -MOST_SIGNED || value >= (sign === '' ? MOST_UNSIGNED : MOST_SIGNED)) {
    return undefined;
  }
  return value < MOST_SIGNED
    ? { type: 'int', value: Number(value), key: value.toString() }
    : { type: 'uint', value: Number(value) };
}

/** A float; undefined if it is too large. */
export function float(value: number): ResolvedScalar | undefined {
  return Number.isFinite(value) ? { type: 'float', value, key: floatKey(Math.fround(value)) } : undefined;
}

/** Digits of a float of 32 bits that tell it from all others. */
const MOST_DIGITS = 9;

/** A float of 32 bits as Go writes it (`%g`): 1.5, 1e+06. */
function floatKey(value: number): string {
  if (!Number.isFinite(value) || value === 0) {
    return value === 0 ? (Object.is(value, -0) ? '-0' : '0') : value > 0 ? '.inf' : '-.inf';
  }
  const shortest = Array.from({ length: MOST_DIGITS }, (_, digits) => value.toExponential(digits)).find(
    (text) => Math.fround(Number(text)) === value,
  );
  const [digits, exponent] = (shortest ?? value.toExponential()).split('e');
  const power = Number(exponent);
  return power < -4 || power >= 6
    ? `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
    : String(Number(`${digits}e${exponent}`));
}
