import * as fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { type NamedRange, rangeOfPrefix } from '../../../scripts/location/range.ts';
import { type Address, formatAddress, parseAddress } from '../../../src/core/location/address.ts';
import { addressKind, locatedAddress } from '../../../src/core/location/address-kind.ts';
import { lookUp } from '../../../src/core/location/lookup.ts';
import { type FixtureOptions, fixtureFiles, readData } from './fixture.ts';

const NOTHING = { isp: null, asn: null, city: null, countryCode: null };

async function locator(
  rows: readonly (readonly [prefix: string, isp: string, place: string])[],
  options?: FixtureOptions,
) {
  const named = (name: 1 | 2) => (family: 4 | 6) =>
    rows
      .map((row) => ({ row, prefix: prefixOf(row[0]) }))
      .filter(({ prefix }) => prefix.address.family === family)
      .map(({ row, prefix }) => rangeOfPrefix(prefix.address, prefix.length, row[name]));
  return locatorOf({ isp: named(1), place: named(2) }, options);
}

async function locatorOf(
  rows: Record<'isp' | 'place', (family: 4 | 6) => readonly NamedRange[]>,
  options?: FixtureOptions,
) {
  const { index, readPart } = readData(
    fixtureFiles(
      { isp4: rows.isp(4), isp6: rows.isp(6), place4: rows.place(4), place6: rows.place(6) },
      options,
    ),
  );
  return (address: string) => lookUp(index, readPart, address);
}

function prefixOf(text: string): { address: Address; length: number } {
  const [base = '', length] = text.split('/');
  const address = parseAddress(base);
  if (address === undefined) throw new Error(`no prefix: ${text}`);
  return { address, length: Number(length) };
}

test('finds provider, city and country of both families', async () => {
  const locate = await locator([
    ['8.8.0.0/16', '64500 Example Net', 'FI Helsinki'],
    ['2a00:1::/32', '64501 Österreich Netz & Co', 'AT Wien'],
  ]);
  expect(await locate('8.8.4.4')).toEqual({
    isp: 'Example Net', asn: 64500, city: 'Helsinki', countryCode: 'FI',
  }); // biome-ignore format: one line a place
  expect(await locate('2a00:1:2::3')).toEqual({
    isp: 'Österreich Netz & Co', asn: 64501, city: 'Wien', countryCode: 'AT',
  }); // biome-ignore format: one line a place
});

test('what the data does not know is null, field by field', async () => {
  const locate = await locator([
    ['8.0.0.0/24', '64500 ', 'FI '],
    ['8.0.1.0/24', '', 'FI Helsinki'],
    ['8.0.2.0/24', '64500 Example Net', ''],
  ]);
  expect(await locate('8.0.0.1')).toEqual({ isp: null, asn: 64500, city: null, countryCode: 'FI' });
  expect(await locate('8.0.1.1')).toEqual({ isp: null, asn: null, city: 'Helsinki', countryCode: 'FI' });
  expect(await locate('8.0.2.1')).toEqual({ isp: 'Example Net', asn: 64500, city: null, countryCode: null });
  expect(await locate('8.0.3.1')).toEqual(NOTHING);
  expect(await locate('7.255.255.255')).toEqual(NOTHING);
  expect(await locate('2a00::1')).toEqual(NOTHING);
});

const everything: readonly (readonly [string, string, string])[] = [
  ['0.0.0.0/0', '64500 Everyone', 'FI Everywhere'],
  ['0::/1', '64500 Everyone', 'FI Everywhere'],
  ['8000::/1', '64501 Everyone Else', 'AT Everywhere'],
];
const placeless = [
  '10.1.2.3', '172.16.0.1', '192.168.1.1', '127.0.0.1', '169.254.1.1', '100.64.0.1', '0.0.0.0', '192.0.2.1',
  '198.51.100.1', '203.0.113.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1', 'fd00::1',
  'ff02::1', '2001:db8::1', '3fff::1', '::ffff:192.168.1.1', '2002:c0a8:101::1', '64:ff9b::10.0.0.1',
  '', 'localhost', 'a1b2.local', '8.8.8', '8.8.8.8.8', '08.8.8.8', '8.8.8.8:3478', 'fe80::1%eth0', '2a00:::1',
]; // biome-ignore format: a list to glance over
for (const address of placeless) {
  test(`"${address}" gives null even where the data covers all addresses`, async () => {
    const locate = await locator(everything);
    expect(await locate(address)).toEqual(NOTHING);
  });
}

