import { expect, test } from 'playwright/test';
import { runPlan } from '../../../src/precall/plan/measurement-plan.ts';
import { FINE_CLOCK } from '../harness/hosts.ts';
import { SimulatedLink } from '../harness/simulated-link.ts';
import { CAP, OVERHEAD, off, run, seeds } from '../harness/simulated-run.ts';

for (const kbps of [100, 150, 500, 1_000, 2_500, 5_000, 9_000]) {
  test(`reads ${kbps} kbit/s and raises no long queue`, async () => {
    const { metrics, queueMs } = await run({ kbps });
    expect(off(metrics.throughput?.capacityKbps, kbps)).toBeLessThan(0.03);
    expect(metrics.throughput?.atLeast).toBe(false);
    expect(queueMs).toBeLessThan(120);
    expect(metrics.roundTripTime?.roundTripTimeMs).toBeGreaterThan(39.5);
    expect(metrics.roundTripTime?.roundTripTimeMs).toBeLessThan(41);
  });
}

for (const rttMs of [10, 150, 400, 600]) {
  test(`reads 5 Mbit/s over a round trip of ${rttMs} ms`, async () => {
    const { metrics, queueMs, durationMs } = await run({}, { rttMs });
    expect(off(metrics.throughput?.capacityKbps, 5_000)).toBeLessThan(0.02);
    expect(queueMs).toBeLessThan(120);
    expect(durationMs).toBeLessThan(2_000 + 4 * rttMs);
  });
}

test('a faster link than the cap is "at least" the cap, and costs little more', async () => {
  const { metrics, bytes } = await run({ kbps: 25_000 });
  expect(metrics.throughput).toMatchObject({ capacityKbps: CAP, atLeast: true });
  expect(bytes).toBeLessThan(1_500_000);
});

test('what a data channel gets is a lower bound: its own congestion control may have set it', async () => {
  const { metrics } = await run({ kbps: 5_000 }, { method: 'data-channel' });
  expect(off(metrics.throughput?.capacityKbps, 5_000)).toBeLessThan(0.05);
  expect(metrics).toMatchObject({ method: 'data-channel', throughput: { atLeast: true } });
  expect(metrics.throughput).not.toHaveProperty('uncertainty');
});

test('the smaller direction decides', async () => {
  for (const [up, down] of [
    [1_000, 10_000],
    [10_000, 1_000],
  ] as const) {
    const { metrics } = await run({ kbps: up }, { down: { kbps: down } });
    expect(off(metrics.throughput?.capacityKbps, 1_000)).toBeLessThan(0.02);
  }
});

for (const loss of [0.005, 0.02, 0.05, 0.1]) {
  test(`a loss of ${100 * loss} % each way is measured and does not lower the capacity`, async () => {
    const truth = 1 - (1 - loss) ** 2;
    let inInterval = 0;
    const tried = seeds(10);
    for (const seed of tried) {
      const { metrics } = await run({ loss }, { seed });
      expect(off(metrics.throughput?.capacityKbps, 5_000)).toBeLessThan(0.03);
      expect(off(metrics.throughput?.throughputKbps, 5_000 * (1 - truth))).toBeLessThan(0.06);
      const [low, high] = metrics.loss?.interval ?? [1, 0];
      if (low <= truth && truth <= high) inInterval += 1;
    }
    // An interval of 95 %: eight of ten, and one of 90 such tests would fail by chance.
    expect(inInterval).toBeGreaterThanOrEqual(0.8 * tried.length);
  });
}

for (const reorder of [false, true]) {
  for (const jitterMs of [10, 30]) {
    test(`jitter of ${jitterMs} ms${reorder ? ' out of order' : ''} is not taken for a queue`, async () => {
      const { metrics } = await run({ jitterMs, reorder }, { rttMs: 80 });
      expect(off(metrics.throughput?.capacityKbps, 5_000)).toBeLessThan(0.06);
      expect(metrics.jitter?.jitterMs).toBeGreaterThan(0.5 * jitterMs);
    });
  }
}

