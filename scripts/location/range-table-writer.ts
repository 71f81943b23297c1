/** Writes what `src/core/location/range-table.ts` reads; the format is described there. */
import { ID_BYTES } from '../../src/core/location/range-table.ts';
import { pushBigVarint, pushVarint } from './varint.ts';

export interface NumberedRange {
  readonly start: bigint;
  readonly id: number;
}

/** So few that scanning one block costs no more than stepping over the others of its part. */
const RANGES_PER_BLOCK = 256;

/** One part; the last of its ranges goes on until the next part begins. */
export function writePart(
  ranges: readonly NumberedRange[],
  rangesPerBlock: number = RANGES_PER_BLOCK,
): Uint8Array {
  const ids = byFrequency(ranges);
  const places = new Map(ids.map((id, place) => [id, place]));
  const out: number[] = [];
  pushVarint(out, ids.length);
  for (const id of ids) {
    if (id >= 2 ** (8 * ID_BYTES)) throw new RangeError('More names than an id can tell apart.');
    for (let byte = 0; byte < ID_BYTES; byte++) out.push((id >> (8 * byte)) & 255);
  }
  for (let first = 0; first < ranges.length; first += rangesPerBlock) {
    const block = ranges.slice(first, first + rangesPerBlock);
    const start = block[0]?.start ?? 0n;
    const end = ranges[first + rangesPerBlock]?.start ?? start;
    const body = writeBlock(block, places);
    pushBigVarint(out, end - start);
    pushVarint(out, body.length);
    for (const byte of body) out.push(byte);
  }
  return Uint8Array.from(out);
}

function writeBlock(ranges: readonly NumberedRange[], places: ReadonlyMap<number, number>): number[] {
  const sizes: number[] = [];
  const columns: number[] = [];
  ranges.forEach(({ start, id }, index) => {
    const next = ranges[index + 1];
    if (next !== undefined) pushSize(sizes, next.start - start);
    pushVarint(columns, places.get(id) ?? 0);
  });
  const length: number[] = [];
  pushVarint(length, sizes.length);
  return [...length, ...sizes, ...columns];
}

function byFrequency(ranges: readonly NumberedRange[]): number[] {
  const counts = new Map<number, number>();
  for (const { id } of ranges) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b).map(([id]) => id);
}

function pushSize(out: number[], size: bigint): void {
  if (size <= 0n) throw new RangeError('Ranges must ascend.');
  const power = trailingZeros(size);
  const odd = size >> BigInt(power);
  if (power > 127) throw new RangeError('A range as wide as all of IPv6.');
  out.push(odd === 1n ? power : power | 128);
  if (odd > 1n) pushBigVarint(out, odd >> 1n);
}

function trailingZeros(value: bigint): number {
  let zeros = 0;
  let rest = value;
  for (; (rest & 0xffff_ffffn) === 0n; rest >>= 32n) zeros += 32;
  const word = Number(rest & 0xffff_ffffn);
  return zeros + 31 - Math.clz32(word & -word);
}
