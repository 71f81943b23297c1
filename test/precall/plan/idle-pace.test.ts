import { expect, test } from 'playwright/test';
import { run, seeds } from '../harness/simulated-run.ts';

const MOST_MS = { full: 3_000, light: 2_500 } as const;

test('where datagrams are lost more of them are sent, and only there', async () => {
  const clean = await run({});
  const lossy = await run({ loss: 0.05 });
  const { packetsSent: many = 0 } = lossy.metrics.loss ?? {};
  expect(many).toBeGreaterThan(1_300);
  expect(clean.metrics.loss?.packetsSent).toBeLessThan(many / 2);
  expect(lossy.bytes - clean.bytes).toBeLessThan(130_000);
});

test('what a burst loses in a queue it has filled itself asks for no more probes', async () => {
  for (const kbps of [2_500, 5_000]) {
    const { metrics } = await run({ kbps, bucketBytes: 32_000, queueMs: 400 }, { rttMs: 400 });
    expect(metrics.loss?.lossRatio).toBe(0);
    expect(metrics.loss?.packetsSent).toBeLessThan(600);
  }
});

test('a slow lossy link keeps four fifths of its rate while it is at rest', async () => {
  const { metrics } = await run({ kbps: 500, loss: 0.05, queueMs: 400 }, { rttMs: 400 });
  expect(metrics.loss?.packetsSent).toBeGreaterThan(180);
  expect(Math.abs((metrics.roundTripTime?.roundTripTimeMs ?? 0) - 400)).toBeLessThan(4);
});

for (const kind of ['full', 'light'] as const) {
  test(`a ${kind} run that took long to set up sends fewer probes, but as many as it must`, async () => {
    const usual = await run({ loss: 0.1 }, { kind, seed: 2 });
    const late = await run({ loss: 0.1 }, { kind, seed: 2, setUpMs: 1_200 });
    expect(late.durationMs).toBeLessThan(usual.durationMs - 200);
    expect(late.durationMs + 1_200).toBeLessThan(MOST_MS[kind]);
    const never = await run({ loss: 0.1 }, { kind, seed: 2, setUpMs: 9_000 });
    expect(never.metrics.loss?.packetsSent).toBeGreaterThan(kind === 'full' ? 400 : 70);
    expect(never.metrics.missing).toBeUndefined();
  });
}

test('a stray packet before the first train of a slow link is not taken for jitter', async () => {
  const own = { kbps: 200, crossKbps: 6, crossBytes: 130, queueMs: 300 };
  for (const seed of seeds(8)) {
    const { durationMs } = await run(own, { seed, setUpBytes: 0, host: { setUpBytes: 1_500 } });
    expect(durationMs).toBeLessThan(2_500);
  }
});
