import { expect, test } from 'playwright/test';
import { createRandom } from '../../../../bench/learner/random.ts';
import { fitQueue } from '../../../../src/precall/estimate/capacity/queue-fit.ts';
import type { PacketRecord } from '../../../../src/precall/link/packet-log.ts';

const BITS = 1_194 * 8;
const LINK_KBPS = 5_000;
const facts = { wireBits: () => BITS, lostShare: 1, arrivalKbps: 4_000 };

/** Sent at `sendKbps` of the time through the link, whose delay varies by up to 20 ms but keeps the order. */
function burst(
  sendKbps: (ms: number) => number,
  isLost: (index: number) => boolean = () => false,
): PacketRecord[] {
  const random = createRandom(7);
  let sentMs = 0;
  let freeAt = 0;
  let latest = 0;
  return Array.from({ length: 500 }, (_, seq) => {
    sentMs += BITS / sendKbps(sentMs);
    freeAt = Math.max(freeAt, sentMs) + BITS / LINK_KBPS;
    latest = Math.max(latest, freeAt + 40 + random.between(0, 20));
    return {
      kind: 'burst',
      group: 1,
      bytes: 1_140,
      seq,
      sentMs,
      receivedMs: isLost(seq) ? undefined : latest,
    };
  });
}

test('a burst that came up slowly tells the rate of the queue that it raised at last, and not its own mean', () => {
  const fit = fitQueue(
    burst((ms) => (ms < 400 ? 2_500 : 6_000)),
    facts,
  );
  expect(Math.abs((fit?.kbps ?? 0) / LINK_KBPS - 1)).toBeLessThan(0.01);
  expect(fit?.spread).toBeLessThan(0.05);
});

test('datagrams lost behind the queue have taken their time in it', () => {
  const fit = fitQueue(
    burst(
      (ms) => (ms < 400 ? 2_500 : 6_000),
      (index) => index % 12 === 7,
    ),
    facts,
  );
  expect(Math.abs((fit?.kbps ?? 0) / LINK_KBPS - 1)).toBeLessThan(0.02);
});

test('a burst that raised no queue tells no rate', () => {
  expect(
    fitQueue(
      burst(() => 3_000),
      { ...facts, arrivalKbps: 3_000 },
    ),
  ).toBeUndefined();
});
