import { expect, test } from 'playwright/test';
import { preCallTestResults } from '../../../src/core/judgement/quality-change.ts';
import { mosOf } from '../../../src/core/judgement/server-mos.ts';
import type { PathMetrics } from '../../../src/core/report/path-metrics.ts';
import type { ServerReport } from '../../../src/core/report/run-report.ts';
import { GOOD, metrics, reachable, report, unreachable } from '../builders/reports.ts';

function measured(metrics: PathMetrics | undefined, relayProtocol: 'udp' | 'tcp' = 'udp'): ServerReport {
  const probe = { url: 'turn:a.example', relayProtocol, reachable: true, ...(metrics && { metrics }) };
  return { provider: 'A', probes: [probe], chosen: 0 };
}

test('stands in the result of each server, to the hundredth', () => {
  const results = preCallTestResults(report([reachable('A', GOOD), unreachable('B')]));
  expect(results[0]).toMatchObject({ provider: 'A', mos: 4.41 });
  expect(results[0]).not.toHaveProperty('mosMissing');
  expect(results[1]).toMatchObject({ provider: 'B', mos: null, mosMissing: 'unreachable' });
});

test('loss lowers it, loss in runs more', () => {
  const lossy = metrics({ ...GOOD, loss: 0.05 });
  const single = mosOf(measured(lossy)).mos;
  const inRuns = mosOf(
    measured({ ...lossy, ...(lossy.loss && { loss: { ...lossy.loss, meanLossRun: 4 } }) }),
  ).mos;
  // R = 93.2 - 95 x 5 / (5 + 25.1) = 77.42; 1 + 0.035 R + 7e-6 R (R - 60) (100 - R) = 3.92
  expect(single).toBe(3.92);
  expect(inRuns).toBeLessThan(single ?? 0);
});

test('the chosen URL counts, not the first', () => {
  const [slow] = measured(metrics({ ...GOOD, rtt: 900 })).probes;
  const [quick] = measured(metrics(GOOD)).probes;
  if (slow === undefined || quick === undefined) throw new Error('No probe');
  expect(mosOf({ provider: 'A', probes: [slow, quick], chosen: 1 })).toEqual({ mos: 4.41 });
});

test('over TCP loss shows as delay: none is needed', () => {
  expect(mosOf(measured(metrics({ rtt: 40, jitter: 2 }), 'tcp'))).toEqual({ mos: 4.41 });
});

for (const [name, why, of] of [
  ['nothing measured', 'no-round-trip', undefined],
  ['no round trip', 'no-round-trip', metrics({ jitter: 2, loss: 0 })],
  ['no jitter', 'no-jitter', metrics({ rtt: 40, loss: 0 })],
  ['no loss', 'no-loss', metrics({ rtt: 40, jitter: 2 })],
  ['a negative round trip', 'out-of-range', metrics({ rtt: -1, jitter: 2, loss: 0 })],
] as const) {
  test(`${name}: no MOS, and why`, () => {
    expect(mosOf(measured(of))).toEqual({ mos: null, mosMissing: why });
  });
}