for (const kbps of [150, 500, 1_000]) {
  for (const bucketBytes of [4_000, 8_000, 16_000, 32_000]) {
    test(`reads ${kbps} kbit/s behind a bucket of ${bucketBytes} bytes and does not flood it`, async () => {
      for (const rttMs of [20, 40, 160]) {
        const { metrics, bytes } = await run({ kbps, bucketBytes, queueMs: 400 }, { rttMs });
        expect(off(metrics.throughput?.capacityKbps, kbps)).toBeLessThan(0.02);
        expect(metrics.throughput?.atLeast).toBe(false);
        expect(Math.abs((metrics.roundTripTime?.roundTripTimeMs ?? 0) - rttMs)).toBeLessThan(1);
        expect(bytes).toBeLessThan(kbps < 500 ? 120_000 : 300_000);
      }
    });
  }
}

for (const [kbps, bucketBytes] of [
  [200, 8_000],
  [360, 8_000],
  [360, 16_000],
] as const) {
  test(`jitter does not hide what a bucket of ${bucketBytes} bytes lets pass of ${kbps} kbit/s`, async () => {
    for (const reorder of [false, true]) {
      for (const seed of seeds(3)) {
        const path = { kbps, bucketBytes, jitterMs: 5, reorder, queueMs: 300 };
        const { metrics } = await run(path, { rttMs: 90, seed, down: { kbps: 8_000, bucketBytes: 0 } });
        expect(off(metrics.throughput?.capacityKbps, kbps)).toBeLessThan(0.06);
      }
    }
  });
}

test('a bucket in front of a far link is told from a fast one', async () => {
  for (const [kbps, bucketBytes] of [
    [150, 16_000],
    [2_500, 32_000],
    [5_000, 32_000],
  ] as const) {
    const { metrics, bytes } = await run({ kbps, bucketBytes, queueMs: 400 }, { rttMs: 400 });
    expect(off(metrics.throughput?.capacityKbps, kbps)).toBeLessThan(0.02);
    expect(metrics.throughput?.atLeast).toBe(false);
    expect(bytes).toBeLessThan(800_000);
  }
});

for (const kbps of [300, 1_000, 2_000]) {
  test(`a policer at ${kbps} kbit/s is read whatever its bucket holds`, async () => {
    for (const policerBytes of [4_000, 8_000, 16_000, 32_000]) {
      const { metrics } = await run({ kbps, policerBytes });
      expect(off(metrics.throughput?.capacityKbps, kbps)).toBeLessThan(0.04);
      expect(metrics.throughput?.atLeast).toBe(false);
    }
  });
}

for (const [what, direction] of [
  ['controlled delay', { codel: true }],
  ['a queue of 10 packets', { queuePackets: 10 }],
] as const) {
  test(`${what} is read at the link's rate`, async () => {
    for (const kbps of [300, 1_000, 5_000]) {
      const { metrics } = await run({ kbps, ...direction });
      expect(off(metrics.throughput?.capacityKbps, kbps)).toBeLessThan(0.02);
    }
  });
}

test('the browser’s own packets on a slow link are not taken from its capacity', async () => {
  for (const seed of seeds(4)) {
    const own = { crossKbps: 6, crossBytes: 130 };
    const { metrics } = await run({ kbps: 150, ...own }, { seed, host: { setUpBytes: 1_500 } });
    expect(off(metrics.throughput?.capacityKbps, 150)).toBeLessThan(0.02);
  }
});

test('beside somebody else’s traffic the capacity is the link’s, the share what was left', async () => {
  const { metrics } = await run({ crossKbps: 1_500 });
  expect(off(metrics.throughput?.capacityKbps, 5_000)).toBeLessThan(0.03);
  expect(metrics.throughput?.shareKbps).toBeLessThan(4_000);
});

test('a policer’s rate is found though it delays nothing', async () => {
  const { metrics } = await run({ policerMs: 50 });
  expect(off(metrics.throughput?.capacityKbps, 5_000)).toBeLessThan(0.05);
});

test('jitter does not make a fast link look slow', async () => {
  for (const seed of seeds(16)) {
    const { metrics } = await run({ jitterMs: 30 }, { rttMs: seed % 2 === 0 ? 40 : 100, seed });
    expect(off(metrics.throughput?.capacityKbps, 5_000)).toBeLessThan(0.1);
  }
});

for (const [kbps, slotMs] of [
  [8_000, 10],
  [5_000, 5],
  [2_500, 5],
  [2_000, 10],
  [1_000, 5],
] as const) {
  test(`${kbps} kbit/s in time slots of ${slotMs} ms is read between the slots`, async () => {
    for (const seed of seeds(4)) {
      const { metrics } = await run({ kbps, slotMs }, { seed });
      expect(off(metrics.throughput?.capacityKbps, kbps)).toBeLessThan(0.025);
    }
  });
}

