import { expect, test } from 'playwright/test';
import type { DatagramLink } from '../../../src/precall/link/datagram-link.ts';
import type { Arrival, SentDatagram } from '../../../src/precall/link/packet-log.ts';
import { warmUp } from '../../../src/precall/plan/warm-up.ts';

const AT_REST_MS = 41;

/** A link on which the first few take these ms, and those behind them what a link at rest takes. */
function linkOf(roundTrips: readonly number[]): DatagramLink {
  const sent: SentDatagram[] = [];
  const coming: Arrival[] = [];
  const arrivals: Arrival[] = [];
  let now = 0;
  return {
    log: { sent, arrivals },
    maxPayloadBytes: 1_140,
    now: () => now,
    async sleep(ms) {
      now += ms;
      coming.sort((a, b) => a.receivedMs - b.receivedMs);
      while ((coming[0]?.receivedMs ?? Number.POSITIVE_INFINITY) <= now) {
        const next = coming.shift();
        if (next !== undefined) arrivals.push(next);
      }
    },
    prepare: async () => {},
    send(bytes, kind, group) {
      coming.push({ seq: sent.length, receivedMs: now + (roundTrips[sent.length] ?? AT_REST_MS) });
      sent.push({ kind, group, bytes, sentMs: now });
      return true;
    },
  };
}

const waitsForRest = (...roundTrips: number[]) =>
  warmUp(linkOf(roundTrips), AT_REST_MS, new AbortController().signal);

test('a link that is at rest is not waited for', async () => {
  expect(await waitsForRest(41, 41, 41.2, 41, 41.4, 41)).toBe(false);
  // Jitter of 10 ms.
  expect(await waitsForRest(52, 47, 61, 58, 44, 55)).toBe(false);
});

test('what stands in the queue is waited for: before the first, or of their own making', async () => {
  expect(await waitsForRest(120, 112, 104, 95, 87, 79)).toBe(true);
  expect(await waitsForRest(64, 60, 55, 51, 46, 42)).toBe(true);
  // Firefox on 0.1 Mbit/s, which frames them so long that they come faster than they leave.
  expect(await waitsForRest(66, 69, 78, 91, 102, 102)).toBe(true);
  // On 0.15 Mbit/s as fast as they leave.
  expect(await waitsForRest(58, 55, 78, 76, 79, 75)).toBe(true);
});
