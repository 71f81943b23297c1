/** Small datagrams at an even pace, and the wait for the last of them. */

import type { DatagramKind } from '../link/datagram-kinds.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import { longestStallMs } from '../link/event-loop-stalls.ts';
import { loopRoundTripMs, packetRecords, returned } from '../link/packet-log.ts';

/** Bytes of payload of a probe on average: three small ones and a large one. */
export const MEAN_PROBE_BYTES = 46;
/** Bytes of payload of most probes. */
export const SMALL_PROBE_BYTES = 24;
/** Bytes of payload of every fourth: by how much later those come, a slow link is told from a far one. */
const LARGE_BYTES = 112;
const LARGE_EVERY = 4;
/**
 * ms that a wake-up may be late without slowing the pace: what was due meanwhile goes out with it (HTML clamps timers to
 * 4).
 */
const TICK_MS = 4;
/**
 * Usual gaps left behind a large probe on a slow link, where the next one would wait for it; the others are shorter for
 * it (bench).
 */
const BEHIND_LARGE = 1.5;

export interface Pace {
  readonly perSecond: number;
  readonly kind: DatagramKind;
  /** ms at most. */
  readonly ms: number;
  /** On a slow link a large probe is given more time. */
  readonly slowLink?: boolean;
  /** Ends the pacing early. */
  until?(): boolean;
  /** Leaves out what would be due now. */
  pauses?(): boolean;
}

export async function sendPaced(link: DatagramLink, pace: Pace, signal: AbortSignal): Promise<void> {
  const start = link.now();
  const behindLarge = pace.slowLink === true ? BEHIND_LARGE : 1;
  const gap = ((1000 / pace.perSecond) * LARGE_EVERY) / (LARGE_EVERY - 1 + behindLarge);
  const atOnce = Math.max(1, Math.floor(TICK_MS / gap));
  let count = 0;
  let next = 0;
  while (link.now() - start < pace.ms && pace.until?.() !== true) {
    for (let i = 0; i < atOnce && link.now() - start >= next; i += 1) {
      const large = count % LARGE_EVERY === LARGE_EVERY - 1;
      if (pace.pauses?.() !== true) link.send(large ? LARGE_BYTES : SMALL_PROBE_BYTES, pace.kind, 0);
      count += 1;
      // After a stall the probes that are due go out one by one, not in a heap.
      next = Math.max(next + gap * (large ? behindLarge : 1), link.now() - start - atOnce * gap);
    }
    const due = next - (link.now() - start);
    await link.sleep(Math.max(1, pace.until === undefined ? due : Math.min(due, 8)), signal);
  }
}

/**
 * ms beyond the longest round trip, and share of the spread of round trips, after which a datagram is taken for lost
 * (bench).
 */
const LOST_AFTER = { ms: 30, spread: 0.5 } as const;

/**
 * Waits until every datagram of these kinds is back or out for so long that it must be lost: the longest round trip seen, and
 * half the spread of all round trips on top. While our own side stood still nothing could come back: that does not count.
 */
export async function settle(
  link: DatagramLink,
  kinds: readonly DatagramKind[],
  fallbackMs: number,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const sent = packetRecords(link.log, ...kinds);
    const roundTrips = returned(sent).map(loopRoundTripMs);
    const longest = roundTrips.length === 0 ? fallbackMs : Math.max(...roundTrips);
    const delayVariation = roundTrips.length === 0 ? 0 : longest - Math.min(...roundTrips);
    const out = sent.findLast(({ receivedMs }) => receivedMs === undefined);
    if (out === undefined) return;
    const lostAfterMs = longest + LOST_AFTER.spread * delayVariation + LOST_AFTER.ms;
    if (link.now() > out.sentMs + lostAfterMs + longestStallMs(out.sentMs, link.log.stalls ?? [])) return;
    await link.sleep(5, signal);
  }
}
