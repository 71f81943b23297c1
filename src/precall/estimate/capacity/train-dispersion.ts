/**
 * A first idea of the capacity from the dispersion of a packet train: how far apart datagrams arrive that were sent back to
 * back (the asymptotic dispersion rate of Dovrolis, Ramanathan and Moore 2001). Pure.
 */

import { median } from '../../../core/base/statistics.ts';
import {
  inOrderOfArrival,
  type PacketRecord,
  type Returned,
  returned,
  undisturbed,
  wireBitsOf,
} from '../../link/packet-log.ts';

/** ms of dispersion below which a train tells only that the link is fast. */
const TICK_MS = 0.5;
/**
 * Gaps of a train that came at even steps: within this share of the median one, so large a share of them, and ms of the
 * median at least (bench).
 */
const ALIKE = { within: 0.2, share: 0.7, leastMs: 2 } as const;
/** The same for a train that shows a path without any jitter (bench). */
const EXACTLY_ALIKE = { within: 0.12, share: 1, leastMs: 5 } as const;
/** ms between sending two datagrams of a train that are no stall yet. */
const STALL_MS = 1.5;
/** Datagrams that tell a rate together though the ends of their train are missing. */
const LEAST_OF_WHOLE = 6;
/**
 * Share of a train that lies between the two of a pair at least: where delays vary only the train's ends tell anything
 * (bench).
 */
const APART = { steady: 0.5, unsteady: 0.8 } as const;

/**
 * kbit/s at IP level: the median over pairs of a train, so that one late arrival does not decide. Undefined when too few came
 * back; where they came closer than the clock can tell, the link is at least this fast.
 */
export function trainDispersionKbps(
  train: readonly PacketRecord[],
  overheadBytes: number,
  path: keyof typeof APART,
): number | undefined {
  const back = path === 'steady' ? inOrder(train) : bySequence(train);
  if (back.length < 3) return undefined;
  const least = Math.ceil((train.length - 1) * APART[path]);
  const rates: number[] = [];
  back.forEach((first, i) => {
    for (const last of back.slice(i + 1)) {
      const steps = last.seq - first.seq;
      const ms = last.receivedMs - first.receivedMs;
      // Where the sender itself stalled in between, the gap tells nothing of the path.
      const stalled = last.sentMs - first.sentMs > Math.max(STALL_MS, 0.3 * ms);
      if (steps < least || stalled) continue;
      rates.push((steps * (last.bytes + overheadBytes) * 8) / Math.max(ms, TICK_MS));
    }
  });
  return median(rates);
}

/** kbit/s over all that came back, where a queue that overflowed has cut an end off. */
export function wholeTrainDispersionKbps(
  train: readonly PacketRecord[],
  overheadBytes: number,
): number | undefined {
  const back = inOrderOfArrival(train);
  const [first, last] = [back[0], back.at(-1)];
  if (first === undefined || last === undefined || back.length < LEAST_OF_WHOLE) return undefined;
  return wireBitsOf(back.slice(1), overheadBytes) / Math.max(last.receivedMs - first.receivedMs, TICK_MS);
}

/**
 * What came back, in the order of the link. Firefox sends a train from several senders, each with a queue of its own, so
 * that its datagrams overtake each other before they reach the link: the first place is that of the first arrival.
 */
function inOrder(train: readonly PacketRecord[]): Returned[] {
  const back = bySequence(train);
  const arrivals = back.map(({ receivedMs }) => receivedMs).sort((a, b) => a - b);
  return back.map((packet, i) => ({ ...packet, receivedMs: arrivals[i] ?? packet.receivedMs }));
}

function bySequence(train: readonly PacketRecord[]): Returned[] {
  return undisturbed(train, 3).sort((a, b) => a.seq - b.seq);
}

/** A slow link lets a train out at even steps: whatever else varies there, its rate is the link's. Jitter lets none out so. */
export function isEven(train: readonly PacketRecord[]): boolean {
  return areAlike(train, ALIKE);
}

/** All of it came at steps so even that nothing on the path varies. */
export function isExact(train: readonly PacketRecord[]): boolean {
  return returned(train).length === train.length && areAlike(train, EXACTLY_ALIKE);
}

function areAlike(
  train: readonly PacketRecord[],
  { within, share, leastMs }: typeof ALIKE | typeof EXACTLY_ALIKE,
) {
  const back = inOrder(train);
  const gaps = back.slice(1).map((packet, i) => packet.receivedMs - (back[i]?.receivedMs ?? 0));
  const middle = median(gaps) ?? 0;
  const alike = gaps.filter((gap) => Math.abs(gap - middle) < within * middle);
  return middle > leastMs && gaps.length >= 3 && alike.length >= share * gaps.length;
}
