/** The rate of a policer, which drops what exceeds it and delays nothing (Flach et al. 2016). Pure. */
import { inOrderOfArrival, type PacketRecord, wireBitsOf } from '../../link/packet-log.ts';
import type { IdleLoss } from '../loss/idle-loss.ts';

/** Loss ratio of a burst beyond that of the idle path, from which on a policer is at work (bench). */
const POLICED = 0.05;
/** Share of a burst, and losses in it, after which the policer's token bucket is taken for empty (bench). */
const EMPTY = { share: 1 / 3, losses: 3 } as const;
/** Datagrams that tell a rate at least. */
const LEAST_BACK = 4;
/**
 * For how long a policer may drop everything: until it has tokens for one datagram again, and the same again for what is lost
 * anyway. A line that loses whole runs of datagrams does so for longer.
 */
const DROPS_ALL = { intervals: 3, ms: 2 } as const;
/** Relative uncertainty at least, and datagrams more or less that may have passed on tokens (bench). */
const UNCERTAIN = { least: 0.03, datagrams: 1.5 } as const;

export interface PolicedRate {
  /** kbit/s at IP level. */
  readonly kbps: number;
  /** Half width of the interval relative to `kbps`. */
  readonly uncertainty: number;
}

/** By the arrivals once the tokens are used up; undefined when the burst lost no more than the idle path does. */
export function policedRate(
  burst: readonly PacketRecord[],
  idle: IdleLoss,
  overheadBytes: number,
): PolicedRate | undefined {
  const later = burst.slice(Math.max(Math.floor(EMPTY.share * burst.length), emptyAt(burst)));
  const back = inOrderOfArrival(later);
  const from = back[0]?.receivedMs;
  const to = back.at(-1)?.receivedMs;
  if (from === undefined || to === undefined || to <= from || back.length < LEAST_BACK) return undefined;
  if (1 - back.length / later.length < idle.most + POLICED) return undefined;
  if (longestLossMs(later) > (DROPS_ALL.intervals * (to - from)) / back.length + DROPS_ALL.ms)
    return undefined;
  const bits = wireBitsOf(back.slice(1), overheadBytes);
  return {
    kbps: bits / (to - from) / Math.max(0.05, 1 - idle.lossRatio),
    uncertainty: Math.max(UNCERTAIN.least, UNCERTAIN.datagrams / back.length),
  };
}

/** Index of the first datagram behind the first few losses, or behind the last when there were fewer. */
function emptyAt(burst: readonly PacketRecord[]): number {
  const lost = burst.flatMap((packet, i) => (packet.receivedMs === undefined ? [i + 1] : []));
  return lost[EMPTY.losses - 1] ?? lost.at(-1) ?? 0;
}

/** ms from the last datagram that passed to the last one that did not, of the longest run of losses. */
function longestLossMs(sent: readonly PacketRecord[]): number {
  let passedMs = sent[0]?.sentMs ?? 0;
  let longest = 0;
  for (const { sentMs, receivedMs } of sent) {
    if (receivedMs === undefined) longest = Math.max(longest, sentMs - passedMs);
    else passedMs = sentMs;
  }
  return longest;
}
