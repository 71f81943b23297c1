/** Small location data made by the builder itself, in memory. */
import { gunzipSync } from 'node:zlib';
import {
  type DatabaseFile,
  type DatabaseOptions,
  emptyDatabase,
  writeDatabase,
} from '../../../scripts/location/database-writer.ts';
import { flatten, type NamedRange } from '../../../scripts/location/range.ts';
import {
  INDEX_NAME,
  type LocationIndex,
  type RangeTable,
} from '../../../src/core/location/location-index.ts';
import { parseIndex, type ReadPart } from '../../../src/core/location/lookup.ts';

export type FixtureOptions = Omit<DatabaseOptions, 'stamp'>;

export const FIXTURE_STAMP = {
  sources: [
    {
      name: 'Made for a test',
      package: 'fixture@1.0.0',
      date: '2026-01-02',
      license: 'CC0',
      licenseUrl: 'https://creativecommons.org/publicdomain/zero/1.0/',
    },
  ],
  attribution: [{ text: 'Fixture', url: 'https://fixture.example' }],
  changes: 'None.',
};

export function fixtureFiles(
  rows: Readonly<Record<RangeTable, readonly NamedRange[]>> | 'empty',
  options: FixtureOptions = {},
): DatabaseFile[] {
  if (rows === 'empty') return [emptyDatabase()];
  const { isp4, isp6, place4, place6 } = rows;
  const tables = {
    isp4: flatten(isp4),
    isp6: flatten(isp6),
    place4: flatten(place4),
    place6: flatten(place6),
  };
  return [...writeDatabase(tables, { ...options, stamp: FIXTURE_STAMP })];
}

export function readData(files: readonly DatabaseFile[]): { index: LocationIndex; readPart: ReadPart } {
  const bytesOf = (name: string) => {
    const file = files.find((candidate) => candidate.name === name);
    if (file === undefined) throw new Error(`no file ${name}`);
    return file.bytes;
  };
  return {
    index: parseIndex(JSON.parse(Buffer.from(bytesOf(INDEX_NAME)).toString())),
    readPart: async (name) => gunzipSync(bytesOf(name)),
  };
}
