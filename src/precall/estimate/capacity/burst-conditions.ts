/**
 * What the idle path was like before a burst: the base delay and delay variation that its round trips are held against.
 * Pure.
 */

import { median } from '../../../core/base/statistics.ts';
import {
  groupOf,
  loopRoundTripMs,
  type PacketLog,
  type PacketRecord,
  packetRecords,
  returned,
  undisturbed,
} from '../../link/packet-log.ts';
import type { Trace } from '../../link/trace.ts';
import { delayVariationOf } from '../delay/delay-variation.ts';
import { idleProbes } from '../delay/idle-probes.ts';
import { mostIdleLossOf } from '../loss/idle-loss.ts';
import { isExact } from './train-dispersion.ts';

export interface BurstConditions {
  /** Bytes around each payload at IP level. */
  readonly overheadBytes: number;
  /** ms, the round trip of small datagrams sent as densely as the burst, without a queue of our own. */
  readonly baseMs: number;
  /** ms, by how much round trips of the idle path vary (packet delay variation, RFC 5481). */
  readonly delayVariationMs: number;
  /** 0-1, what the idle path may lose at most: what a burst loses beyond it, a full queue dropped. */
  readonly idleLoss?: number;
}

/** The delay variation above which a path is unsteady (bench). */
const UNSTEADY = {
  /** ms at least. */
  ms: 4,
  /** Bytes whose time on the wire is no jitter yet: on a slow link that is one datagram in the way. */
  datagramBytes: 320,
  /** ms at most, however slow the link seems: jitter makes it look slow. */
  mostMs: 13,
} as const;

/** True when delays vary so much that a queue and jitter look alike for a while. */
export function isUnsteady(delayVariationMs: number, aboutKbps: number): boolean {
  const datagramMs = (UNSTEADY.datagramBytes * 8) / aboutKbps;
  return delayVariationMs > Math.max(UNSTEADY.ms, Math.min(UNSTEADY.mostMs, datagramMs));
}
/** Base-delay probes that tell the base at least. */
const LEAST_BASE_DELAY = 5;
/** Idle round trips that no stall touched, from which on the touched ones are left out. */
const LEAST_AT_REST = 3;
/** Idle probes from which on the warm-up no longer counts. */
const ENOUGH_PROBES = 10;

/** The smallest datagrams on the idle path so far: on a slow link larger ones take longer without any jitter. */
function idle(log: PacketLog): PacketRecord[] {
  const probes = idleProbes(log);
  // On a far path nobody waits until what set the loop up is gone: the warm-up may have stood behind it.
  const all = returned(probes).length >= ENOUGH_PROBES ? probes : [...idleWarmUps(log), ...probes];
  const smallest = Math.min(...all.map((packet) => packet.bytes));
  return all.filter((packet) => packet.bytes === smallest);
}

/**
 * The warm-up datagrams that met an idle path: where the first ones waited behind what set the loop up, only the last
 * group.
 */
export function idleWarmUps(log: PacketLog): PacketRecord[] {
  const warmUps = packetRecords(log, 'warm-up');
  const latest = Math.max(...warmUps.map((packet) => packet.group));
  return warmUps.filter((packet) => packet.group === latest);
}

/** `fallbackMs`: the round trip where nothing of the idle path came back. */
export function burstConditions(
  { log, overheadBytes }: Pick<Trace, 'log' | 'overheadBytes'>,
  group: number,
  fallbackMs = 0,
): BurstConditions {
  const idleNow = undisturbed(idle(log), LEAST_AT_REST);
  const rest = idleNow.map(loopRoundTripMs);
  const idleRoundTripMs = rest.length === 0 ? fallbackMs : Math.min(...rest);
  // Where a train came at exact steps the path varies nothing: the warm-up's delays varied because of what set the loop up.
  const later = hasExactTrain(log)
    ? idleNow.filter(({ kind }) => kind !== 'warm-up').map(loopRoundTripMs)
    : rest;
  const delayVariationMs = Math.min(delayVariationOf(rest), delayVariationOf(later));
  return {
    overheadBytes,
    delayVariationMs,
    baseMs: baseDelayMs(log, group) ?? idleRoundTripMs,
    idleLoss: mostIdleLossOf(groupOf(log, 'burst', group), idleProbes(log)),
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