test('an IPv4 address inside IPv6 is looked up as IPv4', async () => {
  const locate = await locator([['8.8.8.0/24', '64500 Example Net', 'FI Helsinki']]);
  for (const address of ['::ffff:8.8.8.8', '2002:808:808::1', '64:ff9b::8.8.8.8', '[::ffff:808:808]']) {
    expect((await locate(address)).asn).toBe(64500);
  }
});

test('data made for a test may map documentation addresses, and only those besides', async () => {
  const locate = await locator(everything, { mapsDocumentation: true });
  expect((await locate('203.0.113.7')).asn).toBe(64500);
  expect((await locate('2001:db8::7')).asn).toBe(64500);
  expect(await locate('192.168.1.1')).toEqual(NOTHING);
  expect(await locate('100.64.0.1')).toEqual(NOTHING);
});

test('a build without data finds nothing', async () => {
  const { index, readPart } = readData(fixtureFiles('empty'));
  expect(index.sources).toEqual([]);
  expect(await lookUp(index, readPart, '8.8.8.8')).toEqual(NOTHING);
});

const value = (family: 4 | 6) =>
  family === 4
    ? fc.bigInt({ min: 0n, max: (1n << 32n) - 1n })
    : fc.bigInt({ min: 1n << 125n, max: (1n << 126n) - 1n });
const rowsOf = (family: 4 | 6, names: readonly string[]) =>
  fc.array(
    fc.tuple(value(family), value(family), fc.constantFrom(...names)).map(([a, b, name]) => {
      const [first, last] = a < b ? [a, b] : [b, a];
      return { first, last, name };
    }),
    { maxLength: 30 },
  );

for (const family of [4, 6] as const) {
  test(`agrees with a plain search of overlapping IPv${family} rows, in small parts`, async () => {
    const providers = rowsOf(family, ['1 One', '2 Two', '3 Three', '4 Vier']);
    const places = rowsOf(family, ['FI Helsinki', 'FI Espoo', 'AT Wien', 'DE ']);
    await fc.assert(
      fc.asyncProperty(providers, places, fc.array(value(family)), async (isp, place, probes) => {
        const only = (rows: readonly NamedRange[]) => (of: 4 | 6) => (of === family ? rows : []);
        const locate = await locatorOf(
          { isp: only(isp), place: only(place) },
          { rangesPerPart: 4, namesPerPart: 3 },
        );
        const edges = [...isp, ...place].flatMap(({ first, last }) => [first, last]);
        for (const probe of [...probes, ...edges]) {
          const found = await locate(formatAddress({ family, value: probe }));
          // A 6to4 address is looked up as the IPv4 address in it, of which these rows know nothing.
          const located = locatedAddress({ family, value: probe });
          const isGlobal = located.family === family && addressKind(located) === 'global';
          const [asn, name] = parts(isGlobal ? narrowest(isp, probe) : '');
          const [countryCode, city] = parts(isGlobal ? narrowest(place, probe) : '');
          expect(found).toEqual({ isp: name, asn: asn === null ? null : Number(asn), city, countryCode });
        }
      }),
    );
  });
}

function narrowest(rows: readonly NamedRange[], address: bigint): string {
  const holding = rows.filter(({ first, last }) => first <= address && address <= last);
  // The narrowest first; of two as narrow, the one that begins later, or stands later.
  const order = (a: NamedRange, b: NamedRange) =>
    Number(a.last - a.first - (b.last - b.first)) || Number(b.first - a.first);
  return holding.reverse().sort(order)[0]?.name ?? '';
}

function parts(name: string): [string | null, string | null] {
  const [first = '', second = ''] = name.split(' ');
  return [first || null, second || null];
}
