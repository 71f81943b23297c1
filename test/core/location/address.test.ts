import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { formatAddress, parseAddress } from '../../../src/core/location/address.ts';

const canonical: readonly (readonly [string, string])[] = [
  ['203.0.113.7', '203.0.113.7'],
  ['255.255.255.255', '255.255.255.255'],
  ['::', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0db8::0001', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['64:ff9b::203.0.113.7', '64:ff9b::cb00:7107'],
  ['0:0:0:0:0:0:13.1.68.3', '::d01:4403'],
];
for (const [text, expected] of canonical) {
  test(`${text} is ${expected}`, () => {
    const address = parseAddress(text);
    expect(address && formatAddress(address)).toBe(expected);
  });
}

const malformed = [
  '', ' ', 'localhost', 'f3a1.local', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '1.2.3.4 ', '0x7f.1.1.1',
  '1.2.3.4:80', '[1.2.3.4]x', ':', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7::8',
  '12345::', 'g::', '::1.2.3', '::1.2.3.4:5', '1.2.3.4::', 'fe80::1%eth0', '[::1', '::1]', '1:2:3:4:5:6:7:1.2.3.4',
]; // biome-ignore format: a list to glance over
for (const text of malformed) {
  test(`"${text}" is no address`, () => {
    expect(parseAddress(text)).toBeUndefined();
  });
}

test('canonical text reads back as the same address', () => {
  const address = fc.oneof(
    fc.record({ family: fc.constant(4 as const), value: fc.bigInt(0n, 2n ** 32n - 1n) }),
    fc.record({ family: fc.constant(6 as const), value: fc.bigInt(2n ** 48n, 2n ** 128n - 1n) }),
  );
  fc.assert(
    fc.property(address, (given) => {
      const text = formatAddress(given);
      expect(isIP(text)).toBe(given.family);
      expect(parseAddress(text)).toEqual(given);
    }),
  );
});

test("what is an address agrees with Node's own judgement", () => {
  const nearly = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.string({ unit: fc.constantFrom(...'0123456789afAF:.'), maxLength: 24 }),
  );
  fc.assert(
    fc.property(nearly, (text) => {
      expect(parseAddress(text) !== undefined).toBe(isIP(text) !== 0);
    }),
    { numRuns: 2000 },
  );
});

test('forms of one IPv6 address are one address', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const url = new URL(`http://[${text}]/`).hostname;
      expect(parseAddress(text)).toEqual(parseAddress(url));
    }),
  );
});
