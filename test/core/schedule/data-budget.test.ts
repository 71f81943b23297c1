import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { DAY_MS } from '../../../src/core/base/durations.ts';
import {
  countRun,
  type DataUse,
  INITIAL_DATA_USE,
  payableAt,
  spentAt,
} from '../../../src/core/schedule/data-budget.ts';

const MB = 1_000_000;
const HOUR = 3_600_000;
const NONE = { connectivity: 0, light: 0, full: 0 };
const run = (bytes: number, planned = true) => ({ tested: NONE, bytes, planned });

test('every byte of the last 24 hours is counted, also those of runs that no plan foresaw', () => {
  let use = countRun(INITIAL_DATA_USE, run(3 * MB), 0, 'a');
  use = countRun(use, run(2 * MB, false), HOUR, 'a');
  expect(spentAt(use, HOUR)).toEqual({ bytes: 5 * MB, unplanned: 2 * MB });
  expect(spentAt(use, 24 * HOUR)).toEqual({ bytes: 5 * MB, unplanned: 2 * MB });
  expect(spentAt(use, 25 * HOUR)).toEqual({ bytes: 2 * MB, unplanned: 2 * MB });
  expect(spentAt(use, 26 * HOUR)).toEqual({ bytes: 0, unplanned: 0 });
});

test('what was used beyond the budget is a debt that only time pays', () => {
  let use = countRun(INITIAL_DATA_USE, run(30 * MB, false), 0, 'a');
  use = countRun(use, run(30 * MB, false), 2 * HOUR, 'a');
  expect(payableAt(use, 50 * MB, MB, 3 * HOUR)).toBe(24.5 * HOUR);
  expect(payableAt(use, 50 * MB, 21 * MB, 3 * HOUR)).toBe(26.5 * HOUR);
  expect(payableAt(use, 61 * MB, MB, 3 * HOUR)).toBe(3 * HOUR);
  expect(payableAt(use, 50 * MB, 51 * MB, 3 * HOUR)).toBe(Number.POSITIVE_INFINITY);
});

test('a clock that was set back forgives nothing, and one that was set ahead and back blocks nothing for years', () => {
  const ahead = countRun(INITIAL_DATA_USE, run(3 * MB), 730 * DAY_MS, 'a');
  expect(spentAt(ahead, 0).bytes).toBe(3 * MB);
  const back = countRun(ahead, run(MB), 0, 'a');
  expect(spentAt(back, 0).bytes).toBe(4 * MB);
  expect(spentAt(back, 25 * HOUR).bytes).toBe(0);
});

test('the ledger stays short, whatever is entered', () => {
  const steps = fc.array(fc.record({ wait: fc.nat(DAY_MS), bytes: fc.nat(100 * MB) }), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (entries) => {
      let use: DataUse = INITIAL_DATA_USE;
      let now = 0;
      for (const { wait, bytes } of entries) {
        now += wait;
        use = countRun(use, run(bytes), now, 'a');
        expect(use.spent.length).toBeLessThanOrEqual(50);
        expect(spentAt(use, now).bytes).toBeGreaterThanOrEqual(bytes);
      }
    }),
  );
});

test('the bytes of today begin anew with the day', () => {
  const first = countRun(INITIAL_DATA_USE, run(10), 0, '2026-01-01');
  const second = countRun(first, run(20), 1000, '2026-01-01');
  const third = countRun(second, run(5), DAY_MS, '2026-01-02');
  expect([first, second, third].map(({ bytesToday }) => bytesToday)).toEqual([10, 30, 5]);
});

test('what a test of one server costs is learnt from runs of several: dearer at once, cheaper little by little', () => {
  const light = (servers: number, bytes: number) =>
    countRun(INITIAL_DATA_USE, { tested: { ...NONE, light: servers }, bytes, planned: true }, 0, 'a').cost;
  expect(light(4, 400_000).light).toBe(100_000);
  expect(light(4, 160_000).light).toBeCloseTo(61_000);
  expect(light(1, 0)).toEqual(INITIAL_DATA_USE.cost);
  const turn = { tested: { connectivity: 2, light: 1, full: 1 }, bytes: 2_100_000, planned: true };
  expect(countRun(INITIAL_DATA_USE, turn, 0, 'a').cost).toEqual({
    connectivity: 15_000,
    light: 70_000,
    full: 2_000_000,
  });
});
