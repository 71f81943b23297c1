import { expect, test } from 'playwright/test';
import { SleepLook } from '../../../src/precall/run/sleep-look.ts';

const EPOCH = 1_700_000_000_000;

/** A look after each of these times, ms since the one before. */
function looks(...afterMs: readonly number[]): boolean[] {
  let now = EPOCH;
  const sleep = new SleepLook(() => now);
  return afterMs.map((ms) => {
    now += ms;
    return sleep.hasSlept();
  });
}

test('timers that come late are no sleep', () => {
  expect(looks(2_000, 2_000, 30_000, 2_000)).toEqual([false, false, false, false]);
});

test('what comes more than half a minute later is, and stays one', () => {
  expect(looks(2_000, 30_001, 2_000)).toEqual([false, true, true]);
});

test('a clock that is set back is none', () => {
  expect(looks(2_000, -3_600_000, 2_000)).toEqual([false, false, false]);
});
