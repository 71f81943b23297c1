import { expect, test } from 'playwright/test';
import { countRun, type DataUse, INITIAL_DATA_USE } from '../../../src/core/schedule/data-budget.ts';
import { isUsedUpByAsking } from '../../../src/core/schedule/used-up.ts';

const MB = 1_000_000;
const HOUR = 3_600_000;
const NONE = { connectivity: 0, light: 0, full: 0 };

function spent(asked: number, scheduled: number): DataUse {
  const before = countRun(INITIAL_DATA_USE, { tested: NONE, bytes: asked * MB, planned: false }, 0, 'a');
  return countRun(before, { tested: NONE, bytes: scheduled * MB, planned: true }, 0, 'a');
}

test('the budget is used up by what a person asked for, not by what was planned, and only as long as it counts', () => {
  const isUsedUp = (use: DataUse, now = HOUR) =>
    isUsedUpByAsking(use, { servers: 2, budgetBytes: 50 * MB, now });
  expect(isUsedUp(spent(0, 0))).toBe(false);
  expect(isUsedUp(spent(49, 0.9))).toBe(false);
  expect(isUsedUp(spent(49, 1))).toBe(true);
  expect(isUsedUp(spent(60, 0))).toBe(true);
  expect(isUsedUp(spent(60, 0), 24.4 * HOUR)).toBe(true);
  expect(isUsedUp(spent(60, 0), 24.5 * HOUR)).toBe(false);
  expect(isUsedUp(spent(1, 50))).toBe(false);
});
