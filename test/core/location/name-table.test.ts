import * as fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { decodeUtf8, lineOf } from '../../../src/core/location/name-table.ts';

test('gives any line of a part', () => {
  const lines = fc.array(
    fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' ')),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(lines, (given) => {
      const part = Buffer.from(given.join('\n'));
      given.forEach((line, index) => {
        expect(lineOf(part, index)).toBe(line);
      });
    }),
  );
});

test('a line that is not there is an error', () => {
  expect(() => lineOf(Buffer.from('one\ntwo'), 2)).toThrow(RangeError);
});

test('bytes that are not UTF-8 are an error', () => {
  expect(() => decodeUtf8(Uint8Array.of(0xc3, 0x28))).toThrow(URIError);
});
