import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { roundedKbps, roundedThroughput } from '../../../src/precall/estimate/throughput-rounding.ts';

test('a reading is told in steps of about one per cent', () => {
  const told = [99.5, 99.4, 149.2, 498.1, 1194.9, 1195, 2487.5, 2487.4, 4991, 24_826, 0.5].map(roundedKbps);
  expect(told).toEqual([100, 99, 149, 500, 1190, 1200, 2500, 2475, 5000, 24_750, 0.5]);
});

test('rounding moves a reading by less than a per cent, keeps the order, and is done once', () => {
  const rates = fc.double({ min: 1, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(rates, rates, (a, b) => {
      expect(Math.abs(roundedKbps(a) / a - 1)).toBeLessThan(0.0064);
      expect(roundedKbps(roundedKbps(a))).toBe(roundedKbps(a));
      if (a <= b) expect(roundedKbps(a)).toBeLessThanOrEqual(roundedKbps(b));
    }),
  );
});

test('nothing is nothing, and the cap stays what was set', () => {
  expect([0, -1, Number.NaN].map(roundedKbps)).toEqual([0, 0, 0]);
  const capped = { capacityKbps: 3333, throughputKbps: 3333, atLeast: true };
  expect(roundedThroughput(capped, 3333)).toEqual(capped);
  expect(roundedThroughput(capped, 10_000).capacityKbps).toBe(3325);
  expect(
    roundedThroughput({ capacityKbps: 3333, throughputKbps: 3299, atLeast: true }, 3333).throughputKbps,
  ).toBe(3300);
});
