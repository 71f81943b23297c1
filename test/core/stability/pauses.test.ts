/** What a pause ends, and what it does not. */
import { expect, test } from 'playwright/test';
import { firstUnstable, HOUR, Line, MINUTE } from '../builders/line.ts';

test('what was going on before a long pause is not held against the network after it', () => {
  const line = new Line();
  line.runs(200);
  expect(line.runs(5, () => ({ roundTripTimeMs: 180 })).at(-1)?.unstable).toBe(true);
  line.at += HOUR;
  expect(line.run().unstable).toBe(false);
});

test('what lasts over a long pause is the same trouble, since when it began', () => {
  const line = new Line();
  line.runs(200);
  const began = line.at + line.intervalMs;
  const worse = () => ({ roundTripTimeMs: 180 });
  line.runs(5, worse);
  line.at += 8 * HOUR;
  const verdict = line.runs(1, worse)[0];
  expect(verdict?.unstable).toBe(true);
  expect(verdict?.because[0]?.since).toBe(began);
  line.at += 13 * HOUR;
  expect(line.runs(1, worse)[0]?.unstable).toBe(false);
});

test('runs 30 s to an hour apart show one trouble, not one after each long gap', () => {
  const line = new Line();
  line.runs(200);
  const gaps = [1, 40, 3, 55, 2, 2, 31, 50, 1, 45].map((minutes) => minutes * MINUTE);
  line.runs(3, () => ({ roundTripTimeMs: 180 }));
  for (const gap of gaps) {
    line.at += gap - line.intervalMs;
    expect(line.runs(1, () => ({ roundTripTimeMs: 180 }))[0]?.unstable).toBe(true);
  }
});

test('on a slow schedule the interval is no pause', () => {
  const line = new Line('home', HOUR);
  line.runs(100);
  expect(firstUnstable(line.runs(5, () => ({ roundTripTimeMs: 180 })))).toBeGreaterThanOrEqual(1);
});
