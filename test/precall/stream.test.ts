import { expect, test } from 'playwright/test';
import { runPlan } from '../../src/precall/measurement-plan.ts';
import { pathMetrics } from '../../src/precall/path-metrics.ts';
import { streamRate } from '../../src/precall/stream-rate.ts';
import { type SimulatedDirection, SimulatedLink } from './harness/simulated-link.ts';
import { crossingsOf, logOf, type Row } from './harness/traces.ts';

const OVERHEAD = 148;
/** 1288 bytes at 5 Mbit/s. */
const STEP_MS = (1288 * 8) / 5000;

async function run(direction: Partial<SimulatedDirection>, rttMs: number) {
  const both = { kbps: 5_000, delayMs: rttMs / 2, queueMs: 1_000, ...direction };
  const link = new SimulatedLink(both, both, { overheadBytes: OVERHEAD, oversleepMs: 2 }, 5);
  const start = link.now();
  const request = {
    kind: 'full',
    relayProtocol: 'tcp',
    overheadBytes: OVERHEAD,
    capKbps: 10_000,
    roundTripMs: rttMs,
  } as const;
  const result = await runPlan(link, request, new AbortController().signal, () => {});
  const metrics = pathMetrics(result, { ...request, method: 'rtp-datagrams' });
  return { metrics, durationMs: link.now() - start, queueMs: link.up.longestQueueMs, stream: result.stream };
}

for (const [kbps, rttMs] of [
  [5_000, 40],
  [5_000, 150],
  [5_000, 400],
] as const) {
  test(`over TCP, ${kbps} kbit/s and ${rttMs} ms are read without filling the path`, async () => {
    const { metrics, durationMs, queueMs, stream } = await run({ kbps }, rttMs);
    expect(stream).not.toBe('flow');
    expect(Math.abs((metrics.throughput?.capacityKbps ?? 0) / kbps - 1)).toBeLessThan(0.04);
    // So far away a window has no time to open all the way.
    expect(metrics.throughput?.atLeast).toBe(rttMs > 250);
    expect(queueMs).toBeLessThan(120);
    expect(durationMs).toBeLessThan(1_800 + 10 * rttMs);
    expect(metrics.missing).toMatchObject({ loss: expect.any(String) });
  });
}

for (const kbps of [150, 500, 1_000]) {
  test(`over TCP, ${kbps} kbit/s are read on a near link`, async () => {
    const { metrics } = await run({ kbps }, 40);
    expect(Math.abs((metrics.throughput?.capacityKbps ?? 0) / kbps - 1)).toBeLessThan(0.05);
  });
}

test('over TCP a line beyond the cap is at least the cap', async () => {
  const { metrics } = await run({ kbps: 50_000 }, 40);
  expect(metrics.throughput).toMatchObject({ capacityKbps: 10_000, atLeast: true });
});

test('a window that waits for its acknowledgements does not lower the rate of a train', () => {
  const train = (start: number) =>
    Array.from(
      { length: 30 },
      (_, i): Row => ['burst', start, start + 400 + i * STEP_MS + (i >= 14 ? 380 : 0), 1140],
    );
  const trains = [0, 1_000, 2_000].map((start) => crossingsOf(logOf(train(start))));
  expect(streamRate(trains, OVERHEAD, 400)?.kbps).toBeCloseTo(5000, 0);
});
