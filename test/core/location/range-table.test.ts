import * as fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { writePart } from '../../../scripts/location/range-table-writer.ts';
import { findInPart, partOf } from '../../../src/core/location/range-table.ts';

/** Ascending ranges of random sizes, powers of two and others, small and very wide. */
const size = fc.oneof(
  fc.integer({ min: 0, max: 126 }).map((power) => 1n << BigInt(power)),
  fc.bigInt({ min: 1n, max: (1n << 127n) - 1n }),
  fc.bigInt({ min: 1n, max: 1000n }),
);
const ranges = fc
  .record({
    start: fc.bigInt({ min: 0n, max: 1n << 127n }),
    rest: fc.array(fc.record({ size, id: fc.nat({ max: 400_000 }) }), { maxLength: 40 }),
    firstId: fc.nat({ max: 300 }),
  })
  .map(({ start, rest, firstId }) => {
    let at = start;
    return [
      { start, id: firstId },
      ...rest.map(({ size, id }) => {
        at += size;
        return { start: at, id };
      }),
    ];
  });

test('gives the id of the range an address is in, at its first and its last address', () => {
  fc.assert(
    fc.property(ranges, fc.integer({ min: 1, max: 10 }), (given, rangesPerBlock) => {
      const part = writePart(given, rangesPerBlock);
      const start = given[0]?.start ?? 0n;
      given.forEach((range, index) => {
        const next = given[index + 1];
        expect(findInPart(part, start, range.start)).toBe(range.id);
        expect(findInPart(part, start, next ? next.start - 1n : range.start + 12_345n)).toBe(range.id);
      });
    }),
  );
});

test('holds more ids than one byte can tell apart', () => {
  const many = Array.from({ length: 1000 }, (_, index) => ({ start: BigInt(index) * 256n, id: index * 7 }));
  const part = writePart(many);
  for (const { start, id } of many) expect(findInPart(part, 0n, start + 255n)).toBe(id);
});

test('refuses ranges that do not ascend', () => {
  const same = { start: 5n, id: 1 };
  expect(() => writePart([same, same])).toThrow('Ranges must ascend.');
});

test('a part that is cut short gives an error, not another id', () => {
  const given = [
    { start: 0n, id: 3 },
    { start: 256n, id: 4 },
    { start: 512n, id: 5 },
  ];
  const part = writePart(given, 2);
  for (let length = 0; length < part.length; length++) {
    expect(() => findInPart(part.subarray(0, length), 0n, 600n)).toThrow(RangeError);
  }
});

test('the part of an address is the last that begins at or below it', () => {
  const starts = [0n, 10n, 20n, 1n << 100n];
  const expected: readonly (readonly [bigint, number])[] = [
    [0n, 0],
    [9n, 0],
    [10n, 1],
    [19n, 1],
    [20n, 2],
    [(1n << 100n) - 1n, 2],
    [1n << 100n, 3],
    [1n << 127n, 3],
  ];
  for (const [address, part] of expected) expect(partOf(starts, address)).toBe(part);
});
