import * as fc from 'fast-check';
import { Reader, type Response } from 'mmdb-lib';
import { expect, test } from 'playwright/test';
import { mmdbLeaves } from '../../../scripts/location/mmdb.ts';
import { decodeValue } from '../../../scripts/location/mmdb-value.ts';
import { placeTransitions } from '../../../scripts/location/source-tables.ts';
import { formatAddress } from '../../../src/core/location/address.ts';
import { type MmdbPrefix, mmdbFile } from './mmdb-file.ts';

const helsinki = { city: 'Helsinki', country_code: 'FI', latitude: 60.17 };
const wien = { city: 'Wien', country_code: 'AT', latitude: 48.2 };

for (const recordBits of [24, 28, 32] as const) {
  test(`walks a tree of ${recordBits}-bit records in the order of the addresses`, () => {
    const file = mmdbFile(
      [
        { bits: '00001000', record: helsinki },
        { bits: '000010011', record: wien },
      ],
      4,
      recordBits,
    );
    const leaves = [...mmdbLeaves(file, ({ city }) => city)].map(({ start, picked }) => [
      formatAddress({ family: 4, value: start }),
      picked,
    ]);
    expect(leaves).toEqual([
      ['0.0.0.0', undefined],
      ['8.0.0.0', 'Helsinki'],
      ['9.0.0.0', undefined],
      ['9.128.0.0', 'Wien'],
      ['10.0.0.0', undefined],
    ]);
  });
}

/** Prefixes of one length cannot lie inside one another. */
const prefixes = (most: number) =>
  fc
    .integer({ min: 1, max: most })
    .chain((length) =>
      fc.uniqueArray(fc.string({ unit: fc.constantFrom('0', '1'), minLength: length, maxLength: length }), {
        minLength: 1,
        maxLength: 12,
      }),
    )
    .chain((bits) =>
      fc.tuple(
        ...bits.map((each) =>
          fc.record({
            bits: fc.constant(each),
            record: fc.record({
              city: fc.string({ unit: 'grapheme', maxLength: 400 }),
              country_code: fc.constantFrom('FI', 'AT', 'DE'),
              latitude: fc.double({ noNaN: true }),
            }),
          }),
        ),
      ),
    );

for (const family of [4, 6] as const) {
  test(`agrees with mmdb-lib on IPv${family}`, () => {
    const bits = family === 4 ? 32 : 128;
    fc.assert(
      fc.property(prefixes(bits), fc.constantFrom<24 | 28 | 32>(24, 28, 32), (given, recordBits) => {
        const file = mmdbFile(given as MmdbPrefix[], family, recordBits);
        const reader = new Reader<Response & { city: string }>(file);
        for (const { start, picked } of mmdbLeaves(file, ({ city }) => city)) {
          // mmdb-lib looks for an IPv4-mapped address among the IPv4 ones.
          if (family === 6 && start >> 32n === 0xffffn) continue;
          expect(reader.get(formatAddress({ family, value: start }))?.city).toBe(picked);
        }
      }),
    );
  });
}

test('a place needs a country; a city alone says too little', () => {
  const file = mmdbFile(
    [
      { bits: '00', record: { city: ' Wien \u00a0 West', country_code: 'AT' } },
      { bits: '01', record: { city: '', country_code: 'FI' } },
      { bits: '10', record: { city: 'Nowhere', country_code: '' } },
      { bits: '11', record: { city: 'Nowhere', country_code: 'ZZ' } },
    ],
    4,
    24,
  );
  expect([...placeTransitions(file)].map(({ name }) => name)).toEqual(['AT Wien West', 'FI ', '', '']);
});

test('a file without metadata is refused', () => {
  expect(() => [...mmdbLeaves(Buffer.alloc(100), () => '')]).toThrow('Not a MaxMind DB file');
});

test('follows pointers of each width and steps over what it does not need', () => {
  const text = Buffer.concat([Buffer.of((2 << 5) | 2), Buffer.from('ok')]);
  const far = (offset: number) => Buffer.concat([Buffer.alloc(offset), text]);
  const pointers: readonly (readonly [number[], number])[] = [
    [[0x20, 0x0a], 10],
    [[0x21, 0x02], 258],
    [[0x28, 0x00, 0x01], 2049],
    [[0x30, 0x00, 0x00, 0x02], 526_338],
    [[0x38, 0x00, 0x00, 0x00, 0x0c], 12],
  ];
  for (const [bytes, offset] of pointers) {
    const section = far(offset);
    section.set(bytes, 0);
    expect(decodeValue(section, 0)).toEqual({ value: 'ok', end: bytes.length });
  }
  const array = Buffer.concat([Buffer.of(0x02, 0x04), text, text]);
  expect(decodeValue(array, 0)).toEqual({ value: null, end: array.length });
  expect(decodeValue(Buffer.of(0x01, 0x07), 0)).toEqual({ value: 1, end: 2 });
});
