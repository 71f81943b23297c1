/** What our own side does to a measurement: a busy machine, the packets of the set-up, Firefox's clock and framing. */
import { expect, test } from 'playwright/test';
import { off, run, seeds } from '../harness/simulated-run.ts';

for (const [what, host] of [
  ['the whole browser stands still for 40 ms at a time', { freezes: { perSecond: 8, ms: 40 } }],
  ['the whole browser stands still for 120 ms at a time', { freezes: { perSecond: 4, ms: 120 } }],
  ['the sending thread waits for its turn', { stalls: { perSecond: 8, ms: 40 } }],
  ['the socket is read late', { deafness: { perSecond: 8, ms: 40 } }],
] as const) {
  test(`on a machine so busy that ${what}, the network reads the same`, async () => {
    for (const seed of seeds(4)) {
      const { metrics } = await run({}, { seed, host });
      expect(off(metrics.throughput?.capacityKbps, 5_000)).toBeLessThan(0.06);
      expect(metrics.jitter).toBeDefined();
      expect(off(metrics.roundTripTime?.roundTripTimeMs, 40)).toBeLessThan(0.03);
      const unlimited = await run({ kbps: 1e6 }, { seed, host, rttMs: 0.4, capKbps: 5_000 });
      expect(unlimited.metrics.throughput).toMatchObject({ capacityKbps: 5_000, atLeast: true });
    }
  });
}

for (const kbps of [100, 150]) {
  test(`on ${kbps} kbit/s what set the loop up is waited for, and neither queued behind nor taken for jitter`, async () => {
    const host = { setUpBytes: 1_900 };
    const { metrics, queueMs, durationMs } = await run({ kbps }, { host });
    expect(off(metrics.throughput?.capacityKbps, kbps)).toBeLessThan(0.02);
    expect(metrics.jitter?.jitterMs).toBeLessThan(0.5);
    expect(queueMs).toBeLessThan((1_900 * 8) / kbps + 20);
    // At the end a pair of datagrams of 9.6 kbit each, the second of which passes both wires after the first, and 40 ms of way.
    const pairMs = 60 + (3 * 9_600) / kbps;
    expect(durationMs).toBeLessThan(2_200 + pairMs);
    const light = await run({ kbps }, { host, kind: 'light' });
    expect(light.durationMs).toBeLessThan(1_450 + pairMs);
    expect(light.metrics.jitter?.jitterMs).toBeLessThan(0.5);
  });
}

for (const kbps of [100, 150, 500, 2_500]) {
  test(`with the clock and the framing of Firefox ${kbps} kbit/s have no jitter and are no further away`, async () => {
    for (const seed of seeds(3)) {
      const { metrics } = await run({ kbps }, { seed, host: { wholeMs: true, overheadBytes: 100 } });
      expect(off(metrics.throughput?.capacityKbps, kbps)).toBeLessThan(0.011);
      expect(metrics.jitter?.jitterMs).toBeLessThan(1);
      expect(Math.abs((metrics.roundTripTime?.roundTripTimeMs ?? 0) - 40)).toBeLessThan(1);
    }
  });
}

for (const [what, direction] of [
  ['1 Mbit/s', { kbps: 1_000 }],
  ['5 Mbit/s', {}],
  ['8 Mbit/s in slots', { kbps: 8_000, slotMs: 10 }],
] as const) {
  test(`a clock of whole milliseconds reads ${what} as well`, async () => {
    for (const seed of seeds(3)) {
      const { metrics } = await run(direction, { seed, host: { wholeMs: true } });
      expect(
        off(metrics.throughput?.capacityKbps, 'kbps' in direction ? direction.kbps : 5_000),
      ).toBeLessThan(0.015);
      expect(metrics.throughput?.atLeast).toBe(false);
    }
  });
}

test('ticks of whole milliseconds do not make the rate of a far link one that varies', async () => {
  let usual = 0;
  const tried = seeds(5);
  for (const seed of tried) {
    const host = { wholeMs: true, overheadBytes: 100 };
    const { bytes } = await run({ queueMs: 400 }, { seed, rttMs: 400, host });
    if (bytes < 500_000) usual += 1;
  }
  expect(usual).toBeGreaterThanOrEqual(0.85 * tried.length);
});
