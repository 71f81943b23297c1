import { expect, test } from 'playwright/test';
import {
  CALM_MS,
  deadlineMsFor,
  dueAfterNetworkChange,
  dueAt,
  ONE_SERVER_MS,
} from '../../src/core/run-plan.ts';

const NOW = 1_700_000_000_000;

test('one server has its own time; many end before the next run, but have no less than one', () => {
  expect(deadlineMsFor(1, 300)).toBe(ONE_SERVER_MS);
  expect(deadlineMsFor(4, 300)).toBe(55_000);
  expect(deadlineMsFor(20, 60)).toBe(60_000);
  expect(deadlineMsFor(20, 10)).toBe(ONE_SERVER_MS);
});

test('a plan further away than an interval comes from a clock that was set back', () => {
  expect(dueAt(NOW + 1000, 300, NOW)).toBe(NOW + 1000);
  expect(dueAt(NOW + 86_400_000, 300, NOW)).toBe(NOW + 300_000);
  expect(dueAt(NOW - 86_400_000, 300, NOW)).toBe(NOW - 86_400_000);
});

test('a network change is measured after a calm time, whatever the clock says of the run before', () => {
  expect(dueAfterNetworkChange(null, NOW)).toBe(NOW);
  expect(dueAfterNetworkChange(NOW - 1000, NOW)).toBe(NOW - 1000 + CALM_MS);
  expect(dueAfterNetworkChange(NOW - 86_400_000, NOW)).toBe(NOW);
  expect(dueAfterNetworkChange(NOW + 86_400_000, NOW)).toBe(NOW);
});
