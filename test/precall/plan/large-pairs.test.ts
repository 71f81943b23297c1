import { expect, test } from 'playwright/test';
import { run, seeds } from '../harness/simulated-run.ts';

/** The queue that a second datagram of 1.2 kB needs: 10 kbit/s of wire time. */
for (const [kbps, queueMs] of [
  [150, 43],
  [92, 95],
  [102, 35],
] as const) {
  for (const kind of ['full', 'light'] as const) {
    test(`${kind}: ${kbps} kbit/s with a queue of ${queueMs} ms loses the second of two large datagrams`, async () => {
      const { metrics } = await run({ kbps, queueMs }, { kind });
      expect(metrics.largePairs).toEqual({ firstReceived: 4, secondLost: 4 });
    });
    test(`${kind}: ${kbps} kbit/s, the same from the server to the device alone`, async () => {
      const { metrics } = await run({ kbps: 5_000 }, { kind, down: { kbps, queueMs } });
      expect(metrics.largePairs).toEqual({ firstReceived: 4, secondLost: 4 });
    });
  }
}

test('a narrow line with an ordinary queue takes both of the first pair; a wider one is not asked', async () => {
  for (const kind of ['full', 'light'] as const) {
    const { metrics } = await run({ kbps: 150, queueMs: 200 }, { kind });
    expect(metrics.largePairs).toEqual({ firstReceived: 1, secondLost: 0 });
    expect((await run({ kbps: 600, queueMs: 30 }, { kind })).metrics).not.toHaveProperty('largePairs');
  }
});

test('losses of the line are not taken for want of room', async () => {
  for (const seed of seeds(20)) {
    const { metrics } = await run({ kbps: 200, loss: 0.1 }, { kind: 'full', seed });
    const { firstReceived = 0, secondLost = 0 } = metrics.largePairs ?? {};
    expect(firstReceived >= 3 && secondLost === firstReceived).toBe(false);
  }
});
