import { expect, test } from 'playwright/test';
import { type Address, formatAddress, parseAddress } from '../../../src/core/location/address.ts';
import { type AddressKind, addressKind, locatedAddress } from '../../../src/core/location/address-kind.ts';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (parsed === undefined) throw new Error(`no address: ${text}`);
  return parsed;
}

/** Each block: the address before it, its first and last, and the one after. */
const edges: readonly (readonly [AddressKind, string, string, string | null, string | null])[] = [
  ['unspecified', '0.0.0.0', '0.255.255.255', null, '1.0.0.0'],
  ['private', '10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
  ['carrier-nat', '100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
  ['loopback', '127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
  ['link-local', '169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
  ['private', '172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
  ['reserved', '192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
  ['documentation', '192.0.2.0', '192.0.2.255', '192.0.1.255', '192.0.3.0'],
  ['private', '192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
  ['benchmarking', '198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
  ['documentation', '198.51.100.0', '198.51.100.255', '198.51.99.255', '198.51.101.0'],
  ['documentation', '203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
  ['multicast', '224.0.0.0', '239.255.255.255', '223.255.255.255', null],
  ['reserved', '240.0.0.0', '255.255.255.255', null, null],
  ['benchmarking', '2001:2::', '2001:2:0:ffff:ffff:ffff:ffff:ffff', null, null],
  ['reserved', '2001::', '2001:1:ffff:ffff:ffff:ffff:ffff:ffff', null, null],
  ['documentation', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db7::', '2001:db9::'],
  ['documentation', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', '3ffe::', '3fff:1000::'],
  ['private', 'fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null, null],
  ['link-local', 'fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null, null],
  ['multicast', 'ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null, null],
];
for (const [kind, first, last, before, after] of edges) {
  test(`${first} to ${last} is ${kind}, its neighbours are not`, () => {
    expect(addressKind(address(first))).toBe(kind);
    expect(addressKind(address(last))).toBe(kind);
    for (const neighbour of [before, after]) {
      if (neighbour !== null) expect(addressKind(address(neighbour))).toBe('global');
    }
  });
}

const single: readonly (readonly [string, AddressKind])[] = [
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['::2', 'reserved'],
  ['::ffff:10.0.0.1', 'private'],
  ['64:ff9b:1::1', 'reserved'],
  ['100::1', 'reserved'],
  ['1fff::1', 'reserved'],
  ['2001:200::1', 'global'],
  ['2a00::1', 'global'],
  ['4000::1', 'reserved'],
];
for (const [text, kind] of single) {
  test(`${text} is ${kind}`, () => {
    expect(addressKind(address(text))).toBe(kind);
  });
}

const located: readonly (readonly [string, string])[] = [
  ['2002:808:808::1', '8.8.8.8'],
  ['64:ff9b::8.8.8.8', '8.8.8.8'],
  ['2002:a00:1::1', '2002:a00:1::1'],
  ['64:ff9b::10.0.0.1', '64:ff9b::a00:1'],
  ['2a00::1', '2a00::1'],
  ['8.8.8.8', '8.8.8.8'],
];
for (const [text, expected] of located) {
  test(`${text} is located as ${expected}`, () => {
    expect(formatAddress(locatedAddress(address(text)))).toBe(expected);
  });
}

test('neither a private 6to4 nor a private NAT64 address is global', () => {
  expect(addressKind(locatedAddress(address('2002:a00:1::1')))).toBe('reserved');
  expect(addressKind(locatedAddress(address('64:ff9b::10.0.0.1')))).toBe('reserved');
});
