import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { atResolution, toResolution } from '../../../src/precall/estimate/resolution.ts';

test('a reading is told in steps of about one per cent', () => {
  const told = [99.5, 99.4, 149.2, 498.1, 1194.9, 1195, 2487.5, 2487.4, 4991, 24_826, 0.5].map(toResolution);
  expect(told).toEqual([100, 99, 149, 500, 1190, 1200, 2500, 2475, 5000, 24_750, 0.5]);
});

test('rounding moves a reading by less than a per cent, keeps the order, and is done once', () => {
  const rates = fc.double({ min: 1, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(rates, rates, (a, b) => {
      expect(Math.abs(toResolution(a) / a - 1)).toBeLessThan(0.0064);
      expect(toResolution(toResolution(a))).toBe(toResolution(a));
      if (a <= b) expect(toResolution(a)).toBeLessThanOrEqual(toResolution(b));
    }),
  );
});

test('nothing is nothing, and the cap stays what was set', () => {
  expect([0, -1, Number.NaN].map(toResolution)).toEqual([0, 0, 0]);
  const capped = { capacityKbps: 3333, throughputKbps: 3333, atLeast: true };
  expect(atResolution(capped, 3333)).toEqual(capped);
  expect(atResolution(capped, 10_000).capacityKbps).toBe(3325);
  expect(atResolution({ capacityKbps: 3333, throughputKbps: 3299, atLeast: true }, 3333).throughputKbps).toBe(
    3300,
  );
});
