/** Turns named transitions into the files of the location data. */
import { gzipSync } from 'node:zlib';
import {
  INDEX_NAME,
  LOCATION_FORMAT,
  type LocationStamp,
  type NameTable,
  namePartName,
  type RangeTable,
  rangePartName,
} from '../../src/core/location/location-index.ts';
import { writeNames } from './name-table-writer.ts';
import { joined, type Transition } from './range.ts';
import { type NumberedRange, writePart } from './range-table-writer.ts';

/** What each table is made from: `64500 Example Net` for a provider, `FI Helsinki` for a place. */
export type Tables = Readonly<Record<RangeTable, Iterable<Transition>>>;

export interface DatabaseOptions {
  readonly stamp: LocationStamp;
  /** Only for data made for a test. */
  readonly mapsDocumentation?: boolean;
  readonly rangesPerPart?: number;
  readonly namesPerPart?: number;
}

export interface DatabaseFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Some 100 kB a part, half of it gzipped: read and scanned in milliseconds, and some 300 files in all. */
const RANGES_PER_PART = 32_768;
const NAMES_PER_PART = 4_096;

export function* writeDatabase(tables: Tables, options: DatabaseOptions): Generator<DatabaseFile> {
  const { stamp, mapsDocumentation = false } = options;
  const { rangesPerPart = RANGES_PER_PART, namesPerPart = NAMES_PER_PART } = options;
  const names = { isp: new Names(), place: new Names() };
  const starts: Record<RangeTable, string[]> = { isp4: [], isp6: [], place4: [], place6: [] };
  for (const table of Object.keys(starts) as RangeTable[]) {
    const numbered = numberedRanges(tables[table], names[nameTable(table)]);
    for (const part of slices(numbered, rangesPerPart)) {
      yield {
        name: rangePartName(table, starts[table].length),
        bytes: gzipSync(writePart(part), { level: 9 }),
      };
      starts[table].push((part[0]?.start ?? 0n).toString(16));
    }
  }
  for (const table of ['isp', 'place'] as const) {
    let number = 0;
    for (const part of slices(names[table].all(), namesPerPart)) {
      yield { name: namePartName(table, number++), bytes: gzipSync(writeNames(part), { level: 9 }) };
    }
  }
  const ranges = Object.fromEntries(Object.entries(starts).map(([table, parts]) => [table, parts.join(' ')]));
  const index = { format: LOCATION_FORMAT, ...stamp, mapsDocumentation, namesPerPart, ranges };
  yield { name: INDEX_NAME, bytes: Buffer.from(`${JSON.stringify(index)}\n`) };
}

/** The data of a build without any: every lookup finds nothing. */
export function emptyDatabase(): DatabaseFile {
  const index = {
    format: LOCATION_FORMAT,
    sources: [],
    attribution: [],
    changes: '',
    mapsDocumentation: false,
    namesPerPart: NAMES_PER_PART,
    ranges: { isp4: '', isp6: '', place4: '', place6: '' },
  };
  return { name: INDEX_NAME, bytes: Buffer.from(`${JSON.stringify(index)}\n`) };
}

function nameTable(table: RangeTable): NameTable {
  return table.startsWith('isp') ? 'isp' : 'place';
}

/** Names in the order of their first use; 0 is nothing. */
class Names {
  private readonly ids = new Map([['', 0]]);

  idOf(name: string): number {
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    this.ids.set(name, this.ids.size);
    return this.ids.size - 1;
  }

  all(): Iterable<string> {
    return this.ids.keys();
  }
}

function* numberedRanges(transitions: Iterable<Transition>, names: Names): Generator<NumberedRange> {
  for (const { start, name } of joined(transitions)) yield { start, id: names.idOf(name) };
}

function* slices<T>(items: Iterable<T>, length: number): Generator<T[]> {
  let slice: T[] = [];
  for (const item of items) {
    if (slice.length === length) {
      yield slice;
      slice = [];
    }
    slice.push(item);
  }
  if (slice.length > 0) yield slice;
}
