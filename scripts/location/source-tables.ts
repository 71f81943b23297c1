/** The four tables out of the source files. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tables } from './database-writer.ts';
import { type MmdbRecord, mmdbLeaves } from './mmdb.ts';
import { flatten, type NamedRange, type Transition } from './range.ts';

/** Path of a file of the city or of the ASN package. */
export interface SourceFolders {
  readonly asn: string;
  readonly city: string;
}

export const asnFile = ({ asn }: SourceFolders, family: 4 | 6) => join(asn, `asn-ipv${family}-num.csv`);
export const cityFile = ({ city }: SourceFolders, family: 4 | 6) => join(city, `dbip-city-ipv${family}.mmdb`);

export async function sourceTables(folders: SourceFolders): Promise<Tables> {
  const asn = async (family: 4 | 6) => flatten(parseAsnCsv(await readFile(asnFile(folders, family), 'utf8')));
  const city = async (family: 4 | 6) => placeTransitions(await readFile(cityFile(folders, family)));
  const [isp4, isp6, place4, place6] = await Promise.all([asn(4), asn(6), city(4), city(6)]);
  return { isp4, isp6, place4, place6 };
}

/** `<first>,<last>,<AS number>,<organisation>`, the organisation quoted where it needs it (RFC 4180). */
export function parseAsnCsv(text: string): NamedRange[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => {
      const [, first, last, asn, organisation = ''] = /^(\d+),(\d+),(\d+),(.*)$/.exec(line) ?? [];
      if (first === undefined || last === undefined || asn === undefined) {
        throw new Error(`Not a line of the ASN database: ${line}`);
      }
      const name = organisation.replace(/^"(.*)"$/, '$1').replaceAll('""', '"');
      return { first: BigInt(first), last: BigInt(last), name: providerName(asn, name) };
    });
}

function providerName(asn: string, organisation: string): string {
  return `${asn} ${plain(organisation)}`;
}

export function* placeTransitions(file: Buffer): Generator<Transition> {
  for (const { start, picked } of mmdbLeaves(file, placeName)) yield { start, name: picked ?? '' };
}

/** Empty unless the record has a country: a city alone says too little. */
export function placeName({ country_code: code, city }: MmdbRecord): string {
  if (typeof code !== 'string' || !/^[A-Z]{2}$/.test(code) || code === 'ZZ') return '';
  return `${code} ${typeof city === 'string' ? plain(city) : ''}`;
}

/** One line of text. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
