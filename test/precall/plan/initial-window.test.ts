import { expect, test } from 'playwright/test';
import { InitialWindow } from '../../../src/precall/plan/initial-window.ts';

test('behind a train that the clock could time nothing holds a burst back', () => {
  const window = new InitialWindow(7_999, false);
  window.sent(1_000_000);
  expect(window.full).toBe(false);
  expect(window.waits).toBe(false);
});

test('behind a faster one 48 kB are under way until some are back, then twice as much', () => {
  const window = new InitialWindow(8_000, false);
  window.sent(47_999);
  expect(window.full).toBe(false);
  window.sent(1);
  expect(window.full).toBe(true);
  expect(window.waits).toBe(true);
  expect(window.back(24_000)).toBe(false);
  expect(window.full).toBe(false);
  window.sent(24_000);
  expect(window.full).toBe(true);
});

test('once all of the first window is back the path is proven and the wait over', () => {
  const window = new InitialWindow(20_000, false);
  window.sent(48_000);
  expect(window.full).toBe(true);
  expect(window.back(47_000)).toBe(false);
  expect(window.back(1_000)).toBe(true);
  window.sent(1_000_000);
  expect(window.full).toBe(false);
  expect(window.waits).toBe(false);
  expect(window.back(1_000)).toBe(false);
});

test('what a burst has proven before needs no proof', () => {
  const window = new InitialWindow(20_000, true);
  window.sent(1_000_000);
  expect(window.full).toBe(false);
});
