import { expect, test } from 'playwright/test';
import { lostToOwnQueue } from '../../../../src/precall/estimate/loss/own-queue-loss.ts';
import type { PacketRecord } from '../../../../src/precall/link/packet-log.ts';
import { run } from '../../harness/simulated-run.ts';

/** A burst that builds a queue of up to 40 ms and then drains it again; `lost` says what is lost at that queue. */
function burst(lost: (index: number, queueMs: number) => boolean): PacketRecord[] {
  return Array.from({ length: 200 }, (_, index) => {
    const queueMs = index < 100 ? 0.4 * index : 0.4 * (200 - index);
    const sentMs = 4 * index;
    return {
      kind: 'burst',
      group: 0,
      bytes: 1100,
      sentMs,
      seq: index,
      receivedMs: lost(index, queueMs) ? undefined : sentMs + 89 + queueMs,
    };
  });
}

test('what is lost where the queue stands high was dropped for want of room', () => {
  expect(lostToOwnQueue(burst((index, queueMs) => queueMs > 35 && index % 4 === 0))).toBe(true);
});

test('what is lost wherever the queue stands is the path, and so is what a path without a queue loses', () => {
  expect(lostToOwnQueue(burst((index) => index % 25 === 3))).toBe(false);
  expect(lostToOwnQueue(burst(() => false))).toBe(false);
  const flat = burst((index) => index % 25 === 3).map((record) => ({
    ...record,
    receivedMs: record.receivedMs === undefined ? undefined : record.sentMs + 89 + (record.seq % 3),
  }));
  expect(lostToOwnQueue(flat)).toBe(false);
});

test('2.2 Mbit/s, 89 ms, a queue of 47 ms, jitter of 3 ms and no loss: none is read', async () => {
  test.setTimeout(120_000);
  for (const seed of [1, 2, 5, 7]) {
    const { metrics } = await run({ kbps: 2_200, queueMs: 47, jitterMs: 3 }, { rttMs: 89, seed });
    expect(metrics.loss?.lossRatio, `seed ${seed}`).toBe(0);
    expect(metrics.loss?.interval[0]).toBe(0);
  }
});

test('the same link with 1 % of loss each way still tells it', async () => {
  test.setTimeout(120_000);
  const { metrics } = await run({ kbps: 2_200, queueMs: 47, loss: 0.01 }, { rttMs: 89, seed: 1 });
  expect(metrics.loss?.lossRatio).toBeGreaterThan(0.01);
});
