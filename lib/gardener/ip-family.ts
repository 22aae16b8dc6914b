import { violation } from '../private/errors';
import { parseCidr } from './cidr';

/** A family of addresses. */
export enum IpFamily {
  /** IPv4. */
  IPV4 = 'IPv4',

  /** IPv6. */
  IPV6 = 'IPv6',
}

/** Whether there is no IPv4. */
export function isIpv6Only(families: readonly IpFamily[] = []): boolean {
  return families.length > 0 && !families.includes(IpFamily.IPV4);
}

/** What is wrong with the families: each is there once. */
export function validateIpFamilies(families: readonly IpFamily[] = []): string[] {
  return families
    .filter((family, index) => families.indexOf(family) !== index)
    .map((family) => violation('networking.ipFamilies', family, 'is there already', 'remove one of them'));
}

/** What is wrong with an IPv4 network where there is no IPv4. */
export function mustBeIpv6(property: string, text: string): string[] {
  const rule = parseCidr(text) === undefined ? 'is no network' : 'is an IPv4 network, and there is no IPv4';
  return [violation(property, text, rule, 'name one of IPv6')];
}

/** Whether a text is meant as a network of IPv6. What is in it is not looked at. */
export function isIpv6(text: string): boolean {
  return text.includes(':');
}
