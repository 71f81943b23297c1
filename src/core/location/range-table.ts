/**
 * One part of a range table, read by scanning: what number stands for an address.
 *
 * A part is three columns, numbers as LEB128 varints:
 * 1. the count of the ids this part uses, then those ids, the most frequent first;
 * 2. the length in bytes of the next column, then the size of each range but the last: a byte whose low 7 bits are
 *    the power of two in it, and whose high bit says that a varint h follows, for the odd factor 2h+1;
 * 3. for each range, which of the ids (its place in column 1).
 * The first range begins where the index says, each other one where the one before ends. Most ranges are powers
 * of two and most ids of a part are few, so that a range takes about three bytes. Id 0 is "nothing known".
 */
export function findInPart(part: Uint8Array, start: bigint, address: bigint): number {
  const cursor = new Cursor(part, 0);
  const ids = Array.from({ length: cursor.varint() }, () => cursor.varint());
  const sizesEnd = cursor.varint() + cursor.at;
  let range = 0;
  for (let end = start; cursor.at < sizesEnd; range++) {
    end += cursor.size();
    if (address < end) break;
  }
  cursor.at = sizesEnd;
  for (let skipped = 0; skipped < range; skipped++) cursor.varint();
  const id = ids[cursor.varint()];
  if (id === undefined) throw new RangeError('A part of the location data is damaged.');
  return id;
}

class Cursor {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError('A part of the location data is cut short.');
    return byte;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  size(): bigint {
    const code = this.byte();
    const power = 1n << BigInt(code & 127);
    return code < 128 ? power : power * (2n * this.bigVarint() + 1n);
  }

  bigVarint(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  }
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
