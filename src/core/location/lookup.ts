/**
 * Looks an address up in the shipped data. One lookup reads the index (once) and at most four parts of some
 * 100 kB: a range part and a name part, for the provider and for the place.
 */
import * as v from 'valibot';
import { type Address, parseAddress } from './address.ts';
import { type AddressKind, addressKind, locatedAddress } from './address-kind.ts';
import {
  type LocationIndex,
  locationIndexSchema,
  type NameTable,
  namePartName,
  rangePartName,
} from './location-index.ts';
import { nameAt } from './name-table.ts';
import type { Place } from './place.ts';
import { findInPart, partOf } from './range-table.ts';

/** Gives the plain content of a part of the location data by its name. */
export type ReadPart = (name: string) => Promise<Uint8Array>;

/** A place as the data has it: the name of the country is the browser's matter. */
export type FoundPlace = Omit<Place, 'country'>;

const NOTHING_FOUND: FoundPlace = { isp: null, asn: null, city: null, countryCode: null };

/** Checks the content of `index.json`. */
export function parseIndex(json: unknown): LocationIndex {
  return v.parse(locationIndexSchema, json);
}

/** Nothing is found for an address that is malformed, or is of a kind that stands for no place. */
export async function lookUp(index: LocationIndex, readPart: ReadPart, text: string): Promise<FoundPlace> {
  const address = parseAddress(text);
  if (address === undefined) return NOTHING_FOUND;
  const located = locatedAddress(address);
  if (!isMapped(addressKind(located), index)) return NOTHING_FOUND;
  const [provider, place] = await Promise.all([
    nameOf('isp', located, index, readPart),
    nameOf('place', located, index, readPart),
  ]);
  const [asn, isp] = split(provider);
  const [countryCode, city] = split(place);
  return { isp, asn: asn === null ? null : Number(asn), city, countryCode };
}

function isMapped(kind: AddressKind, { mapsDocumentation }: LocationIndex): boolean {
  return kind === 'global' || (kind === 'documentation' && mapsDocumentation);
}

/** The name that stands for an address; empty when there is none. */
async function nameOf(
  table: NameTable,
  { family, value }: Address,
  index: LocationIndex,
  readPart: ReadPart,
): Promise<string> {
  const ranges = `${table}${family}` as const;
  const starts = index.ranges[ranges];
  const part = partOf(starts, value);
  const start = starts[part];
  if (start === undefined) return '';
  const id = findInPart(await readPart(rangePartName(ranges, part)), start, value);
  if (id === 0) return '';
  const names = await readPart(namePartName(table, Math.floor(id / index.namesPerPart)));
  return nameAt(names, id % index.namesPerPart);
}

/** `64500 Example Net` or `FI Helsinki`; either side may be missing. */
function split(line: string): [string | null, string | null] {
  const [, first, second] = /^(\S*) ?(.*)$/.exec(line) ?? [];
  return [first || null, second || null];
}
