/**
 * What a path carries, from one burst that kept its bottleneck busy: while a queue stands there, datagrams leave it at
 * the rate of the link, whatever the rate they were sent at. Pure.
 */

import { mean, median, runningMedian } from '../../../core/base/statistics.ts';
import { type HostFacts, ticksWholeMs } from '../../link/host-facts.ts';
import { inOrderOfArrival, type PacketRecord, type Returned } from '../../link/packet-log.ts';
import { type ArrivalPoint, arrivalCurve, togetherShare } from './arrival-curve.ts';
import { msPerBit } from './arrival-slope.ts';
import { type BurstConditions, isUnsteady } from './burst-conditions.ts';
import { assumedDownstream, lossDownstream, lostShare } from './loss-downstream.ts';
import { modalRate } from './modal-rate.ts';
import { linkKbps } from './packet-pair-capacity.ts';
import { fitQueue } from './queue-fit.ts';

export interface CapacityEstimate {
  /** kbit/s at IP level; the rate of arrival while the bottleneck was busy, losses behind it added. */
  readonly kbps: number;
  /** kbit/s at IP level over all arrivals, busy or not. */
  readonly arrivalKbps: number;
  /** False when no queue stood: the path carries at least this. */
  readonly saturated: boolean;
  /** ms of arrivals during which the bottleneck was busy. */
  readonly busyMs: number;
  /** Half width of the 95 % interval relative to `kbps`. */
  readonly uncertainty: number;
  /** kbit/s at IP level of the link itself, when somebody else's packets were seen between ours. */
  readonly linkKbps?: number;
  /** True when the arrivals were still becoming faster at the end: the burst had not come up to the path's rate. */
  readonly growing: boolean;
  /** kbit/s at IP level in the later half. */
  readonly endKbps?: number;
  /** ms, the highest queue the burst raised. */
  readonly queueMs: number;
}

/** Datagrams that tell a rate at least. */
const LEAST = 6;
/** Points whose median stands for the queue, on a steady and on an unsteady path (bench). */
const SMOOTHING = { steady: 5, unsteady: 15 } as const;
/** Parts of a busy run whose rates are held against each other. */
const BLOCKS = 4;
/** Relative uncertainty at least: the clock's ticks, and the browser's own packets in between (bench). */
const LEAST_UNCERTAINTY = 0.005;
/** ms of waiting below which a datagram found the bottleneck idle (bench). */
const IDLE_MS = 2;
/**
 * ms, and times on the wire, that a datagram of a burst takes beyond a small one on an empty path: it goes up and down
 * (bench).
 */
const EMPTY = { ms: 4, serialisations: 2.2 } as const;
/** Factor between the link's own rate and what we got, above which cross traffic shares it (bench). */
const SHARED = 1.08;
/** Share of datagrams that came together, up to which the gaps between them are serialisation (bench). */
const GAPS_TELL = 0.15;
/**
 * Factor on the modal rate that the average may reach: cross traffic only slows ours down, a higher average means slots
 * (bench).
 */
const FASTER_THAN_MODAL = 1.012;
/** Parts of a burst among which the plateau of arrivals is looked for (bench). */
const PLATEAU_BLOCKS = 8;
/** Factor between the rates of the later and the earlier half, above which arrivals still grow (bench). */
const GROWING = 1.25;
/** When the rate of the link itself varies, and what that makes uncertain (bench). */
const VARYING = {
  /** Relative deviation of a run's parts from which on it does, on a steady path. */
  steady: 0.05,
  /** The same on an unsteady path, where jitter moves the parts, too. */
  unsteady: 0.1,
  /** Deviations that the link's mean over a minute may be away: neighbouring parts are alike and show too little of it. */
  deviations: 4.5,
} as const;

