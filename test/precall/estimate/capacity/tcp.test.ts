import { expect, test } from 'playwright/test';
import { wasRetransmitted } from '../../../../src/precall/estimate/capacity/tcp-retransmissions.ts';
import { leftEvenly, tcpTrainRate } from '../../../../src/precall/estimate/capacity/tcp-train-rate.ts';
import { lossSample } from '../../../../src/precall/estimate/loss/loss-sample.ts';
import { pathMetrics } from '../../../../src/precall/estimate/path-metrics.ts';
import { runPlan } from '../../../../src/precall/plan/measurement-plan.ts';
import { FINE_CLOCK } from '../../harness/hosts.ts';
import type { SimulatedDirection } from '../../harness/simulated-direction.ts';
import { SimulatedLink } from '../../harness/simulated-link.ts';
import { logOf, type Row, recordsOf } from '../../harness/traces.ts';

const OVERHEAD = 148;
/** 1288 bytes at 5 Mbit/s. */
const STEP_MS = (1288 * 8) / 5000;
const NEAR = { idleRoundTripMs: 10, unsteady: false, host: FINE_CLOCK } as const;

async function run(direction: Partial<SimulatedDirection>, rttMs: number, ackBytes = 0) {
  const both = { kbps: 5_000, delayMs: rttMs / 2, queueMs: 1_000, ...direction };
  const link = new SimulatedLink(both, both, { overheadBytes: OVERHEAD + ackBytes, oversleepMs: 2 }, 5);
  const start = link.now();
  const request = {
    kind: 'full',
    relayProtocol: 'tcp',
    overheadBytes: OVERHEAD,
    capKbps: 10_000,
    roundTripMs: rttMs,
    host: FINE_CLOCK,
  } as const;
  const result = await runPlan(link, request, new AbortController().signal, () => {});
  const metrics = pathMetrics(result, { ...request, method: 'rtp-datagrams' }, lossSample(result.log));
  return { metrics, durationMs: link.now() - start, queueMs: link.up.longestQueueMs, stream: result.tcp };
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
    expect(metrics.throughput?.atLeast).toBe(false);
    expect(queueMs).toBeLessThan(120);
    expect(durationMs).toBeLessThan(1_800 + 10 * rttMs);
    expect(metrics.missing).toMatchObject({ loss: expect.any(String) });
  });
}

