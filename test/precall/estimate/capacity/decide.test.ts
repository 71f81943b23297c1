import { expect, test } from 'playwright/test';
import { decideFrom } from '../../../../src/precall/estimate/capacity/decide.ts';
import { FINE_CLOCK } from '../../harness/hosts.ts';
import { logOf, probes, type Row } from '../../harness/traces.ts';

const OVERHEAD = 54;
const BITS = (1_140 + OVERHEAD) * 8;
const EMPTY_MS = 40;
/** ms from the probes of the idle path to the burst. */
const PAUSE_MS = 2_000;

/** Probes that found an empty path of 40 ms, and behind them a burst sent at `kbps`. */
function told(kbps: number, receivedMs: (sentMs: number, i: number) => number | undefined) {
  const idle = probes(Array.from({ length: 60 }, () => EMPTY_MS));
  const burst = Array.from({ length: 300 }, (_, i): Row => {
    const sentMs = PAUSE_MS + (i * BITS) / kbps;
    return ['burst', sentMs, receivedMs(sentMs, i), 1_140, 2];
  });
  return decideFrom({ log: logOf([...idle, ...burst]), overheadBytes: OVERHEAD, host: FINE_CLOCK }, 2);
}

test('a queue that stood tells the rate at which it emptied', () => {
  const decision = told(6_500, (_, i) => PAUSE_MS + EMPTY_MS + ((i + 1) * BITS) / 5_000);
  expect(decision?.by).toBe('queue');
  expect(Math.abs((decision?.kbps ?? 0) / 5_000 - 1)).toBeLessThan(0.01);
  expect(decision?.uncertainty).toBeLessThan(0.05);
});

test('without a queue, what is missing of a burst tells the rate of a policer', () => {
  const decision = told(6_000, (sentMs, i) => (i > 60 && i % 3 === 0 ? undefined : sentMs + EMPTY_MS));
  expect(decision?.by).toBe('policer');
  expect(Math.abs((decision?.kbps ?? 0) / 4_000 - 1)).toBeLessThan(0.03);
});

test('a burst that met neither says what the path carries at least', () => {
  const decision = told(3_000, (sentMs) => sentMs + EMPTY_MS);
  expect(decision).toMatchObject({ by: 'open' });
  expect(decision).not.toHaveProperty('uncertainty');
  expect(Math.abs((decision?.kbps ?? 0) / 3_000 - 1)).toBeLessThan(0.02);
});

test('of a burst of which nothing came back nothing is said', () => {
  expect(told(3_000, () => undefined)).toBeUndefined();
});
