import { expect, test } from 'playwright/test';
import { kneeOf } from '../../../../src/precall/estimate/capacity/token-bucket-knee.ts';
import { overloadsSoFar } from '../../../../src/precall/estimate/loss/overload-loss.ts';
import { deliveryRateKbps } from '../../../../src/precall/plan/delivery-rate.ts';
import { InitialWindow } from '../../../../src/precall/plan/initial-window.ts';
import { logOf, type Row, recordsOf } from '../../harness/traces.ts';

const OVERHEAD = 54;
/** ms that 1194 bytes take on 150 kbit/s. */
const STEP_MS = (1_194 * 8) / 150;

/** A train of which the first `head` come at once and the others at 150 kbit/s. */
function train(head: number, count: number, sentAt: (i: number) => number = () => 0) {
  return recordsOf(
    logOf(
      Array.from({ length: count }, (_, i): Row => {
        const arrival = 40 + 0.1 * i + Math.max(0, i + 1 - head) * STEP_MS;
        return ['train', sentAt(i), arrival, 1_140];
      }),
    ),
  );
}

test('a bucket shows in a train that bends', () => {
  const knee = kneeOf(train(8, 16), OVERHEAD, 0.5);
  expect(knee?.kbps).toBeGreaterThan(148);
  expect(knee?.kbps).toBeLessThan(152);
  expect(knee?.endMs).toBeCloseTo(41.5 + 8 * STEP_MS, 6);
});

test('a train without a head, one all head, and one that was sent slowly do not bend', () => {
  expect(kneeOf(train(0, 16), OVERHEAD, 0.5)).toBeUndefined();
  expect(kneeOf(train(16, 16), OVERHEAD, 0.5)).toBeUndefined();
  expect(
    kneeOf(
      train(8, 16, (i) => Math.max(0, i - 7) * STEP_MS),
      OVERHEAD,
      0.5,
    ),
  ).toBeUndefined();
});

test('a short tail, and one within the scatter of the path, tell of no bend', () => {
  expect(kneeOf(train(8, 11), OVERHEAD, 0.5)).toBeUndefined();
  expect(kneeOf(train(8, 16), OVERHEAD, 200)).toBeUndefined();
});

test('a first flight ends until it is back, unless its rate was timed', () => {
  const initialWindow = new InitialWindow(10_000, false);
  expect(initialWindow.full).toBe(false);
  initialWindow.sent(48_000);
  expect(initialWindow.full).toBe(true);
  expect(initialWindow.back(47_999)).toBe(false);
  expect(initialWindow.back(1)).toBe(true);
  expect(initialWindow.full).toBe(false);
  for (const known of [new InitialWindow(5_000, false), new InitialWindow(10_000, true)]) {
    known.sent(1_000_000);
    expect(known.full).toBe(false);
  }
});

test('a burst drowns when what was overtaken is lost, and not before it is due', () => {
  const rows = (lost: (i: number) => boolean) =>
    recordsOf(
      logOf(Array.from({ length: 60 }, (_, i): Row => ['burst', i, lost(i) ? undefined : i + 40, 1_140])),
    );
  const seen = { now: 100, roundTripMs: 40, delayVariationMs: 0 };
  expect(overloadsSoFar({ packets: rows((i) => i % 2 === 0), ...seen }, 'plain')).toBe(true);
  expect(overloadsSoFar({ packets: rows((i) => i % 2 === 0), ...seen }, 'policed')).toBe(false);
  expect(overloadsSoFar({ packets: rows((i) => i % 10 > 1), ...seen }, 'policed')).toBe(true);
  expect(overloadsSoFar({ packets: rows((i) => i % 10 === 0), ...seen }, 'plain')).toBe(false);
  expect(overloadsSoFar({ packets: rows(() => true), ...seen }, 'plain')).toBe(false);
  expect(overloadsSoFar({ packets: rows(() => true), ...seen, now: 300 }, 'plain')).toBe(true);
});

test('the latest arrivals tell the rate of now', () => {
  const rows = Array.from(
    { length: 60 },
    (_, i): Row => ['burst', i, i < 30 ? 20 * i : 600 + 10 * (i - 30), 171],
  );
  expect(deliveryRateKbps(recordsOf(logOf(rows)), OVERHEAD)).toBeCloseTo((225 * 8) / 10, 5);
  expect(deliveryRateKbps(recordsOf(logOf(rows.slice(0, 5))), OVERHEAD)).toBe(0);
});