for (const rttMs of [40, 150]) {
  test(`a slow link with jitter over ${rttMs} ms is not flooded by the train that finds its rate`, async () => {
    for (const seed of seeds(4)) {
      const { metrics, queueMs } = await run(
        { kbps: 250, jitterMs: 20, reorder: true, queueMs: 500 },
        { rttMs, seed },
      );
      expect(off(metrics.throughput?.capacityKbps, 250)).toBeLessThan(0.1);
      // Primers alone: a train behind them made it half a second.
      expect(queueMs).toBeLessThan(220);
    }
  });
}

test('on a far slow link losses are counted while it is at rest anyway, and what set it up is no jitter', async () => {
  for (const seed of seeds(4)) {
    const link = { kbps: 500, loss: 0.05, queueMs: 400 };
    const late = { setUpMs: 2_900, host: { setUpBytes: 4_000 } };
    const { metrics, durationMs } = await run(link, { rttMs: 400, seed, ...late });
    expect(off(metrics.throughput?.capacityKbps, 500)).toBeLessThan(0.03);
    expect(durationMs).toBeLessThan(4_000);
  }
});

test('a link whose rate varies is looked at longer, and its interval is wide', async () => {
  const trace = [8_000, 3_000, 6_000, 10_000, 2_000, 5_000].map((kbps) => [100, kbps] as const);
  for (const seed of seeds(5)) {
    const { metrics } = await run({ trace, kbps: 5_667, queueMs: 500 }, { seed });
    const { capacityKbps = 0, uncertainty = 0 } = metrics.throughput ?? {};
    expect(capacityKbps * (1 - uncertainty)).toBeLessThan(5_667);
    expect(capacityKbps * (1 + uncertainty)).toBeGreaterThan(5_667);
  }
});

test('a light run sends no burst', async () => {
  const { metrics, bytes, queueMs } = await run({}, { kind: 'light' });
  expect(metrics.throughput).toBeUndefined();
  expect(metrics.missing).toBeUndefined();
  expect(metrics.loss?.packetsSent).toBeGreaterThan(100);
  expect(bytes).toBeLessThan(25_000);
  expect(queueMs).toBeLessThan(3);
});

test('a dead path leaves metrics out and says why', async () => {
  const { metrics } = await run({ loss: 1 });
  expect(metrics.roundTripTime).toBeUndefined();
  expect(metrics.throughput).toBeUndefined();
  expect(metrics.missing).toMatchObject({
    roundTripTime: 'no probe came back',
    throughput: 'too few datagrams came back',
  });
  expect(metrics.loss?.lossRatio).toBe(1);
});

test('a light run keeps to its bytes: the more setting up took, the fewer probes, down to the slow pace', async () => {
  const bytesAfter = async (setUpBytes: number) =>
    (await run({}, { kind: 'light', setUpBytes, host: { overheadBytes: 100 } })).bytes;
  const [little, more, most, beyond] = await Promise.all([10_000, 20_000, 30_000, 300_000].map(bytesAfter));
  expect(2 * (little ?? 0) + 1.5 * 10_000).toBeLessThan(70_000);
  expect(2 * (more ?? 0) + 1.5 * 20_000).toBeLessThan(70_000);
  expect(more).toBeLessThan(little ?? 0);
  expect(most).toBeLessThan(more ?? 0);
  expect(beyond).toBeGreaterThan(60 * 124);
});

test('warm-ups that are all lost are not waited for as if a slow link held them', async () => {
  for (const seed of seeds(12)) {
    const { durationMs } = await run({ loss: 0.05, lossBurst: 8 }, { kind: 'light', seed });
    expect(durationMs).toBeLessThan(2_400);
  }
});

test('an abort ends a plan', async () => {
  const direction = { kbps: 5_000, delayMs: 20 };
  const link = new SimulatedLink(direction, direction, { overheadBytes: OVERHEAD }, 1);
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  const request = {
    kind: 'full',
    relayProtocol: 'udp',
    overheadBytes: OVERHEAD,
    capKbps: CAP,
    roundTripMs: 40,
    host: FINE_CLOCK,
  } as const;
  await expect(runPlan(link, request, stop.signal, () => {})).rejects.toThrow('enough');
});
