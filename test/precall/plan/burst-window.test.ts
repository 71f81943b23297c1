import { expect, test } from 'playwright/test';
import { burstWindowMs, longestWindowMs, policedWindowMs } from '../../../src/precall/plan/burst-window.ts';

test('a slow link is looked at longer', () => {
  expect(burstWindowMs(600, false, 0)).toBe(450);
  expect(burstWindowMs(599, false, 0)).toBe(700);
});

test('one that crawls and has told its rate is not, one that is merely slow is', () => {
  expect(burstWindowMs(199, true, 0)).toBe(450);
  expect(burstWindowMs(199, false, 0)).toBe(700);
  expect(burstWindowMs(200, true, 0)).toBe(700);
});

test('delays that vary lengthen a look by three times as much, up to a limit', () => {
  expect(burstWindowMs(1_000, false, 20)).toBe(510);
  expect(burstWindowMs(1_000, false, 100)).toBe(650);
  expect(longestWindowMs(true)).toBe(650);
  expect(longestWindowMs(false)).toBe(900);
});

test('through a policer 230 datagrams are enough, within limits', () => {
  expect(policedWindowMs(2_000, 1_000)).toBe(460);
  expect(policedWindowMs(2_000, 10_000)).toBe(200);
  expect(policedWindowMs(2_000, 100)).toBe(600);
});
