/** The first few datagrams of a loop, and the wait until the queue that setting it up has left is gone. */

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

/** Datagrams of the warm-up, bytes of payload of each, and ms between two. */
const COUNT = 6;
const BYTES = 24;
const GAP_MS = 9;
/** When the first datagram is late: then it stood behind what set the loop up (bench). */
const LATE = {
  /** Share of the expected round trip, and ms, that it may take beyond that. */
  share: 0.15,
  ms: 20,
  /** ms it could take at most for this to be worth finding out: a farther path has drained by then. */
  longestWaitMs: 250,
  /** ms from the start that the first few are waited for. */
  patienceMs: 500,
  /** ms of silence behind an arrival, after which no further one is waited for. */
  silenceMs: 120,
} as const;
/** Datagrams whose round trips differ by less than so many ms each: they found no queue (bench). */
const EVEN = { count: 3, ms: 1.5 } as const;
/** Round trips that show a queue draining: steps down, ms they add up to, and steps up among them at most (bench). */
const FALLING = { steps: 3, ms: 5, mostAgainst: 1 } as const;
/** The same upwards: on a slow link with long framing the warm-up itself raises a queue (bench). */
const RISING = { steps: 3, ms: 20, mostAgainst: 1 } as const;
/**
 * Latest round trips that show a standing queue: their count, ms above the first, and ms among themselves at most
 * (bench).
 */
const STANDING = { count: 3, overMs: 12, withinMs: 6 } as const;
/** The wait while a queue drains (bench). */
const DRAIN = {
  /** ms between two datagrams that look. */
  gapMs: 20,
  /** Latest round trips that fall by less than so many ms when the queue is gone. */
  over: 3,
  fallMs: 3,
  /** ms it may take at most. */
  mostMs: 1_500,
} as const;
/** Datagrams sent once the link is idle, whose delay variation is the path's, and ms between two (bench). */
const WHEN_IDLE = { count: 5, gapMs: 15 } as const;

/**
 * Sends the first datagrams of a loop. They are slow because code is being compiled, and only show whether delays vary. On a slow
 * link they also find the queue that setting the loop up has left: then they wait until it is gone, and those sent on the
 * idle path make a group of their own. True when there was such a queue.
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

/** ms, the median round trip of the warm-up; undefined when none is back. */
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

/** True when enough of these changes go up, they add up to enough, and few go down. */
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

/** True when round trips no longer fall from one to the next. */
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
