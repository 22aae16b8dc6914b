/** An IPv4 network: its first address, and how many bits of it are fixed. */
export interface Cidr {
  readonly first: number;
  readonly length: number;
}

/** Reads `10.250.0.0/16`; undefined where it is no IPv4 network. The bits after the fixed ones may be set. */
export function parseCidr(text: string): Cidr | undefined {
  const [address, length, ...rest] = text.split('/');
  const bytes = address.split('.');
  const isNumber = (digits: string | undefined, most: number) =>
    digits !== undefined && /^(0|[1-9]\d{0,2})$/.test(digits) && Number(digits) <= most;
  if (rest.length > 0 || bytes.length !== 4 || !bytes.every((byte) => isNumber(byte, 255)) || !isNumber(length, 32)) {
    return undefined;
  }
  return { first: bytes.reduce((sum, byte) => sum * 256 + Number(byte), 0), length: Number(length) };
}

/** Whether no bit is set after the fixed ones. */
export function isCanonical({ first, length }: Cidr): boolean {
  return first % sizeOf(length) === 0;
}

/** Whether all addresses of a network are in another one. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.length >= outer.length && startOf(inner.first, outer.length) === startOf(outer.first, outer.length);
}

/** Whether two networks have addresses in common. */
export function overlaps(one: Cidr, other: Cidr): boolean {
  return contains(one, other) || contains(other, one);
}

/** The network without the bits after the fixed ones: how it is meant. */
export function canonical({ first, length }: Cidr): string {
  const start = startOf(first, length);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.')}/${length}`;
}

function sizeOf(length: number): number {
  return 2 ** (32 - length);
}

function startOf(address: number, length: number): number {
  return address - (address % sizeOf(length));
}
