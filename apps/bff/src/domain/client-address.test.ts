import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clientAddress,
  formatAddress,
  isTrustedPeer,
  type Network,
  networkOf,
  parseAddress,
  parseProxies,
  throttleKey,
  widerNetworks,
} from './client-address.ts';

function proxiesOf(...entries: string[]): readonly Network[] {
  const parsed = parseProxies(entries);
  if (parsed.kind === 'refused') throw new Error(parsed.line);
  return parsed.proxies;
}

const canonical = (text: string) => {
  const address = parseAddress(text);
  return address && formatAddress(address);
};

describe('T-098: one address has one form', () => {
  test.each([
    ['1.2.3.4', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['0:0:0:0:0:ffff:102:304', '1.2.3.4'],
    ['::FFFF:0102:0304', '1.2.3.4'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:0:0:0:1:0:0:1', '2001::1:0:0:1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('%s is %s', (text, form) => {
    expect(canonical(text)).toBe(form);
  });

  test.each([
    '',
    'localhost',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '0x1.2.3.4',
    '1.2.3.4/32',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '::12345',
    '::g',
    '::1.2.3.256',
    '[::1]',
    'fe80%eth0::1',
    '1.2.3.4, 5.6.7.8',
  ])('%j is no address', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  test('every address of either version is read, and its form is read back as the same', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = parseAddress(text);
        expect(address).not.toBeNull();
        const form = canonical(text) ?? '';
        expect(isIP(form)).toBe(address?.version);
        expect(parseAddress(form)).toEqual(address);
        // The platform's own canonical form, where it has one.
        if (address?.version === 6) expect(`[${form}]`).toBe(new URL(`http://[${form}]`).hostname);
      }),
      { numRuns: 1000 },
    );
  });

  test('what the platform does not take for an address is not taken for one', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123af:.%') }), (text) => {
        if (isIP(text) === 0 && !text.includes('%')) expect(parseAddress(text)).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });
});

describe('T-099: whose word X-Forwarded-For is', () => {
  const of = (socket: string | undefined, forwardedFor: string | undefined, ...proxies: string[]) => {
    const address = clientAddress({
      socket,
      forwardedFor,
      proxies: proxiesOf(...proxies),
    });
    return address && formatAddress(address);
  };

  test('without a proxy the header is ignored', () => {
    expect(of('203.0.113.7', '1.1.1.1')).toBe('203.0.113.7');
  });

  test('from a peer that is no proxy the header is ignored', () => {
    expect(of('203.0.113.7', '1.1.1.1', '10.0.0.0/8')).toBe('203.0.113.7');
  });

  test('behind proxies the right-most hop that is none of them counts', () => {
    expect(of('10.0.0.1', '6.6.6.6, 203.0.113.7, 10.0.0.9', '10.0.0.0/8')).toBe('203.0.113.7');
    expect(of('::ffff:10.0.0.1', '203.0.113.7', '10.0.0.0/8')).toBe('203.0.113.7');
  });

  test('a thousand invented headers give one client', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), (invented) => {
        expect(of('10.0.0.1', `${invented}, 203.0.113.7`, '10.0.0.0/8')).toBe('203.0.113.7');
      }),
      { numRuns: 1000 },
    );
  });

  test('an entry that is no address leaves the hop that sent it', () => {
    expect(of('10.0.0.1', '203.0.113.7, nonsense', '10.0.0.0/8')).toBe('10.0.0.1');
    expect(of('10.0.0.1', 'x, 10.0.0.2', '10.0.0.0/8')).toBe('10.0.0.2');
  });

  test('when every hop is a proxy the left-most one counts; without a header the peer does', () => {
    expect(of('10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.0/8')).toBe('10.0.0.3');
    expect(of('10.0.0.1', undefined, '10.0.0.0/8')).toBe('10.0.0.1');
  });

  test('ports behind the address are left out', () => {
    expect(of('10.0.0.1', '203.0.113.7:4711', '10.0.0.1')).toBe('203.0.113.7');
    expect(of('::1', '[2001:db8::7]:4711', '::1')).toBe('2001:db8::7');
    expect(of('::1', '[2001:db8::7]', '::1')).toBe('2001:db8::7');
  });

  test.each(['a[::1]', '[2001:db8::]1', '::1.2.3.4:80', '1.2.3:80.4'])('%s is no address behind a port', (hop) => {
    expect(of('10.0.0.1', hop, '10.0.0.1')).toBe('10.0.0.1');
  });

  test('a socket without an address has no client', () => {
    expect(of(undefined, '1.1.1.1', '0.0.0.0/0', '::/0')).toBeNull();
  });
});

