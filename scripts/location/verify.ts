/**
 * Compares built location data with its sources, read by other means: the city database by mmdb-lib, the ASN
 * database row by row. On random addresses of each family: half of them anywhere, half at and around row edges.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Reader, type Response } from 'mmdb-lib';
import { type Address, formatAddress } from '../../src/core/location/address.ts';
import { addressKind } from '../../src/core/location/address-kind.ts';
import { INDEX_NAME } from '../../src/core/location/location-index.ts';
import { type FoundPlace, lookUp, parseIndex, type ReadPart } from '../../src/core/location/lookup.ts';
import { withSources } from './build.ts';
import type { NamedRange } from './range.ts';
import { asnFile, cityFile, parseAsnCsv, placeName, type SourceFolders } from './source-tables.ts';

const ADDRESSES = 10_000;
/** So that a disagreement can be looked at again. */
const SEED = 20_260_617;

export function verify(scratch: string, data: string): Promise<boolean> {
  return withSources(scratch, async (folders) => {
    const agreements = [await verifyFamily(4, folders, data), await verifyFamily(6, folders, data)];
    return agreements.every(Boolean);
  });
}

async function verifyFamily(family: 4 | 6, folders: SourceFolders, data: string): Promise<boolean> {
  const rows = parseAsnCsv(await readFile(asnFile(folders, family), 'utf8'));
  const city = new Reader<Response & Record<string, unknown>>(await readFile(cityFile(folders, family)));
  const addresses = sample(family, rows);
  const providers = providersOf(addresses, rows);
  const readPart: ReadPart = async (name) => gunzipSync(await readFile(join(data, name)));
  const index = parseIndex(JSON.parse(await readFile(join(data, INDEX_NAME), 'utf8')));
  let agreed = 0;
  let withIsp = 0;
  let withCity = 0;
  for (const [position, address] of addresses.entries()) {
    const text = formatAddress(address);
    const found = await lookUp(index, readPart, text);
    const isGlobal = addressKind(address) === 'global';
    const place = isGlobal ? placeName((city.get(text) ?? {}) as Parameters<typeof placeName>[0]) : '';
    const expected = expectedPlace(isGlobal ? (providers[position] ?? '') : '', place);
    if (JSON.stringify(found) === JSON.stringify(expected)) agreed += 1;
    else console.log(`${text}: ${JSON.stringify(found)}, the sources say ${JSON.stringify(expected)}`);
    withIsp += found.isp === null ? 0 : 1;
    withCity += found.city === null ? 0 : 1;
  }
  console.log(
    `IPv${family}: ${agreed} of ${addresses.length} addresses agree; ${withIsp} with an ISP, ${withCity} with a city`,
  );
  return agreed === addresses.length;
}

function expectedPlace(provider: string, place: string): FoundPlace {
  const [asn = '', ...isp] = provider.split(' ');
  const [code = '', ...city] = place.split(' ');
  return {
    isp: isp.join(' ') || null,
    asn: asn === '' ? null : Number(asn),
    city: city.join(' ') || null,
    countryCode: code || null,
  };
}

/** Each address's narrowest row, by a search for each row among the sorted addresses. */
function providersOf(addresses: readonly Address[], rows: readonly NamedRange[]): string[] {
  const sorted = [...addresses.entries()].sort(([, a], [, b]) => (a.value < b.value ? -1 : 1));
  const best = new Map<number, NamedRange>();
  for (const row of rows) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.[1].value ?? 0n) < row.first) low = middle + 1;
      else high = middle;
    }
    for (let entry = sorted[low]; entry && entry[1].value <= row.last; entry = sorted[++low]) {
      const known = best.get(entry[0]);
      if (!known || row.last - row.first <= known.last - known.first) best.set(entry[0], row);
    }
  }
  return addresses.map((_, position) => best.get(position)?.name ?? '');
}

function sample(family: 4 | 6, rows: readonly NamedRange[]): Address[] {
  const random = randomSource(SEED + family);
  const bits = family === 4 ? 32 : 128;
  const most = (1n << BigInt(bits)) - 1n;
  // Nearly all of IPv6 is unused: anywhere is anywhere in a part of global unicast that has no 6to4 addresses
  // (those are looked up as the IPv4 addresses in them).
  const anywhere = () => (family === 4 ? random(32) : (1n << 125n) | (1n << 123n) | random(123));
  const nearRow = () => {
    const row = rows[Number(random(32) % BigInt(rows.length))];
    if (row === undefined) return anywhere();
    const inside = row.first + (random(bits) % (row.last - row.first + 1n));
    return (
      [row.first, row.first - 1n, row.last, row.last + 1n, inside, inside][Number(random(32) % 6n)] ?? inside
    );
  };
  return Array.from({ length: ADDRESSES }, (_, index) => {
    const value = index % 2 === 0 ? anywhere() : nearRow();
    return { family, value: value < 0n || value > most ? 0n : value };
  });
}

/** xorshift32 (Marsaglia, "Xorshift RNGs", 2003), so that every run asks for the same addresses. */
function randomSource(seed: number): (bits: number) => bigint {
  let state = seed >>> 0;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return BigInt(state);
  };
  return (bits) => {
    let value = 0n;
    for (let filled = 0; filled < bits; filled += 32) value = (value << 32n) | next();
    return value & ((1n << BigInt(bits)) - 1n);
  };
}
