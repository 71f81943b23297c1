import { expect, test } from 'playwright/test';
import { settledTime, withinKept } from '../../../src/core/history/kept-span.ts';

const DAY = 86_400_000;
const TODAY = 20_000;
const NOW = TODAY * DAY + DAY / 2;

test('what is older than is kept, or dated later than tomorrow, is left out and counted', () => {
  const at = (days: number) => ({ at: NOW + days * DAY });
  const runs = [at(-91), at(-90), at(-1), at(0), at(1), at(1.01), at(730)];
  expect(withinKept(runs, { now: NOW, keepDays: 90 })).toEqual({
    kept: [at(-90), at(-1), at(0), at(1)],
    leftOut: 3,
  });
});

test('one result dated two years ahead does not make the others old', () => {
  const days = [TODAY - 2, TODAY - 1, TODAY, TODAY + 730];
  const ahead = NOW + 730 * DAY;
  expect(settledTime(days, ahead)).toBe(TODAY * DAY);
  // Back again, what is dated ahead says nothing.
  expect(settledTime(days, NOW)).toBe((TODAY - 1) * DAY);
});

test('a clock that stays at its new time is believed after some days, and a new history has nothing old', () => {
  const moved = [TODAY, TODAY + 730, TODAY + 731, TODAY + 732];
  expect(settledTime(moved, (TODAY + 732) * DAY + 5)).toBe((TODAY + 731) * DAY);
  expect(settledTime([], NOW)).toBe(NOW);
  expect(settledTime([TODAY], NOW)).toBe(NOW);
});
