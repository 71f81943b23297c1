/** Writes what `src/core/location/name-table.ts` reads; the format is described there. */
import { NAMES_PER_GROUP } from '../../src/core/location/name-table.ts';
import { pushVarint } from './varint.ts';

export function writeNames(names: readonly string[]): Uint8Array {
  const groups: Buffer[] = [];
  for (let first = 0; first < names.length; first += NAMES_PER_GROUP) {
    const members = names.slice(first, first + NAMES_PER_GROUP).map((name) => withLength(Buffer.from(name)));
    groups.push(withLength(Buffer.concat(members)));
  }
  return Buffer.concat(groups);
}

function withLength(bytes: Buffer): Buffer {
  const length: number[] = [];
  pushVarint(length, bytes.length);
  return Buffer.concat([Buffer.from(length), bytes]);
}
