import * as fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { writeNames } from '../../../scripts/location/name-table-writer.ts';
import { nameAt } from '../../../src/core/location/name-table.ts';

test('gives any name of a part', () => {
  const names = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(names, (given) => {
      const part = writeNames(given);
      given.forEach((name, position) => {
        expect(nameAt(part, position)).toBe(name);
      });
    }),
  );
});

test('a name that is not there is an error', () => {
  const part = writeNames(['one', 'two']);
  expect(() => nameAt(part, 2)).toThrow(RangeError);
  expect(() => nameAt(part, 64)).toThrow(RangeError);
  expect(() => nameAt(part.subarray(0, 5), 1)).toThrow(RangeError);
});

test('bytes that are not UTF-8 are an error', () => {
  expect(() => nameAt(Uint8Array.of(3, 2, 0xc3, 0x28), 0)).toThrow(URIError);
});