export function estimateCapacity(
  burst: readonly PacketRecord[],
  conditions: BurstConditions,
  host: HostFacts,
): CapacityEstimate | undefined {
  const back = inOrderOfArrival(burst);
  if (back.length < LEAST) return undefined;
  const wireBits = (c: { readonly bytes: number }) => (c.bytes + conditions.overheadBytes) * 8;
  const lostBits = bitsLostBefore(back, burst, wireBits);
  const pace = msPerBit(arrivalCurve(back, { wireBits, pace: 0, lostBits }), ({ bits }) => bits);
  if (pace === undefined) return undefined;
  const curve = arrivalCurve(back, { wireBits, pace, lostBits });
  const arrivalKbps = 1 / (msPerBitUndisturbed(curve) ?? pace);
  const serialisationMs = (mean(back.map(wireBits)) ?? 0) / arrivalKbps;
  const unsteady = isUnsteady(conditions.delayVariationMs, arrivalKbps);
  const waits = waitsAbove(curve, conditions.baseMs, unsteady, serialisationMs);
  const queue = runningMedian(waits, unsteady ? SMOOTHING.unsteady : SMOOTHING.steady);
  const threshold = Math.max(5, 1.2 * serialisationMs, Math.min(25, conditions.delayVariationMs / 3));
  const runs = unsteady
    ? plateau(curve, queue, threshold)
    : busyRuns(curve, waits, queue, { threshold, idleMs: Math.max(IDLE_MS, 0.5 * serialisationMs) });
  const busyMs = runs.reduce((sum, run) => sum + spanMs(run), 0);
  const queueMs = Math.max(...queue);
  const open = {
    kbps: arrivalKbps,
    arrivalKbps,
    saturated: false,
    busyMs,
    uncertainty: 1,
    growing: true,
    queueMs,
  };
  if (busyMs < Math.max(40, 2 * conditions.delayVariationMs)) return open;
  const packets = runs.map((run) => back.slice(run[0]?.index ?? 0, (run.at(-1)?.index ?? -1) + 1));
  const gapsTell = togetherShare(back, curve) <= GAPS_TELL;
  const lost = lostShare(packets, burst);
  const idleLoss = conditions.idleLoss ?? 1;
  const behind = gapsTell ? lossDownstream(packets, burst, idleLoss) : assumedDownstream(lost, idleLoss);
  const passed = (point: ArrivalPoint) => point.bits + behind.share * point.lostBits;
  const lossUncertainty = lost * 1.96 * behind.deviation;
  const steady = gapsTell ? modalRate(runs, passed, host) : undefined;
  const tickMs = ticksWholeMs(host) ? 1 : 0;
  // Over a short time the clock's ticks alone make the parts differ.
  const varying = VARYING[unsteady ? 'unsteady' : 'steady'] + (tickMs * BLOCKS) / busyMs;
  const average = averageRate(runs, passed, varying);
  const most = (FASTER_THAN_MODAL + lossUncertainty) * (steady?.kbps ?? Number.POSITIVE_INFINITY);
  const slotted = average.kbps > most;
  const queued = unsteady ? fitQueue(burst, { wireBits, lostShare: behind.share, arrivalKbps }) : undefined;
  // What looked like a queue is jitter, if the round trips are explained as well without one.
  if (unsteady && queued === undefined && steady === undefined) return open;
  const { kbps, spread } = (slotted ? undefined : steady) ?? queued ?? average;
  const link =
    gapsTell && !slotted ? linkKbps(packets.flat(), conditions.overheadBytes, kbps, host) : undefined;
  const shared = link !== undefined && link > SHARED * kbps;
  return {
    kbps,
    arrivalKbps,
    saturated: true,
    busyMs,
    uncertainty: LEAST_UNCERTAINTY + spread + lossUncertainty,
    growing: unsteady && halfRate(runs, passed, 1) > GROWING * halfRate(runs, passed, 0),
    endKbps: halfRate(runs, passed, 1),
    queueMs,
    ...(shared ? { linkKbps: link } : {}),
  };
}

/** For each arrival, bits of the datagrams that were sent before the latest sent one so far and never came. */
function bitsLostBefore(
  back: readonly Returned[],
  burst: readonly PacketRecord[],
  wireBits: (c: PacketRecord) => number,
): number[] {
  const firstSeq = burst[0]?.seq ?? 0;
  let bits = 0;
  let highest = back[0]?.seq ?? 0;
  return back.map(({ seq }) => {
    for (; highest < seq; highest += 1) {
      const between = burst[highest - firstSeq];
      if (between !== undefined && between.receivedMs === undefined) bits += wireBits(between);
    }
    return bits;
  });
}

/** ms that each point took beyond an empty path. */
function waitsAbove(
  curve: readonly ArrivalPoint[],
  baseMs: number,
  unsteady: boolean,
  serialisationMs: number,
): number[] {
  const roundTrips = curve.map((point) => point.loopRoundTripMs);
  const least = Math.min(...roundTrips);
  // On a steady path the burst's own quickest datagram tells the empty path best, unless it never met one.
  const own = EMPTY.ms + EMPTY.serialisations * serialisationMs;
  const floor = !unsteady && least <= baseMs + own ? least : baseMs + serialisationMs;
  return roundTrips.map((roundTrip) => roundTrip - floor);
}

/**
 * Stretches during which the bottleneck never was idle. A datagram that did not wait found it idle (the sender itself
 * had stalled) and begins the next stretch; so does one sent after a pause that outlasted the queue.
 */
