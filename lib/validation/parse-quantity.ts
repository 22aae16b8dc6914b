/** Longer strings are not treated as quantities. */
const MOST_DIGITS = 256;

const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL: { readonly [suffix: string]: number } = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

/** Kubernetes rounds up to this many places after the point. */
const PLACES = 9;

/** The largest amount that Kubernetes represents. */
const MOST = (2n ** 63n - 1n) * 10n ** BigInt(PLACES);

/** Tells if a value is a valid quantity. */
export function isQuantity(value: unknown): boolean {
  return partsOf(value) !== undefined;
}

/**
 * Parses a quantity of Kubernetes exactly, in billionths; undefined if it is not valid.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(value: unknown): bigint | undefined {
  const text = String(value);
  if (known.has(text)) {
    return known.get(text);
  }
  const amount = parse(text);
  if (known.size < MOST_KNOWN && text.length <= MOST_DIGITS) {
    known.set(text, amount);
  }
  return amount;
}

/** Quantities that have been parsed: objects have few different ones. */
const known = new Map<string, bigint | undefined>();
const MOST_KNOWN = 1000;

function parse(value: string): bigint | undefined {
  const parts = partsOf(value);
  if (!parts) {
    return undefined;
  }
  const [, sign, whole, fraction = '', suffix = ''] = parts;
  const digits = BigInt(whole + fraction);
  const exponent = PLACES + decimalExponent(suffix) - fraction.length;
  const amount = digits * 1024n ** BigInt(BINARY.indexOf(suffix) + 1);
  const billionths = amount === 0n ? 0n : scaled(amount, exponent);
  const capped = billionths > MOST ? MOST : billionths;
  return sign === '-' ? -capped : capped;
}

function partsOf(value: unknown): RegExpExecArray | undefined {
  const text = String(value);
  const match = text.length > MOST_DIGITS ? null : QUANTITY.exec(text);
  // At least one of the two groups must have digits.
  return match && match.slice(2, 4).join('') !== '' ? match : undefined;
}

/** Multiplies an amount by a power of ten. Extreme exponents are capped: `1e999999999` would take forever. */
function scaled(amount: bigint, exponent: number): bigint {
  if (exponent > MOST_DIGITS) {
    return MOST;
  }
  if (exponent < -MOST_DIGITS) {
    return 1n;
  }
  return exponent >= 0 ? amount * 10n ** BigInt(exponent) : roundUp(amount, 10n ** BigInt(-exponent));
}

function decimalExponent(suffix: string): number {
  return /^[eE]./.test(suffix) && !BINARY.includes(suffix) ? Number(suffix.slice(1)) : (DECIMAL[suffix] ?? 0);
}

function roundUp(amount: bigint, unit: bigint): bigint {
  return (amount + unit - 1n) / unit;
}
