/**
 * One part of a range table: what number stands for an address. Id 0 is "nothing known".
 *
 * A part begins with the ids it uses, the most frequent first: their count as a varint, then three bytes each, low
 * byte first. Then come its blocks, each: the size of all its ranges together (varint; 0 in the last block, which
 * goes on until the next part begins), the length of the rest in bytes (varint), and the rest, two columns:
 * 1. its length in bytes (varint), then the size of each range but the last: a byte whose low 7 bits are the power
 *    of two in it, and whose high bit says that a varint h follows, for the odd factor 2h+1;
 * 2. for each range, which of the part's ids (varint).
 * The first range begins where the index says, each other one where the one before ends. Most ranges are powers of
 * two and most ids of a part are few, so that a range takes about three bytes. Blocks are stepped over unread: a
 * worker that has just started runs this slowly, and need not look at every range.
 */
import { ByteCursor } from './byte-cursor.ts';

/** Bytes of an id: part of the format. */
export const ID_BYTES = 3;

export function findInPart(part: Uint8Array, start: bigint, address: bigint): number {
  const cursor = new ByteCursor(part);
  const ids = cursor.take(cursor.varint() * ID_BYTES);
  for (let blockStart = start; ; ) {
    const size = cursor.bigVarint();
    const block = cursor.take(cursor.varint());
    if (size === 0n || address < blockStart + size) {
      return idAt(ids, findInBlock(block, blockStart, address));
    }
    blockStart += size;
  }
}

function findInBlock(block: Uint8Array, start: bigint, address: bigint): number {
  const cursor = new ByteCursor(block);
  const sizes = new ByteCursor(cursor.take(cursor.varint()));
  let range = 0;
  for (let end = start; sizes.at < sizes.bytes.length; range++) {
    end += readSize(sizes);
    if (address < end) break;
  }
  for (let skipped = 0; skipped < range; skipped++) cursor.varint();
  return cursor.varint();
}

function readSize(cursor: ByteCursor): bigint {
  const code = cursor.byte();
  const power = 1n << BigInt(code & 127);
  return code < 128 ? power : power * (2n * cursor.bigVarint() + 1n);
}

function idAt(ids: Uint8Array, place: number): number {
  const [low, middle, high] = ids.subarray(place * ID_BYTES, (place + 1) * ID_BYTES);
  if (low === undefined || middle === undefined || high === undefined) {
    throw new RangeError('A part of the location data is damaged.');
  }
  return low | (middle << 8) | (high << 16);
}

/** Index of the last start that is not above the address; starts ascend, the first is 0. */
export function partOf(starts: readonly bigint[], address: bigint): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0n) <= address) low = middle;
    else high = middle - 1;
  }
  return low;
}
