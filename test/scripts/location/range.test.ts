import * as fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { flatten, joined, type NamedRange, type Transition } from '../../../scripts/location/range.ts';

const row = (first: number, last: number, name: string): NamedRange => ({
  first: BigInt(first),
  last: BigInt(last),
  name,
});
const flat = (...rows: NamedRange[]) =>
  [...joined(flatten(rows))].map(({ start, name }) => `${start} ${name}`.trim());

test('leaves nothing between ranges and after them', () => {
  expect(flat(row(10, 19, 'a'), row(30, 39, 'b'))).toEqual(['0', '10 a', '20', '30 b', '40']);
});

test('joins neighbours of one name', () => {
  expect(flat(row(0, 9, 'a'), row(10, 19, 'a'), row(20, 29, 'b'))).toEqual(['0 a', '20 b', '30']);
});

test('the narrower of nested ranges holds, whatever the order of the rows', () => {
  const expected = ['0 wide', '40 narrow', '50 wide', '100'];
  expect(flat(row(0, 99, 'wide'), row(40, 49, 'narrow'))).toEqual(expected);
  expect(flat(row(40, 49, 'narrow'), row(0, 99, 'wide'))).toEqual(expected);
});

test('the narrower of crossing ranges holds', () => {
  expect(flat(row(0, 99, 'wide'), row(90, 110, 'narrow'))).toEqual(['0 wide', '90 narrow', '111']);
});

test('nothing at all is one nothing', () => {
  expect(flat()).toEqual(['0']);
});

test('transitions ascend, and no two neighbours are alike', () => {
  const rows = fc.array(
    fc.tuple(fc.nat(50), fc.nat(50), fc.constantFrom('a', 'b', 'c')).map(([a, b, name]) => {
      return row(Math.min(a, b), Math.max(a, b), name);
    }),
  );
  fc.assert(
    fc.property(rows, (given) => {
      const transitions: Transition[] = [...joined(flatten(given))];
      expect(transitions[0]?.start).toBe(0n);
      transitions.slice(1).forEach((transition, index) => {
        expect(transition.start > (transitions[index]?.start ?? 0n)).toBe(true);
        expect(transition.name).not.toBe(transitions[index]?.name);
      });
    }),
  );
});
