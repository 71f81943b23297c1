/** The rate of a policer, which drops what is above it and delays nothing. Pure. */
import { inOrderOfArrival, type PacketRecord, wireBitsOf } from '../../link/packet-log.ts';

/** Loss in a burst beyond that of the probes at rest from which on a policer is at work. */
const POLICED = 0.05;
/** Share of a burst, and losses in it, after which its bucket is taken to be empty. */
const EMPTY = { share: 1 / 3, losses: 3 } as const;
const LEAST_BACK = 4;
/** By how much it may be off at least, and datagrams more or less that the bucket let pass. */
const UNCERTAIN = { least: 0.03, datagrams: 1.5 } as const;

export interface IdleLoss {
  readonly lossRatio: number;
  /** Upper end of its interval. */
  readonly most: number;
}

export interface PolicedRate {
  /** kbit/s at IP level. */
  readonly kbps: number;
  /** Half width of the interval relative to `kbps`. */
  readonly uncertainty: number;
}

/** By the arrivals behind what the bucket let pass; undefined when the burst lost no more than the path does anyway. */
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
