/** `index.json` of the location data: what it was made from, and where each part of its tables begins. */
import * as v from 'valibot';

/** Raised when what reads an older format could not read a newer one. */
export const LOCATION_FORMAT = 1;

const source = v.object({
  /** The database, as its publisher calls it. */
  name: v.string(),
  /** `name@version` of the package it came in. */
  package: v.string(),
  /** Day of the data, ISO 8601. */
  date: v.pipe(v.string(), v.isoDate()),
  license: v.string(),
  licenseUrl: v.pipe(v.string(), v.url()),
});

const attribution = v.object({ text: v.string(), url: v.pipe(v.string(), v.url()) });

/** What the data is, for people: shown where its results are shown, as its licences ask. */
const stampSchema = v.object({
  /** Empty in a build without location data. */
  sources: v.array(source),
  attribution: v.array(attribution),
  /** What we changed, which CC BY 4.0 section 3(a)(1)(B) wants said. */
  changes: v.string(),
});

/** First addresses of the parts, hexadecimal, between spaces; a worker that has just started reads this at once. */
const starts = v.pipe(
  v.string(),
  v.regex(/^(?:[\da-f]+(?: [\da-f]+)*)?$/),
  v.transform((text) => (text === '' ? [] : text.split(' ').map((digits) => BigInt(`0x${digits}`)))),
);

export const locationIndexSchema = v.object({
  format: v.literal(LOCATION_FORMAT),
  ...stampSchema.entries,
  /**
   * Whether addresses reserved for documentation (RFC 5737, RFC 3849) are looked up. Only data made for a test
   * says so; the shipped data never does.
   */
  mapsDocumentation: v.boolean(),
  namesPerPart: v.pipe(v.number(), v.integer(), v.minValue(1)),
  ranges: v.object({ isp4: starts, isp6: starts, place4: starts, place6: starts }),
});

export type LocationStamp = v.InferOutput<typeof stampSchema>;
export type LocationIndex = v.InferOutput<typeof locationIndexSchema>;
export type RangeTable = keyof LocationIndex['ranges'];
export type NameTable = 'isp' | 'place';

export const INDEX_NAME = 'index.json';

export function rangePartName(table: RangeTable, part: number): string {
  return `${table}-${part}.ranges`;
}

export function namePartName(table: NameTable, part: number): string {
  return `${table}-${part}.names`;
}
