import { expect, test } from 'playwright/test';
import {
  behindWatchMs,
  CALM_MS,
  deadlineMsFor,
  dueAfterNetworkChange,
  dueAt,
  ONE_SERVER_MS,
  sleptDuring,
  startOf,
} from '../../../src/core/schedule/run-plan.ts';

const NOW = 1_700_000_000_000;

test('one server has its own time; many end before the next run, but have no less than one', () => {
  expect(deadlineMsFor(1, 300)).toBe(ONE_SERVER_MS);
  expect(deadlineMsFor(4, 300)).toBe(55_000);
  expect(deadlineMsFor(20, 60)).toBe(60_000);
  expect(deadlineMsFor(20, 10)).toBe(ONE_SERVER_MS);
});

test('a plan further away than an interval comes from a clock that was set back', () => {
  expect(dueAt(NOW + 1000, 300_000, NOW)).toBe(NOW + 1000);
  expect(dueAt(NOW + 86_400_000, 300_000, NOW)).toBe(NOW + 300_000);
  expect(dueAt(NOW - 86_400_000, 300_000, NOW)).toBe(NOW - 86_400_000);
});

test('a network change is measured after a calm time, whatever the clock says of the run before', () => {
  expect(dueAfterNetworkChange(null, NOW)).toBe(NOW);
  expect(dueAfterNetworkChange(NOW - 1000, NOW)).toBe(NOW - 1000 + CALM_MS);
  expect(dueAfterNetworkChange(NOW - 86_400_000, NOW)).toBe(NOW);
  expect(dueAfterNetworkChange(NOW + 86_400_000, NOW)).toBe(NOW);
});

test('a run that waits for a watch is due soon after it, and never at once: a watch may be over its time', () => {
  expect(behindWatchMs(900_000)).toBe(60_000);
  expect(behindWatchMs(45_000)).toBe(45_000);
  expect(behindWatchMs(10_000)).toBe(30_000);
  expect(behindWatchMs(0)).toBe(30_000);
});

test('on waking without a network a run waits for it once; a run that is due in time never does', () => {
  expect(startOf(NOW - 3_600_000, true, NOW)).toBe(NOW);
  expect(startOf(NOW - 3_600_000, false, NOW)).toBe(NOW + CALM_MS);
  expect(startOf(NOW - 59_999, false, NOW)).toBe(NOW);
  expect(startOf(NOW + 1000, false, NOW)).toBe(NOW);
});

test('a run whose report comes long after its deadline was asleep', () => {
  expect(sleptDuring(NOW - 85_000, 25_000, NOW)).toBe(false);
  expect(sleptDuring(NOW - 85_001, 25_000, NOW)).toBe(true);
  expect(sleptDuring(NOW + 86_400_000, 25_000, NOW)).toBe(false);
});
