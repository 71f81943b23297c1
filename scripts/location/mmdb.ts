/**
 * The ranges of a MaxMind DB file, in order (https://maxmind.github.io/MaxMind-DB/, version 2.0): a binary tree
 * over the bits of the address, whose leaves point at records. Only what a walk over all of it needs.
 */
import { decodeValue, type MmdbValue } from './mmdb-value.ts';

const METADATA_MARK = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex');
/** Zero bytes between the tree and the records. */
const SEPARATOR_BYTES = 16;

export type MmdbRecord = Readonly<Record<string, MmdbValue>>;

/** Each leaf from the lowest address on, neighbours of one record as one; `undefined` where there is no record. */
export function* mmdbLeaves<T>(
  file: Buffer,
  pick: (record: MmdbRecord) => T,
): Generator<{ readonly start: bigint; readonly picked: T | undefined }> {
  const { nodeCount, recordBits, addressBits } = metadata(file);
  const childOf = childReader(file, recordBits);
  const recordsAt = (nodeCount * recordBits) / 4 + SEPARATOR_BYTES;
  const picked = new Map<number, T>();
  // The right-hand subtrees still to walk, the nearest last.
  const pending = [{ node: 0, depth: 0, start: 0n }];
  let last: number | undefined;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    let { node, depth } = next;
    for (; node < nodeCount; depth++) {
      const start = next.start | (1n << BigInt(addressBits - depth - 1));
      pending.push({ node: childOf(node, 1), depth: depth + 1, start });
      node = childOf(node, 0);
    }
    if (node !== last) yield { start: next.start, picked: node === nodeCount ? undefined : recordOf(node) };
    last = node;
  }

  function recordOf(pointer: number): T {
    const known = picked.get(pointer);
    if (known !== undefined) return known;
    const value = decodeValue(file.subarray(recordsAt), pointer - nodeCount - SEPARATOR_BYTES).value;
    if (typeof value !== 'object' || value === null)
      throw new Error('A record of the database is not a map.');
    const fresh = pick(value);
    picked.set(pointer, fresh);
    return fresh;
  }
}

function metadata(file: Buffer) {
  const mark = file.lastIndexOf(METADATA_MARK);
  if (mark < 0) throw new Error('Not a MaxMind DB file: it has no metadata.');
  const { value } = decodeValue(file.subarray(mark + METADATA_MARK.length), 0);
  const number = (key: string) => {
    const found = typeof value === 'object' ? value?.[key] : undefined;
    if (typeof found !== 'number') throw new Error(`The metadata of the database lacks ${key}.`);
    return found;
  };
  return {
    nodeCount: number('node_count'),
    recordBits: number('record_size'),
    addressBits: number('ip_version') === 4 ? 32 : 128,
  };
}

/** A node is two records; of 28-bit ones, the middle byte holds the high bits of both. */
function childReader(file: Buffer, recordBits: number): (node: number, side: 0 | 1) => number {
  const nodeBytes = recordBits / 4;
  if (recordBits === 24 || recordBits === 32) {
    const bytes = recordBits / 8;
    return (node, side) => file.readUIntBE(node * nodeBytes + side * bytes, bytes);
  }
  if (recordBits !== 28) throw new Error(`The database has records of ${recordBits} bits.`);
  return (node, side) => {
    const at = node * nodeBytes;
    const middle = file.readUInt8(at + 3);
    return side === 0
      ? (middle >> 4) * 2 ** 24 + file.readUIntBE(at, 3)
      : (middle & 15) * 2 ** 24 + file.readUIntBE(at + 4, 3);
  };
}
