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