for (const kbps of [150, 500, 1_000]) {
  test(`over TCP, ${kbps} kbit/s are read on a near link`, async () => {
    // Small datagrams are acknowledged one by one.
    const { metrics, queueMs } = await run({ kbps }, 40, kbps < 200 ? 26 : 0);
    // Three datagrams are the least that can be under way.
    expect(queueMs).toBeLessThan(kbps < 200 ? 150 : 120);
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
  const trains = [0, 1_000, 2_000].map((start) => recordsOf(logOf(train(start))));
  expect(
    tcpTrainRate(trains, OVERHEAD, { idleRoundTripMs: 400, unsteady: false, host: FINE_CLOCK })?.kbps,
  ).toBeCloseTo(5000, 0);
});

test('a short wait for acknowledgements does not lower the rate either, a held-up stretch does not raise it', () => {
  const train = (start: number, arrival: (i: number) => number) =>
    recordsOf(
      logOf(Array.from({ length: 37 }, (_, i): Row => ['burst', start, start + 15 + arrival(i), 1140])),
    );
  // The server's window waits 18 ms: its acknowledgements stood behind this very train.
  const waiting = [0, 200, 400].map((start) => train(start, (i) => i * STEP_MS + (i >= 26 ? 18 : 0)));
  expect(tcpTrainRate(waiting, OVERHEAD, NEAR)?.kbps).toBeCloseTo(5000, 0);
  // A radio held some up, and they came at once.
  const late = [0, 200, 400].map((start) =>
    train(start, (i) => (i >= 10 && i < 19 ? 19 * STEP_MS + (i - 10) * 0.2 : i * STEP_MS)),
  );
  const rate = tcpTrainRate(late, OVERHEAD, NEAR)?.kbps ?? 0;
  expect(Math.abs(rate / 5000 - 1)).toBeLessThan(0.08);
});

for (const jitterMs of [5, 10]) {
  test(`over TCP a link with jitter of ${jitterMs} ms is not read too fast`, async () => {
    const { metrics } = await run({ jitterMs }, 40);
    const read = metrics.throughput?.capacityKbps ?? 0;
    expect(read).toBeLessThan(1.1 * 5000);
    expect(read).toBeGreaterThan(0.7 * 5000);
  });
}

test('over TCP a link in slots of 10 ms is not read too fast', async () => {
  const { metrics } = await run({ kbps: 8_000, slotMs: 10 }, 40);
  expect(metrics.throughput?.capacityKbps).toBeLessThan(1.1 * 8000);
  expect(metrics.throughput?.capacityKbps).toBeGreaterThan(0.85 * 8000);
});

test('only what is late by a round trip and then comes at once was sent again', () => {
  // More than the window lets out at once, so that the rest may have waited for acknowledgements.
  const sent = (first: number, step: number, payload: number): Row[] => [
    ...Array.from({ length: 13 }, (): Row => ['burst', 0, 400, payload]),
    ...Array.from({ length: 8 }, (_, i): Row => ['burst', 0, first + i * step, payload]),
  ];
  expect(wasRetransmitted(logOf(sent(810, 0.1, 1140)), 400)).toBe(true);
  // One segment of what waited for the window.
  expect(wasRetransmitted(logOf([...sent(400, 0, 1140), ...sent(810, 0, 160).slice(-8)]), 400)).toBe(false);
  // A reader that was late.
  expect(wasRetransmitted(logOf(sent(440, 0.1, 1140)), 400)).toBe(false);
  // The window's next round trip, at the rate of the link.
  expect(wasRetransmitted(logOf(sent(810, STEP_MS, 1140)), 400)).toBe(false);
});

test('what is late by a round trip though the first window held it was sent again, at whatever rate it comes then', () => {
  // 643 kbit/s up with a queue of 38 ms, 1177 kbit/s down, 110 ms: three datagrams found room in the queue.
  const arrivals = [813, 828, 844, 1047, 1063, 1078];
  expect(wasRetransmitted(logOf(arrivals.map((ms): Row => ['burst', 678, ms, 1140])), 110)).toBe(true);
  const unbroken = [813, 828, 844, 859, 874, 890];
  expect(wasRetransmitted(logOf(unbroken.map((ms): Row => ['burst', 678, ms, 1140])), 110)).toBe(false);
});

test('what was released behind segments sent again tells no rate', () => {
  // 5 Mbit/s, 40 ms, losses in bursts of eight, CUBIC: a train as it came.
  const gaps = [
    0,
    2.1,
    1.9,
    2,
    2,
    72.9,
    1.8,
    2,
    2,
    ...Array.from({ length: 31 }, (_, i) => (i % 15 === 14 ? 0.1 : 0)),
  ];
  const rows = gaps.map((_, i): Row => {
    const ms = gaps.slice(0, i + 1).reduce((sum, gap) => sum + gap, 634.1);
    return ['burst', 589 + Math.max(0, i - 20) * 1.9, ms, 1140];
  });
  const { kbps = 0 } =
    tcpTrainRate([recordsOf(logOf(rows))], OVERHEAD, {
      idleRoundTripMs: 41,
      unsteady: false,
      host: FINE_CLOCK,
    }) ?? {};
  expect(Math.abs(kbps - 5_000)).toBeLessThan(300);
});

test('even steps are the rate of the link, those of a sender that paces itself are not', () => {
  const train = (gaps: readonly number[]) =>
    recordsOf(
      logOf(
        [0, ...gaps].map((_, i, all): Row => {
          const ms = all.slice(0, i + 1).reduce((sum, gap) => sum + gap, 400);
          return ['burst', 0, ms, 1140];
        }),
      ),
    );
  expect(leftEvenly(train([2, 2.1, 2, 1.9, 2.1, 2, 2.5, 2]))).toBe(true);
  // BBR, 400 ms away.
  expect(leftEvenly(train([2.3, 2.9, 6.1, 2.4, 7.3, 1.4, 2, 5.1, 2.3, 7.3, 1.5]))).toBe(false);
  expect(leftEvenly(train([2, 2, 2]))).toBe(false);
});
