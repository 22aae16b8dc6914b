import { Requirement } from '../requirement';
import { CheckedField } from './checked-field';

/** IPv4 CIDR: its address as a number, and the length of its prefix. */
export interface Cidr {
  readonly first: number;
  readonly length: number;
}

/** Field with a valid CIDR. */
export interface Network {
  readonly field: CheckedField;
  readonly cidr: Cidr;
}

/** Requirement of an IPv4 CIDR; host bits may be set. */
export const CIDR: Requirement = {
  accepts: (value) => parseCidr(value) !== undefined,
  text: 'is not a valid IPv4 CIDR',
  remedy: 'use the form 10.250.0.0/16',
};

/** Parses an IPv4 CIDR, `10.250.0.0/16`; undefined if it is not valid. Host bits may be set. */
export function parseCidr(value: unknown): Cidr | undefined {
  const [address, length, ...rest] = typeof value === 'string' ? value.split('/') : [''];
  const bytes = address.split('.');
  const isNumber = (digits: string | undefined, most: number) =>
    digits !== undefined && /^(0|[1-9]\d{0,2})$/.test(digits) && Number(digits) <= most;
  if (rest.length > 0 || bytes.length !== 4 || !bytes.every((byte) => isNumber(byte, 255)) || !isNumber(length, 32)) {
    return undefined;
  }
  return { first: bytes.reduce((sum, byte) => sum * 256 + Number(byte), 0), length: Number(length) };
}

/** Checks that a field, if it is set, is an IPv4 CIDR without host bits. */
export function checkCidr(field: CheckedField): void {
  const cidr = parseCidr(field.value);
  if (field.check(CIDR) && cidr && cidr.first % sizeOf(cidr.length) !== 0) {
    field.refuse('has host bits set', `did you mean '${withoutHostBits(cidr)}'?`);
  }
}

/** Networks of the fields with a valid CIDR; `checkCidr` reports invalid ones. */
export function networksOf(fields: readonly CheckedField[]): Network[] {
  return fields.flatMap((field) => {
    const cidr = parseCidr(field.value);
    return cidr ? [{ field, cidr }] : [];
  });
}

/** Networks of the nodes of a Shoot. */
export function nodeNetworks(shoot: CheckedField): Network[] {
  return networksOf([shoot.at('spec', 'networking', 'nodes')]);
}

/** Networks of the pods and Services of a Shoot. */
export function podNetworks(shoot: CheckedField): Network[] {
  return networksOf(['pods', 'services'].map((name) => shoot.at('spec', 'networking', name)));
}

/**
 * Checks that networks are within each of other networks.
 *
 * @returns true if all of them are
 */
export function mustBeWithin(networks: readonly Network[], outers: readonly Network[]): boolean {
  const misplaced = pairs(networks, outers).filter(([network, outer]) => !contains(outer.cidr, network.cidr));
  for (const [{ field }, outer] of misplaced) {
    field.refuse(`is not within ${describe(outer)}`, 'choose a network within it');
  }
  return misplaced.length === 0;
}

/** Checks that networks are not within other networks. */
export function mustNotBeWithin(networks: readonly Network[], outers: readonly Network[]): void {
  for (const [{ cidr, field }, outer] of pairs(networks, outers)) {
    if (contains(outer.cidr, cidr)) {
      field.refuse(`is within ${describe(outer)}`, 'choose a network outside of it');
    }
  }
}

/** Checks that networks do not overlap with other networks. */
export function mustNotOverlapWith(networks: readonly Network[], others: readonly Network[]): void {
  for (const [{ cidr, field }, other] of pairs(networks, others)) {
    if (contains(cidr, other.cidr) || contains(other.cidr, cidr)) {
      field.refuse(`overlaps with ${describe(other)}`, 'choose networks that do not overlap');
    }
  }
}

/** Checks that networks do not overlap with each other or with other networks. */
export function mustNotOverlap(networks: readonly Network[], others: readonly Network[] = []): void {
  networks.forEach((network, index) => {
    mustNotOverlapWith([network], [...networks.slice(0, index), ...others]);
  });
}

function pairs(networks: readonly Network[], others: readonly Network[]): [Network, Network][] {
  return networks.flatMap((network) => others.map((other): [Network, Network] => [network, other]));
}

function describe({ field }: Network): string {
  return `${field.path} (${field.text})`;
}

function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.length >= outer.length && startOf(inner.first, outer.length) === startOf(outer.first, outer.length);
}

function withoutHostBits({ first, length }: Cidr): string {
  const start = startOf(first, length);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.')}/${length}`;
}

function sizeOf(length: number): number {
  return 2 ** (32 - length);
}

function startOf(address: number, length: number): number {
  return address - (address % sizeOf(length));
}
