import { isIP } from 'net';

/** The groups of a pattern that does not match. */
const NO_MATCH: readonly (string | undefined)[] = [];

/** Schemes with a default port. */
const SCHEMES_WITH_PORT = ['postgres', 'mysql', 'redis', 'mqtt', 'http', 'https'];

/** Characters that a host must not have, unless it is an IPv6 address in brackets. */
const FORBIDDEN_IN_HOST = /[\s#/:<>?@[\\\]^|*]/;

/** Suffix of the hosts by which a component calls another one of the same application. */
const CHAINING_DOMAIN = 'spin.internal';

/**
 * Tells if an entry of `allowed_outbound_hosts` is valid: `scheme://host[:port]`, with `*` for any scheme, host or port.
 *
 * @param entry the entry, without templates
 */
export function isOutboundHost(entry: string): boolean {
  const [, scheme, rest] = /^(\*|\p{Alphabetic}*):\/\/([^]*)$/u.exec(entry.trim()) ?? NO_MATCH;
  if (scheme === undefined || rest === undefined) {
    return false;
  }
  const colon = rest.lastIndexOf(':');
  const [host, port] = colon < 0 || isHost(rest) ? [rest, ''] : [rest.slice(0, colon), rest.slice(colon + 1)];
  return isHost(host) && isPort(port.replace(/\/$/, ''), scheme);
}

function isHost(text: string): boolean {
  const host = text.trim();
  const isAny = ['*', 'self', 'self.alt'].includes(host);
  return isAny || isNetwork(host) || isHostName(host.replace(/\/+$/, '').replace(/^\*\./, ''));
}

/** Tells if it is a range of IP addresses: `10.0.0.0/8`. */
function isNetwork(host: string): boolean {
  const [, address = '', bits] = /^([^/]*)\/(\d+)$/.exec(host) ?? NO_MATCH;
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}

function isHostName(host: string): boolean {
  const isAddress = /^\[[\da-f:.]+\]$/i.test(host);
  return host !== '' && (isAddress || !FORBIDDEN_IN_HOST.test(host)) && URL.canParse(`http://${host}`);
}

function isPort(port: string, scheme: string): boolean {
  const isNumber = (text: string) => /^\d+$/.test(text) && Number(text) <= 0xffff;
  return port === '' ? SCHEMES_WITH_PORT.includes(scheme) : port === '*' || port.split('..', 2).every(isNumber);
}

/** Tells if an entry of the older `allowed_http_hosts` is valid: a host, a host with a port, or an HTTP URL of it. */
export function isHttpHost(entry: string): boolean {
  const url = entry.includes('//') ? entry : `http://${entry}`;
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol) && new URL(url).pathname === '/';
}

/** The entries of `allowed_outbound_hosts` that an entry of `allowed_http_hosts` stands for. */
export function outboundHostsOf(entry: string): string[] {
  if (entry === ANY_HTTP_HOST) {
    return ['http://*:*', 'https://*:*', 'http://self'];
  }
  const { host, hostname } = new URL(entry.includes('//') ? entry : `http://${entry}`);
  return hostname === 'self' ? ['http://self'] : [`http://${host}`, `https://${host}`];
}

/** An entry of `allowed_http_hosts` that allows all hosts. */
export const ANY_HTTP_HOST = 'insecure:allow-all';

/**
 * The component that an outbound host leads to by service chaining: `back` of `http://back.spin.internal`.
 *
 * @returns its ID, `*` for any component; undefined for other hosts, and for templates
 */
export function chainedComponent(entry: string): string | undefined {
  const [, host = ''] = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(entry) ?? NO_MATCH;
  const [component, ...domain] = host.replace(/:[^:]*$/, '').split('.');
  return domain.join('.') === CHAINING_DOMAIN && !component.includes('{') ? component : undefined;
}
