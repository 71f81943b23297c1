import { expect, test } from 'playwright/test';
import { simulatedVideoKbps } from '../../bench/call/waves/simulated-call.ts';
import { simulatedReading } from '../../bench/call/waves/simulated-reading.ts';
import type { VaryingDelay } from '../../bench/call/waves/varying-delay.ts';
import { quantile } from '../../src/core/base/statistics.ts';

const CLEAN: VaryingDelay = {
  rateKbps: 5000,
  queueMs: 200,
  delayMs: 30,
  jitterMs: 0,
  tauMs: 0,
  uniform: false,
};
const medianKbps = (change: Partial<VaryingDelay>) =>
  quantile(
    Array.from({ length: 5 }, (_, seed) => simulatedVideoKbps({ ...CLEAN, ...change }, seed + 1)),
    0.5,
  );

test('a simulated call has what real ones had: all of a clean line, and 230 to 310 kbit/s behind waves of 25 ms', () => {
  expect(medianKbps({})).toBeGreaterThan(1500);
  expect(medianKbps({ rateKbps: 800 })).toBeLessThan(800);
  expect(medianKbps({ jitterMs: 25, tauMs: 40 })).toBeLessThan(450);
  expect(medianKbps({ jitterMs: 7 })).toBeGreaterThan(1500);
  expect(medianKbps({ stalls: { everyMs: 1000, ms: 60 } })).toBeGreaterThan(1500);
});

test('a reading tells stalls from waves by the median of the deviation', () => {
  const stalls = simulatedReading({ ...CLEAN, stalls: { everyMs: 500, ms: 60 } }, 1);
  const waves = simulatedReading({ ...CLEAN, jitterMs: 15, tauMs: 100 }, 1);
  expect(stalls.p95DeviationMs).toBeGreaterThan(15);
  expect(stalls.medianDeviationMs).toBeLessThan(2);
  expect(waves.medianDeviationMs).toBeGreaterThan(5);
});
