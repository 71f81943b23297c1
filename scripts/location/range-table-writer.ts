/** Writes what `src/core/location/range-table.ts` reads; the format is described there. */
export interface NumberedRange {
  readonly start: bigint;
  readonly id: number;
}

/** One part; the last of its ranges goes on until the next part begins. */
export function writePart(ranges: readonly NumberedRange[]): Uint8Array {
  const ids = byFrequency(ranges);
  const places = new Map(ids.map((id, place) => [id, place]));
  const sizes: number[] = [];
  const columns: number[] = [];
  ranges.forEach(({ start, id }, index) => {
    const next = ranges[index + 1];
    if (next !== undefined) pushSize(sizes, next.start - start);
    pushVarint(columns, places.get(id) ?? 0);
  });
  const head: number[] = [];
  pushVarint(head, ids.length);
  for (const id of ids) pushVarint(head, id);
  pushVarint(head, sizes.length);
  return Uint8Array.from([...head, ...sizes, ...columns]);
}

function byFrequency(ranges: readonly NumberedRange[]): number[] {
  const counts = new Map<number, number>();
  for (const { id } of ranges) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b).map(([id]) => id);
}

function pushVarint(out: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  out.push(rest);
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

function pushBigVarint(out: number[], value: bigint): void {
  let rest = value;
  for (; rest >= 128n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
  out.push(Number(rest));
}
