/** An address as a number, so that every spelling of it is one; IPv4-mapped IPv6 is IPv4. */
export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

export interface Network {
  readonly address: Address;
  readonly prefix: number;
}

export type ParsedProxies =
  | { readonly kind: 'ok'; readonly proxies: readonly Network[] }
  | { readonly kind: 'refused'; readonly line: string };

const BITS = { 4: 32, 6: 128 } as const;
const MAPPED = 0xffffn;

/** Reads trusted proxies: addresses or networks such as `10.0.0.0/8` and `fd00::/8`. */
export function parseProxies(entries: readonly string[]): ParsedProxies {
  const proxies: Network[] = [];
  for (const entry of entries) {
    const network = parseNetwork(entry);
    if (network === null)
      return {
        kind: 'refused',
        line: `${JSON.stringify(entry)} is neither an address nor a network such as 10.0.0.0/8`,
      };
    proxies.push(network);
  }
  return { kind: 'ok', proxies };
}

/**
 * The client's address: the right-most hop of `X-Forwarded-For` that is no trusted proxy. Without a
 * trusted peer the header is anybody's word and ignored; at an entry that is no address the search
 * ends with the hop that sent it.
 * @returns null when the socket has no address, as on a Unix socket.
 */
export function clientAddress({
  socket,
  forwardedFor,
  proxies,
}: {
  readonly socket: string | undefined;
  readonly forwardedFor: string | undefined;
  readonly proxies: readonly Network[];
}): Address | null {
  const trusted = (address: Address) => proxies.some((network) => contains(network, address));
  let hop = parseAddress(socket ?? '');
  const hops = (forwardedFor ?? '').split(',');
  while (hop !== null && trusted(hop)) {
    const before = parseAddress(withoutPort(hops.pop()?.trim() ?? ''));
    if (before === null) break;
    hop = before;
  }
  return hop;
}

/** Whether who speaks to us directly is one of the proxies whose word counts. */
export function isTrustedPeer(socket: string | undefined, proxies: readonly Network[]): boolean {
  const peer = parseAddress(socket ?? '');
  return peer !== null && proxies.some((network) => contains(network, peer));
}

/** What attempts are counted under: an IPv4 address, or the /64 that one IPv6 subscriber has at least. */
export function throttleKey(address: Address | null): string {
  if (address === null) return 'unknown';
  return address.version === 4 ? formatAddress(address) : formatNetwork(address, 64);
}

/** A network around a client that failures are counted for as well, since one subscriber may hold all of it. */
export interface WiderNetwork {
  readonly bits: 24 | 48 | 56;
  readonly network: string;
}

/** The /24 of IPv4; the /56 and /48 of IPv6, which are what subscribers and sites are given (RFC 6177). */
export function widerNetworks(address: Address | null): readonly WiderNetwork[] {
  if (address === null) return [];
  const sizes = address.version === 4 ? ([24] as const) : ([56, 48] as const);
  return sizes.map((bits) => ({ bits, network: formatNetwork(address, bits) }));
}

/** What is shown and logged: the network (/24 or /48), never the whole address; empty when unknown. */
export function networkOf(address: Address | null): string {
  if (address === null) return '';
  return formatNetwork(address, address.version === 4 ? 24 : 48);
}

/** Null for what is no address. A zone (`%eth0`) is local to this host and left out. */
export function parseAddress(text: string): Address | null {
  const plain = text.replace(/%[\w.-]*$/, '');
  if (!plain.includes(':')) {
    const value = parseV4(plain);
    return value === null ? null : { version: 4, value };
  }
  const value = parseV6(plain);
  if (value === null) return null;
  return value >> 32n === MAPPED ? { version: 4, value: value & 0xffffffffn } : { version: 6, value };
}

/** In canonical form; IPv6 by RFC 5952. */
export function formatAddress({ version, value }: Address): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  ).join(':');
  const zeros = [...groups.matchAll(/\b0(:0)+\b/g)]
    .map(([run]) => run)
    .reduce((longest, run) => (run.length > longest.length ? run : longest), '');
  return zeros === '' ? groups : groups.replace(new RegExp(`(^|:)${zeros}(:|$)`), '::');
}

function formatNetwork({ version, value }: Address, prefix: number): string {
  const host = BigInt(BITS[version] - prefix);
  return `${formatAddress({ version, value: (value >> host) << host })}/${prefix}`;
}

function contains({ address, prefix }: Network, other: Address): boolean {
  const host = BigInt(BITS[address.version] - prefix);
  return address.version === other.version && address.value >> host === other.value >> host;
}

function parseNetwork(entry: string): Network | null {
  const [text = '', length, ...rest] = entry.split('/');
  const address = parseAddress(text);
  if (address === null || rest.length > 0) return null;
  if (length === undefined) return { address, prefix: BITS[address.version] };
  if (!/^\d{1,3}$/.test(length)) return null;
  // ::ffff:10.0.0.0/104 is 10.0.0.0/8
  const mapped = address.version === 4 && text.includes(':');
  const prefix = Number(length) - (mapped ? 96 : 0);
  return prefix < 0 || prefix > BITS[address.version] ? null : { address, prefix };
}

/** Some proxies write the port behind the address: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  return hop.replace(/^\[([^\]]*)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1');
}

function parseV4(text: string): bigint | null {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null;
  const parts = text.split('.');
  // A leading zero is octal to some readers, so it is refused (RFC 6943 §3.1.1).
  if (parts.some((part) => Number(part) > 255 || /^0\d/.test(part))) return null;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseV6(text: string): bigint | null {
  const tail = text.slice(text.lastIndexOf(':') + 1);
  const v4 = tail.includes('.') ? parseV4(tail) : undefined;
  if (v4 === null) return null;
  const hex =
    v4 === undefined ? text : `${text.slice(0, -tail.length)}${(v4 >> 16n).toString(16)}:${(v4 & MAPPED).toString(16)}`;
  const [head = '', end, ...rest] = hex.split('::');
  if (rest.length > 0) return null;
  const before = head === '' ? [] : head.split(':');
  const after = end === undefined || end === '' ? [] : end.split(':');
  const missing = 8 - before.length - after.length;
  if (end === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}
