/** How many probes a second a path at rest gets, how many are wanted in all, and how long that may take. Pure. */
import { burstConditions, isUnsteady } from '../estimate/capacity/burst-conditions.ts';
import { idleProbes } from '../estimate/delay/idle-probes.ts';
import { groupOf, loopRoundTripMs, type PacketLog, type PacketRecord, returned } from '../link/packet-log.ts';
import { CRAWLING_KBPS, SLOW_KBPS } from './burst-request.ts';
import { MEAN_PROBE_BYTES } from './paced-probes.ts';
import { PROBES_PER_SECOND } from './probe-pace.ts';

/** Where they are few a second, as many as tell jitter to a tenth; fewer on a steady slow link that has lost nothing so far. */
const WANTED = { fast: 140, sparse: 80, clean: 45, crawling: 36 } as const;
/**
 * Where datagrams are lost the loss is known no better than by how many were sent: as many as the time allows, though no more
 * a second than this, nor than this share of the link.
 */
const LOSSY = { wanted: 1_600, perSecond: 1_000, shareOfLink: 0.2 } as const;
/** ms; a burst aims at a queue of 60 at most: what is missing of one that has raised more has overflowed that queue. */
const FULL_QUEUE_MS = 150;
/**
 * ms from when the last burst has left the link: wished for, and the least when the run is late; more where jitter is to be told,
 * and on a crawling link, where the browser's own packets are in the way of every fourth probe.
 */
export const IDLE_PROBING_MS = {
  least: 700,
  most: 1_250,
  late: 350,
  lateCrawling: 500,
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
  /** True when a queue or a bucket dropped what the burst sent too much: the path at rest need not lose anything. */
  readonly overflowed: boolean;
}

/** Jitter that keeps the order makes dense probes wait for each other: there, too, the pace of a call's audio. */
export function idlePace(log: PacketLog, sent: IdleRequest): IdlePace {
  const { group, expectedKbps, overheadBytes, roundTripMs, overflowed } = sent;
  const { delayVariationMs } = burstConditions(log, group, overheadBytes, roundTripMs);
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

/** One is missing though a later one is back. */
function hasLost(packets: readonly PacketRecord[]): boolean {
  const isBack = ({ receivedMs }: PacketRecord) => receivedMs !== undefined;
  return packets.slice(0, packets.findLastIndex(isBack) + 1).some((packet) => !isBack(packet));
}

function hasFilledQueue(burst: readonly PacketRecord[]): boolean {
  const roundTrips = returned(burst).map(loopRoundTripMs);
  return Math.max(...roundTrips) - Math.min(...roundTrips) > FULL_QUEUE_MS;
}