function busyRuns(
  curve: readonly ArrivalPoint[],
  waits: readonly number[],
  queue: readonly number[],
  { threshold, idleMs }: { threshold: number; idleMs: number },
): ArrivalPoint[][] {
  const starts = curve.flatMap(({ unsentMs }, i) => {
    const foundIdle = (waits[i] ?? 0) < idleMs || unsentMs > (waits[i - 1] ?? 0);
    return i === 0 || foundIdle ? [i] : [];
  });
  return starts.flatMap((start, k) => {
    const end = starts[k + 1] ?? curve.length;
    const queued = Math.max(...queue.slice(start, end)) > threshold;
    return queued && end - start >= LEAST ? [curve.slice(start, end)] : [];
  });
}

/**
 * The busy run of an unsteady path, where a threshold would cut the queue to pieces: everything from the moment when arrivals are
 * as fast as they are at the end, provided that a queue stood then.
 */
function plateau(
  curve: readonly ArrivalPoint[],
  queue: readonly number[],
  threshold: number,
): ArrivalPoint[][] {
  const first = curve[0]?.ms ?? 0;
  const blockMs = ((curve.at(-1)?.ms ?? 0) - first) / PLATEAU_BLOCKS;
  const bits = Array.from({ length: PLATEAU_BLOCKS }, () => 0);
  curve.slice(1).forEach((point, i) => {
    const block = Math.min(PLATEAU_BLOCKS - 1, Math.floor((point.ms - first) / blockMs));
    bits[block] = (bits[block] ?? 0) + point.bits - (curve[i]?.bits ?? 0);
  });
  const final = median(bits.slice(-4, -1)) ?? 0;
  const from = first + blockMs * bits.findIndex((sum) => sum >= 0.85 * final);
  const start = curve.findIndex((point) => point.ms >= from);
  const queued = median(queue.slice(start)) ?? 0;
  return queued > threshold && curve.length - start >= LEAST ? [curve.slice(start)] : [];
}

/** ms for each bit of arrivals, without the times when this browser stood still. */
function msPerBitUndisturbed(curve: readonly ArrivalPoint[]): number | undefined {
  if (!curve.some((point) => point.pausedMs > 0)) return msPerBit(curve, ({ bits }) => bits);
  let ms = 0;
  let bits = 0;
  curve.slice(1).forEach((point, i) => {
    const before = curve[i];
    if (before === undefined || point.pausedMs > 0) return;
    ms += point.ms - before.ms;
    bits += point.bits - before.bits;
  });
  return bits > 0 ? ms / bits : undefined;
}

/** The rate over all runs, and how far their parts are apart. */
function averageRate(
  runs: readonly (readonly ArrivalPoint[])[],
  bitsOf: (point: ArrivalPoint) => number,
  varying: number,
): { kbps: number; spread: number } {
  let bits = 0;
  let ms = 0;
  const blocks: number[] = [];
  for (const run of runs) {
    const slope = msPerBit(run, bitsOf);
    const first = run[0];
    const last = run.at(-1);
    if (slope === undefined || first === undefined || last === undefined) continue;
    const work = bitsOf(last) - bitsOf(first);
    bits += work;
    ms += work * slope;
    blocks.push(...blockRates(run, bitsOf));
  }
  const kbps = bits / ms;
  return { kbps, spread: relativeSpread(blocks, kbps, varying) };
}

/** kbit/s in the earlier (0) or the later (1) half. */
function halfRate(
  runs: readonly (readonly ArrivalPoint[])[],
  bitsOf: (point: ArrivalPoint) => number,
  half: 0 | 1,
): number {
  const run = runs.at(-1) ?? [];
  const middle = Math.floor(run.length / 2);
  const pace = msPerBit(half === 0 ? run.slice(0, middle) : run.slice(middle), bitsOf);
  return pace === undefined ? 0 : 1 / pace;
}

function blockRates(run: readonly ArrivalPoint[], bitsOf: (point: ArrivalPoint) => number): number[] {
  const size = Math.floor(run.length / BLOCKS);
  if (size < 3) return [];
  return Array.from({ length: BLOCKS }, (_, i) => {
    const slope = msPerBit(run.slice(i * size, (i + 1) * size), bitsOf);
    return slope === undefined ? [] : [1 / slope];
  }).flat();
}

/**
 * Half width of the 95 % interval of the parts' mean, relative to the estimate, by Student's t for few parts. But a rate that varies
 * within half a second varies over minutes, too: then all parts together are no more than one reading of the link's mean.
 */
function relativeSpread(blocks: readonly number[], kbps: number, varying: number): number {
  const middle = mean(blocks);
  if (middle === undefined || blocks.length < 2) return 0.1;
  const variance = blocks.reduce((sum, rate) => sum + (rate - middle) ** 2, 0) / (blocks.length - 1);
  const deviation = Math.sqrt(variance) / kbps;
  return deviation > varying ? VARYING.deviations * deviation : (3 * deviation) / Math.sqrt(blocks.length);
}

function spanMs(run: readonly ArrivalPoint[]): number {
  return (run.at(-1)?.ms ?? 0) - (run[0]?.ms ?? 0);
}
