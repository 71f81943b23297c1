/** The first few datagrams of a loop, and the wait until what set it up has left the link. */
import type { DatagramLink } from './datagram-link.ts';
import { crossings, type Returned, returned, transitMs } from './packet-log.ts';

const COUNT = 6;
const BYTES = 24;
const GAP_MS = 9;
/** How late the first may be before something must stand in its way, and the longest wait to find out. */
const LATE = { share: 0.15, ms: 20, longestWaitMs: 250 } as const;
/** While the link drains: ms between two datagrams, ms by which transits still fall, and the most it may take. */
const DRAIN = { gapMs: 20, fallMs: 3, over: 3, mostMs: 1_500 } as const;
/** Datagrams sent once the link is at rest, for their scatter. */
const AT_REST = 3;

/**
 * The first datagrams of a loop are slow (code is compiled, channels are bound): they only show whether transits scatter.
 * On a slow link they also find the queue that DTLS and ICE have left there: then it is waited for, and those sent at
 * rest make a group of their own. True when there was one.
 */
export async function warmUp(link: DatagramLink, roundTripMs: number, signal: AbortSignal): Promise<boolean> {
  await link.prepare(COUNT, signal);
  const start = link.now();
  for (let i = 0; i < COUNT; i += 1) {
    link.send(BYTES, 'warm-up', 0);
    await link.sleep(GAP_MS, signal);
  }
  const dueMs = (1 + LATE.share) * roundTripMs + LATE.ms;
  if (dueMs > LATE.longestWaitMs) return false;
  while (back(link).length === 0 && link.now() - start < dueMs) await link.sleep(3, signal);
  const first = back(link)[0];
  if (first !== undefined && transitMs(first) <= dueMs) return false;
  while (!isDrained(link) && link.now() - start < DRAIN.mostMs) {
    link.send(BYTES, 'warm-up', 1);
    await link.sleep(DRAIN.gapMs, signal);
  }
  for (let i = 0; i < AT_REST; i += 1) {
    link.send(BYTES, 'warm-up', 2);
    await link.sleep(DRAIN.gapMs, signal);
  }
  return true;
}

/** The transits no longer fall from one to the next. */
function isDrained(link: DatagramLink): boolean {
  const latest = back(link).slice(-DRAIN.over);
  const first = latest[0];
  const last = latest.at(-1);
  if (first === undefined || last === undefined || latest.length < DRAIN.over) return false;
  return last.group > 0 && transitMs(first) - transitMs(last) < DRAIN.fallMs;
}

function back(link: DatagramLink): Returned[] {
  return returned(crossings(link.log, 'warm-up')).sort((a, b) => a.receivedMs - b.receivedMs);
}
