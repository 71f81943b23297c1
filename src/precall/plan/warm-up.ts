/** The first few datagrams of a loop, and the wait until what set it up has left the link. */

import { median } from '../../core/base/statistics.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import {
  inOrderOfArrival,
  loopRoundTripMs,
  type PacketLog,
  packetRecords,
  type Returned,
  returned,
} from '../link/packet-log.ts';

const COUNT = 6;
const BYTES = 24;
const GAP_MS = 9;
/** How late the first may be before something must stand in its way, the longest wait to find out, and that for the next one. */
const LATE = { share: 0.15, ms: 20, longestWaitMs: 250, patienceMs: 500, silenceMs: 120 } as const;
/** This many that differ by less were at rest; where they do not, all are awaited: most of them fall while a queue drains. */
const EVEN = { count: 3, ms: 1.5 } as const;
const FALLING = { steps: 3, ms: 5, mostAgainst: 1 } as const;
/** On a slow link that frames them long they fill it themselves: what they find rises, or stands above what the first found. */
const RISING = { steps: 3, ms: 20, mostAgainst: 1 } as const;
const STANDING = { count: 3, overMs: 12, withinMs: 6 } as const;
/** While the link drains: ms between two datagrams, ms by which round trips still fall, and the most it may take. */
const DRAIN = { gapMs: 20, fallMs: 3, over: 3, mostMs: 1_500 } as const;
/** Datagrams sent once the link is at rest, for their delay variation. */
const WHEN_IDLE = { count: 5, gapMs: 15 } as const;

/**
 * The first datagrams of a loop are slow (code is compiled): they only show whether round trips delay variation.
 * On a slow link they also find the queue that setting the loop up has left there: then it is waited for, and those sent at
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
  await arrived(link, EVEN.count, start + LATE.patienceMs, signal);
  if (isEven(link, dueMs)) return false;
  await arrived(link, COUNT, link.now() + LATE.ms + COUNT * GAP_MS, signal);
  if (!isFalling(link, dueMs) && !isRising(link) && !isStanding(link)) return false;
  while (!isDrained(link) && link.now() - start < DRAIN.mostMs) {
    link.send(BYTES, 'warm-up', 1);
    await link.sleep(DRAIN.gapMs, signal);
  }
  for (let i = 0; i < WHEN_IDLE.count; i += 1) {
    link.send(BYTES, 'warm-up', 2);
    await link.sleep(WHEN_IDLE.gapMs, signal);
  }
  return true;
}

/** ms, a small datagram's usual way as the first few found it; undefined when none is back. */
export function warmUpRoundTripMs(log: PacketLog): number | undefined {
  return median(returned(packetRecords(log, 'warm-up')).map(loopRoundTripMs));
}

async function arrived(link: DatagramLink, count: number, until: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    const latest = back(link).at(-1)?.receivedMs ?? Number.POSITIVE_INFINITY;
    const over = link.now() > Math.min(until, latest + LATE.silenceMs);
    if (back(link).length >= count || over) return;
    await link.sleep(3, signal);
  }
}

/** ms by which each round trip is shorter than the one before. */
function falls(link: DatagramLink): number[] {
  const roundTrips = back(link).map(loopRoundTripMs);
  return roundTrips.slice(1).map((roundTrip, i) => (roundTrips[i] ?? 0) - roundTrip);
}

function isEven(link: DatagramLink, dueMs: number): boolean {
  const [first] = back(link);
  const late = first !== undefined && loopRoundTripMs(first) > dueMs;
  return !late && falls(link).every((fall) => Math.abs(fall) < EVEN.ms);
}

function isFalling(link: DatagramLink, dueMs: number): boolean {
  const [first] = back(link);
  if (first === undefined || loopRoundTripMs(first) > dueMs) return true;
  return goOneWay(falls(link), FALLING);
}

function isRising(link: DatagramLink): boolean {
  return goOneWay(
    falls(link).map((fall) => -fall),
    RISING,
  );
}

/** Enough of these ms are above zero, and together enough, and few below. */
function goOneWay(
  changes: readonly number[],
  { steps, ms, mostAgainst }: typeof FALLING | typeof RISING,
): boolean {
  const along = changes.filter((change) => change > EVEN.ms);
  const against = changes.filter((change) => change < -EVEN.ms);
  const together = along.reduce((sum, change) => sum + change, 0);
  return against.length <= mostAgainst && along.length >= steps && together > ms;
}

function isStanding(link: DatagramLink): boolean {
  const roundTrips = back(link).map(loopRoundTripMs);
  const [first = 0] = roundTrips;
  const latest = roundTrips.slice(1).slice(-STANDING.count);
  const over = Math.min(...latest) - first;
  return (
    latest.length === STANDING.count &&
    over > STANDING.overMs &&
    Math.max(...latest) - first - over < STANDING.withinMs
  );
}

/** The round trips no longer fall from one to the next. */
function isDrained(link: DatagramLink): boolean {
  const latest = back(link).slice(-DRAIN.over);
  const first = latest[0];
  const last = latest.at(-1);
  if (first === undefined || last === undefined || latest.length < DRAIN.over) return false;
  return last.group > 0 && loopRoundTripMs(first) - loopRoundTripMs(last) < DRAIN.fallMs;
}

function back(link: DatagramLink): Returned[] {
  return inOrderOfArrival(packetRecords(link.log, 'warm-up'));
}
