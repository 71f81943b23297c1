/** What a burst's round trips are to be held against. Pure. */

import { median, quantile } from '../../../core/base/statistics.ts';
import {
  groupOf,
  loopRoundTripMs,
  type PacketLog,
  type PacketRecord,
  packetRecords,
  returned,
  undisturbed,
} from '../../link/packet-log.ts';
import { idleProbes } from '../delay/idle-probes.ts';
import { lossInterval } from '../loss/loss-interval.ts';
import { isExact } from './train-dispersion.ts';

export interface BurstConditions {
  /** Bytes around each payload at IP level. */
  readonly overheadBytes: number;
  /** ms, the round trip of small datagrams sent as densely as the burst, without a queue of our own. */
  readonly baseMs: number;
  /** ms, how far round trips delay variation at rest. */
  readonly delayVariationMs: number;
  /** 0-1, the most that datagrams at rest may have been losing: what a burst loses beyond it, a full queue dropped. */
  readonly idleLoss?: number;
}

/**
 * ms of delay variation above which a path is unsteady. On a slow link one datagram in the way is no jitter yet; but jitter makes a
 * link look slow at first, so that does not go on for ever.
 */
const UNSTEADY = { ms: 4, datagramBytes: 320, mostMs: 13 } as const;

/** On an unsteady path a burst is led in by small datagrams as dense as its own. */
export function isUnsteady(delayVariationMs: number, aboutKbps: number): boolean {
  const datagramMs = (UNSTEADY.datagramBytes * 8) / aboutKbps;
  return delayVariationMs > Math.max(UNSTEADY.ms, Math.min(UNSTEADY.mostMs, datagramMs));
}
const LEAST_BASE_DELAY = 5;
const LEAST_AT_REST = 3;
const ENOUGH_PROBES = 10;

/** The smallest datagrams on a path at rest so far: on a slow link larger ones take longer without any jitter. */
function idle(log: PacketLog): PacketRecord[] {
  const probes = idleProbes(log);
  // Over a far path nobody waits for what set the loop up; the first few may have stood behind it.
  const all = returned(probes).length >= ENOUGH_PROBES ? probes : [...idleWarmUps(log), ...probes];
  const smallest = Math.min(...all.map((packet) => packet.bytes));
  return all.filter((packet) => packet.bytes === smallest);
}

/** When the first ones waited behind what set the loop up, only the last group was at rest. */
export function idleWarmUps(log: PacketLog): PacketRecord[] {
  const warmUps = packetRecords(log, 'warm-up');
  const latest = Math.max(...warmUps.map((packet) => packet.group));
  return warmUps.filter((packet) => packet.group === latest);
}

export function burstConditions(
  log: PacketLog,
  group: number,
  overheadBytes: number,
  fallbackMs: number,
): BurstConditions {
  const idleNow = undisturbed(idle(log), LEAST_AT_REST);
  const rest = idleNow.map(loopRoundTripMs);
  const idleRoundTripMs = rest.length === 0 ? fallbackMs : Math.min(...rest);
  const [, idleLoss] = lossInterval(idleProbes(log).map((probe) => probe.receivedMs === undefined));
  // Where a train came at exact steps the first few scattered because of what set the loop up, and not on the path.
  const later = hasExactTrain(log)
    ? idleNow.filter(({ kind }) => kind !== 'warm-up').map(loopRoundTripMs)
    : rest;
  return {
    overheadBytes,
    delayVariationMs: Math.min(delayVariationOf(rest), delayVariationOf(later)),
    baseMs: baseDelayMs(log, group) ?? idleRoundTripMs,
    idleLoss,
  };
}

function hasExactTrain(log: PacketLog): boolean {
  const groups = new Set(packetRecords(log, 'train').map(({ group }) => group));
  return [...groups].some((group) => isExact(groupOf(log, 'train', group)));
}

/**
 * The round trip of the burst's base-delay probes. Where jitter keeps the order, dense datagrams wait for the slowest of their
 * neighbours, so that their base lies far above that of sparse probes without any queue.
 */
function baseDelayMs(log: PacketLog, group: number): number | undefined {
  const probes = undisturbed(groupOf(log, 'base-delay', group), LEAST_BASE_DELAY);
  return probes.length < LEAST_BASE_DELAY ? undefined : median(probes.map(loopRoundTripMs));
}

/**
 * ms, how far round trips delay variation above their floor: what lies between a tenth and nine tenths of them where they delay variation
 * evenly, but told by three quarters, for on a slow link every fifth may have met a packet of the browser's own.
 */
export function delayVariationOf(roundTrips: readonly number[]): number {
  const low = quantile(roundTrips, 0.1) ?? 0;
  return Math.max(0, (quantile(roundTrips, 0.75) ?? 0) - low) * (0.8 / 0.65);
}
