/** A first idea of the capacity from datagrams sent back to back. Pure. */

import { median } from '../../../core/base/statistics.ts';
import {
  inOrderOfArrival,
  type PacketRecord,
  type Returned,
  returned,
  undisturbed,
  wireBitsOf,
} from '../../link/packet-log.ts';

/** ms; a train within less says only that the link is fast (Firefox's clock ticks in whole milliseconds). */
const TICK_MS = 0.5;
/** Gaps within this of the middle one are alike, and that share of a train's must be. */
const ALIKE = { within: 0.2, share: 0.7, leastMs: 2 } as const;
/** The same for a train that shows the path to be without any jitter. */
const EXACTLY_ALIKE = { within: 0.12, share: 1, leastMs: 5 } as const;
/** ms between sending that are no stall. */
const STALL_MS = 1.5;
/** Datagrams that say something together though the ends of their train are missing. */
const LEAST_OF_WHOLE = 6;
/** Pairs must be this share of a train apart; where jitter bunches arrivals only the ends of the train say anything. */
const APART = { steady: 0.5, unsteady: 0.8 } as const;

/**
 * kbit/s at IP level: the median over pairs of a train, so that one late read does not decide. Undefined when too few came
 * back; where they came faster than the clock ticks, it is at least this.
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
      // When the sender itself stalled in between, the gap says nothing about the path.
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

/** A slow link lets a train out at even steps: whatever else scatters there, its rate is the link's. Jitter does not. */
export function isEven(train: readonly PacketRecord[]): boolean {
  return areAlike(train, ALIKE);
}

/** All of it came at steps so even that nothing on the path scatters. */
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
