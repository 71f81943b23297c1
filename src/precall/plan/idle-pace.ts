/** How many probes a second an idle path gets, how many are wanted in all, and how long that may take. Pure. */
import { burstConditions, isUnsteady } from '../estimate/capacity/burst-conditions.ts';
import { idleProbes } from '../estimate/delay/idle-probes.ts';
import { groupOf, loopRoundTripMs, type PacketLog, type PacketRecord, returned } from '../link/packet-log.ts';
import { SLOW_KBPS } from '../link/slow-link.ts';
import { CRAWLING_KBPS } from './burst-request.ts';
import { MEAN_PROBE_BYTES } from './paced-probes.ts';
import { PROBES_PER_SECOND } from './probe-pace.ts';

/** Probes wanted of an idle path (bench). */
const WANTED = {
  /** At the pace of a fast link. */
  fast: 140,
  /** At the slow pace: as many as tell jitter to a tenth. */
  sparse: 80,
  /** Of a slow link that has lost nothing and whose delays do not vary. */
  clean: 45,
  /** Of such a link that crawls. */
  crawling: 36,
} as const;
/** Where datagrams are lost the loss is known only as well as many were sent (bench). */
const LOSSY = {
  /** Probes wanted: more than the time allows. */
  wanted: 1_600,
  /** Probes a second at most. */
  perSecond: 1_000,
  /** Share of the link they take at most. */
  shareOfLink: 0.2,
} as const;
/**
 * ms of queue above which a burst has overflowed it, and what is missing of it was dropped there: `QUEUE` in `burst.ts`
 * aims at 60.
 */
const FULL_QUEUE_MS = 150;
/** ms of probing from when the last burst has left the link (bench). */
export const IDLE_PROBING_MS = {
  /** Wished for at least and at most. */
  least: 700,
  most: 1_250,
  /** The least where the run is late. */
  late: 350,
  /** The same on a crawling link, where the browser's own packets are in the way of every fourth probe. */
  lateCrawling: 500,
  /** The same where delays vary and jitter is to be told. */
  lateUnsteady: 1_100,
} as const;

export interface IdlePace {
  readonly perSecond: number;
  readonly wanted: number;
  /** ms. */
  readonly lateMs: number;
}

export interface IdleRequest {
  readonly group: number;
  /** kbit/s at IP level. */
  readonly expectedKbps: number;
  readonly overheadBytes: number;
  readonly roundTripMs: number;
  /** True when a queue or a policer dropped what the burst sent too much: the idle path need not lose anything. */
  readonly overflowed: boolean;
}

/**
 * Jitter that keeps the order makes dense probes wait for each other: so where delays vary, too, the pace is a call's
 * audio.
 */
export function idlePace(log: PacketLog, sent: IdleRequest): IdlePace {
  const { group, expectedKbps, overheadBytes, roundTripMs, overflowed } = sent;
  const { delayVariationMs } = burstConditions({ log, overheadBytes }, group, roundTripMs);
  const slow = expectedKbps < SLOW_KBPS;
  const { slow: sparse, fast } = PROBES_PER_SECOND;
  if (isUnsteady(delayVariationMs, expectedKbps)) {
    return { perSecond: sparse, wanted: WANTED.sparse, lateMs: IDLE_PROBING_MS.lateUnsteady };
  }
  const pace = slow ? sparse : fast;
  const crawling = expectedKbps < CRAWLING_KBPS;
  const lateMs = crawling ? IDLE_PROBING_MS.lateCrawling : IDLE_PROBING_MS.late;
  const burst = groupOf(log, 'burst', group);
  if (hasLost(idleProbes(log)) || (!overflowed && !hasFilledQueue(burst) && hasLost(burst))) {
    const affordable = (LOSSY.shareOfLink * expectedKbps * 1000) / (8 * (MEAN_PROBE_BYTES + overheadBytes));
    const perSecond = Math.max(pace, Math.min(LOSSY.perSecond, affordable));
    return { perSecond, wanted: perSecond > pace ? LOSSY.wanted : WANTED.sparse, lateMs };
  }
  const clean = crawling ? WANTED.crawling : WANTED.clean;
  return { perSecond: pace, wanted: slow ? clean : WANTED.fast, lateMs };
}

/** True when a datagram is missing though a later one is back. */
function hasLost(packets: readonly PacketRecord[]): boolean {
  const isBack = ({ receivedMs }: PacketRecord) => receivedMs !== undefined;
  return packets.slice(0, packets.findLastIndex(isBack) + 1).some((packet) => !isBack(packet));
}

function hasFilledQueue(burst: readonly PacketRecord[]): boolean {
  const roundTrips = returned(burst).map(loopRoundTripMs);
  return Math.max(...roundTrips) - Math.min(...roundTrips) > FULL_QUEUE_MS;
}
