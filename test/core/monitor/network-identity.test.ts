import * as fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { networkKey, UNKNOWN_NETWORK } from '../../../src/core/monitor/network-identity.ts';

const SALT = '9b2f6a52-7b1c-4f7e-8d55-0a8d5f0f6d11';
const PLACE = { asn: 64500, countryCode: 'FI' };

test('a new address from the same provider is the same network', () => {
  const before = networkKey({ serverReflexiveAddress: '203.0.113.7', networkType: 'wifi' }, PLACE, SALT);
  const after = networkKey({ serverReflexiveAddress: '198.51.100.9', networkType: 'wifi' }, PLACE, SALT);
  expect(after).toBe(before);
});

test('provider, country, network type and salt each tell networks apart', () => {
  const facts = { serverReflexiveAddress: '203.0.113.7', networkType: 'wifi' };
  const keys = [
    networkKey(facts, PLACE, SALT),
    networkKey(facts, { ...PLACE, asn: 64501 }, SALT),
    networkKey(facts, { ...PLACE, countryCode: 'SE' }, SALT),
    networkKey({ ...facts, networkType: 'ethernet' }, PLACE, SALT),
    networkKey(facts, PLACE, 'another device'),
    networkKey(facts, undefined, SALT),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('an unknown network type is as good as none', () => {
  const facts = { serverReflexiveAddress: '203.0.113.7' };
  expect(networkKey({ ...facts, networkType: 'unknown' }, PLACE, SALT)).toBe(networkKey(facts, PLACE, SALT));
});

const same: readonly (readonly [string, string])[] = [
  ['203.0.113.7', '203.0.113.250'],
  ['203.0.113.7', '::ffff:203.0.113.250'],
  ['2001:db8:1:2::3', '2001:db8:1:ffff::1'],
  ['fd00:1:2:3::4', 'fd00:1:2:3:5::6'],
  ['192.168.1.2', '192.168.1.77'],
];
for (const [one, other] of same) {
  test(`without a provider, ${one} and ${other} are one network`, () => {
    expect(networkKey({ serverReflexiveAddress: one }, undefined, SALT)).toBe(
      networkKey({ serverReflexiveAddress: other }, undefined, SALT),
    );
  });
}

const different: readonly (readonly [string, string])[] = [
  ['203.0.113.7', '203.0.112.7'],
  ['2001:db8:1::1', '2001:db8:2::1'],
  ['fd00:1:2:3::4', 'fd00:1:2:4::4'],
];
for (const [one, other] of different) {
  test(`without a provider, ${one} and ${other} are two networks`, () => {
    expect(networkKey({ serverReflexiveAddress: one }, undefined, SALT)).not.toBe(
      networkKey({ serverReflexiveAddress: other }, undefined, SALT),
    );
  });
}

test('the local subnet stands in when no server told the public address', () => {
  const one = networkKey({ hostAddress: '192.168.1.2' }, { asn: null, countryCode: null }, SALT);
  expect(one).toBe(networkKey({ hostAddress: '192.168.1.3' }, undefined, SALT));
  expect(one).not.toBe(networkKey({ hostAddress: '192.168.2.2' }, undefined, SALT));
});

test('home and a cafe of one provider are two networks where their routers hand out different subnets', () => {
  const at = (hostAddress: string) =>
    networkKey({ serverReflexiveAddress: '203.0.113.7', hostAddress, networkType: 'wifi' }, PLACE, SALT);
  expect(at('192.168.178.20')).not.toBe(at('192.168.0.20'));
  expect(at('192.168.178.20')).toBe(at('192.168.178.99'));
});

test('a carrier or a VPN that hands out another subnet each time stays one network', () => {
  const at = (hostAddress: string) =>
    networkKey({ serverReflexiveAddress: '203.0.113.7', hostAddress }, PLACE, SALT);
  expect(at('10.8.3.2')).toBe(at('10.8.7.2'));
  expect(at('2001:db8:1:2::3')).toBe(at('2001:db8:9:2::3'));
});

for (const address of ['127.0.0.1', '::1', '169.254.3.4', 'fe80::1', '0.0.0.0', 'a1b2.local', '']) {
  test(`"${address}" tells no network apart`, () => {
    const facts = { serverReflexiveAddress: address, hostAddress: address, networkType: 'wifi' };
    expect(networkKey(facts, undefined, SALT)).toBe(UNKNOWN_NETWORK);
  });
}

test('nothing known is the constant key', () => {
  expect(networkKey({}, undefined, SALT)).toBe(UNKNOWN_NETWORK);
});

test('a key never shows the address it was made from', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.uuid(), (address, salt) => {
      const facts = { serverReflexiveAddress: address };
      const key = networkKey(facts, undefined, salt);
      if (key === UNKNOWN_NETWORK) return;
      expect(key).toMatch(/^[\da-f]{16}$/);
      // Without the salt nobody can try all addresses against it, and no spelling of the address stands in it.
      expect(networkKey(facts, undefined, `${salt}'`)).not.toBe(key);
      const octets = address.split('.').slice(0, 3).map(Number);
      const hex = octets.map((octet) => octet.toString(16).padStart(2, '0')).join('');
      expect(key.includes(hex) && networkKey(facts, undefined, `${salt}"`).includes(hex)).toBe(false);
    }),
  );
});