describe('trusted proxies', () => {
  test('are addresses and networks, IPv4 in IPv6 spelling too', () => {
    const proxies = proxiesOf('::ffff:10.0.0.0/104', '192.0.2.1', 'fd00::/8');
    const trusted = (socket: string) =>
      clientAddress({ socket, forwardedFor: '9.9.9.9', proxies })?.value === parseAddress('9.9.9.9')?.value;
    expect(['10.255.0.1', '192.0.2.1', 'fdab::1'].every(trusted)).toBe(true);
    expect(['11.0.0.1', '192.0.2.2', 'fe00::1', '::1'].some(trusted)).toBe(false);
    // An IPv6 address of its own, whatever its last bits look like.
    expect(trusted('::10.0.0.1')).toBe(false);
  });

  test('are read one by one, down to a single address', () => {
    const address = { version: 4, value: 0xc0000201n };
    expect(parseProxies(['192.0.2.1/32', '192.0.2.1'])).toEqual({
      kind: 'ok',
      proxies: [
        { address, prefix: 32 },
        { address, prefix: 32 },
      ],
    });
  });

  test('are known by the socket that speaks to us', () => {
    const proxies = proxiesOf('10.0.0.0/8', '192.0.2.1');
    expect(isTrustedPeer('10.1.2.3', proxies)).toBe(true);
    expect(isTrustedPeer('::ffff:192.0.2.1', proxies)).toBe(true);
    expect(isTrustedPeer('203.0.113.7', proxies)).toBe(false);
    expect(isTrustedPeer(undefined, proxies)).toBe(false);
    expect(isTrustedPeer('10.1.2.3', [])).toBe(false);
  });

  test.each([
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/x8',
    '10.0.0.0/8x',
    'x/8',
    '::/129',
    '::ffff:1.2.3.4/8',
    '10.0.0.0/-1',
  ])('%s is refused by name', (entry) => {
    expect(parseProxies(['10.0.0.1', entry])).toEqual({
      kind: 'refused',
      line: `"${entry}" is neither an address nor a network such as 10.0.0.0/8`,
    });
  });
});

describe('keys and display', () => {
  test('attempts count under the IPv4 address or the IPv6 /64', () => {
    expect(throttleKey(parseAddress('::ffff:203.0.113.7'))).toBe('203.0.113.7');
    expect(throttleKey(parseAddress('2001:db8:1:2:3:4:5:6'))).toBe('2001:db8:1:2::/64');
    expect(throttleKey(parseAddress('2001:db8:1:2:ffff::1'))).toBe('2001:db8:1:2::/64');
    expect(throttleKey(null)).toBe('unknown');
  });

  test('only the network is shown', () => {
    expect(networkOf(parseAddress('203.0.113.7'))).toBe('203.0.113.0/24');
    expect(networkOf(parseAddress('2001:db8:1:2:3:4:5:6'))).toBe('2001:db8:1::/48');
    expect(networkOf(null)).toBe('');
  });
});

test('D043: failures are counted for the networks around a client as well', () => {
  const around = (text: string) => widerNetworks(parseAddress(text));
  expect(around('203.0.113.7')).toEqual([{ bits: 24, network: '203.0.113.0/24' }]);
  expect(around('2001:db8:1:2ab:3::1')).toEqual([
    { bits: 56, network: '2001:db8:1:200::/56' },
    { bits: 48, network: '2001:db8:1::/48' },
  ]);
  expect(widerNetworks(null)).toEqual([]);
});
