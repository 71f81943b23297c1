/** What a burst's transits are to be held against. Pure. */

import { median, quantile } from '../../base/quantile.ts';
import {
  type Crossing,
  crossings,
  groupOf,
  type PacketLog,
  returned,
  transitMs,
  undisturbed,
} from '../../link/packet-log.ts';
import { restProbes } from '../delay/rest-probes.ts';
import { lossInterval } from '../loss/loss-interval.ts';
import { isExact } from './train-rate.ts';

export interface BurstConditions {
  /** Bytes around each payload at IP level. */
  readonly overheadBytes: number;
  /** ms, the transit of small datagrams sent as densely as the burst, without a queue of our own. */
  readonly baseMs: number;
  /** ms, how far transits scatter at rest. */
  readonly scatterMs: number;
  /** 0-1, the most that datagrams at rest may have been losing: what a burst loses beyond it, a full queue dropped. */
  readonly lossAtRest?: number;
}

/**
 * ms of scatter above which a path is unsteady. On a slow link one datagram in the way is no jitter yet; but jitter makes a
 * link look slow at first, so that does not go on for ever.
 */
const UNSTEADY = { ms: 4, datagramBytes: 320, mostMs: 13 } as const;

/** On an unsteady path a burst is led in by small datagrams as dense as its own. */
export function isUnsteady(scatterMs: number, aboutKbps: number): boolean {
  const datagramMs = (UNSTEADY.datagramBytes * 8) / aboutKbps;
  return scatterMs > Math.max(UNSTEADY.ms, Math.min(UNSTEADY.mostMs, datagramMs));
}
const LEAST_LEAD_IN = 5;
const LEAST_AT_REST = 3;
const ENOUGH_PROBES = 10;

/** The smallest datagrams on a path at rest so far: on a slow link larger ones take longer without any jitter. */
function atRest(log: PacketLog): Crossing[] {
  const probes = restProbes(log);
  // Over a far path nobody waits for what set the loop up; the first few may have stood behind it.
  const all = returned(probes).length >= ENOUGH_PROBES ? probes : [...warmUpsAtRest(log), ...probes];
  const smallest = Math.min(...all.map((packet) => packet.bytes));
  return all.filter((packet) => packet.bytes === smallest);
}

/** When the first ones waited behind what set the loop up, only the last group was at rest. */
export function warmUpsAtRest(log: PacketLog): Crossing[] {
  const warmUps = crossings(log, 'warm-up');
  const latest = Math.max(...warmUps.map((packet) => packet.group));
  return warmUps.filter((packet) => packet.group === latest);
}

export function burstConditions(
  log: PacketLog,
  group: number,
  overheadBytes: number,
  fallbackMs: number,
): BurstConditions {
  const atRestNow = undisturbed(atRest(log), LEAST_AT_REST);
  const rest = atRestNow.map(transitMs);
  const restMs = rest.length === 0 ? fallbackMs : Math.min(...rest);
  const [, lossAtRest] = lossInterval(restProbes(log).map((probe) => probe.receivedMs === undefined));
  // Where a train came at exact steps the first few scattered because of what set the loop up, and not on the path.
  const later = hasExactTrain(log) ? atRestNow.filter(({ kind }) => kind !== 'warm-up').map(transitMs) : rest;
  return {
    overheadBytes,
    scatterMs: Math.min(scatterOf(rest), scatterOf(later)),
    baseMs: leadInMs(log, group) ?? restMs,
    lossAtRest,
  };
}

function hasExactTrain(log: PacketLog): boolean {
  const groups = new Set(crossings(log, 'train').map(({ group }) => group));
  return [...groups].some((group) => isExact(groupOf(log, 'train', group)));
}

/**
 * The transit of the burst's lead-in. Where jitter keeps the order, dense datagrams wait for the slowest of their
 * neighbours, so that their base lies far above that of sparse probes without any queue.
 */
function leadInMs(log: PacketLog, group: number): number | undefined {
  const leadIn = undisturbed(groupOf(log, 'lead-in', group), LEAST_LEAD_IN);
  return leadIn.length < LEAST_LEAD_IN ? undefined : median(leadIn.map(transitMs));
}

/**
 * ms, how far transits scatter above their floor: what lies between a tenth and nine tenths of them where they scatter
 * evenly, but told by three quarters, for on a slow link every fifth may have met a packet of the browser's own.
 */
export function scatterOf(transits: readonly number[]): number {
  const low = quantile(transits, 0.1) ?? 0;
  return Math.max(0, (quantile(transits, 0.75) ?? 0) - low) * (0.8 / 0.65);
}
