/**
 * The modal rate of a burst, that of a link which keeps to one: most short stretches agree on it, and those that do not had
 * somebody else's packet in between, such as the browser's own reports (pathrate's "modes"). Pure.
 */

import { median, quantile } from '../../../core/base/statistics.ts';
import { type HostFacts, ticksWholeMs } from '../../link/host-facts.ts';
import type { ArrivalPoint } from './arrival-curve.ts';
import { msPerBit } from './arrival-slope.ts';

/** A stretch, whose two ends tell one rate (bench). */
const STRETCH = {
  /** ms it lasts and points it holds at least. */
  ms: 24,
  points: 2,
  /** The same on a clock of whole milliseconds, whose ticks need longer to even out. */
  wholeMs: 140,
  wholePoints: 4,
  /** ms on such a clock and a slow link, where every longer stretch would meet a packet of the browser's own. */
  slowWholeMs: 70,
} as const;
/** ms between two points from which on a link is slow in that sense (bench). */
const SLOW_GAP_MS = 8;
/** Stretches that tell a mode at least. */
const LEAST = 12;
/** ms by which the ticks of whole milliseconds make a stretch longer or shorter at most. */
const TICKS_MS = 1.2;
/** Relative width of the half of all stretches that lies closest together, at most (bench). */
const AGREED = 0.03;
/**
 * Relative distance of each quarter of the burst from the mode at most: a rate that drifts is none that the link keeps
 * to (bench).
 */
const DRIFT = 0.06;
/**
 * Quantile of a quarter's distances that must keep to it, instead of the median, where a quarter is spoiled by one
 * packet (bench).
 */
const SPOILED_QUANTILE = 0.2;
/** kbit/s below which one packet of the browser's own takes as long as several of ours and spoils a quarter (bench). */
const SPOILED_KBPS = 250;
/** Parts of the burst that must agree. */
const QUARTERS = 4;

export interface ModalRate {
  readonly kbps: number;
  /** Half the width of the closest half of all stretches, relative. */
  readonly spread: number;
}

/** Undefined when the stretches do not agree. `bitsOf` tells how much had passed the bottleneck by a point. */
export function modalRate(
  runs: readonly (readonly ArrivalPoint[])[],
  bitsOf: (point: ArrivalPoint) => number,
  host: HostFacts,
): ModalRate | undefined {
  const stretches = runs.map((run) => stretchesOf(run, bitsOf, host));
  const rates = stretches.flat().map(({ kbps }) => kbps);
  if (rates.length < LEAST) return undefined;
  const half = closestHalf(rates);
  const low = half[0] ?? 0;
  const high = half.at(-1) ?? 0;
  const kbps = half.reduce((sum, rate) => sum + rate, 0) / half.length;
  if (!(low > 0) || high - low > AGREED * kbps) return undefined;
  const slow = kbps < SPOILED_KBPS || runs.every((run) => isSlowOnTicks(run, host));
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    const from = Math.floor((quarter * rates.length) / QUARTERS);
    const to = Math.floor(((quarter + 1) * rates.length) / QUARTERS);
    const offs = rates.slice(from, to).map((rate) => rate / kbps - 1);
    const off = slow ? quantile(offs.map(Math.abs), SPOILED_QUANTILE) : Math.abs(median(offs) ?? -1);
    if ((off ?? 1) > DRIFT) return undefined;
  }
  const spread = (high - low) / 2 / kbps;
  return { kbps: ticksWholeMs(host) ? longRate(runs, stretches, kbps, bitsOf) : kbps, spread };
}

/**
 * kbit/s over the stretches that agree, those that overlap taken as one: least squares over so much make the clock's ticks
 * hardly matter.
 */
function longRate(
  runs: readonly (readonly ArrivalPoint[])[],
  stretches: readonly (readonly Stretch[])[],
  kbps: number,
  bitsOf: (point: ArrivalPoint) => number,
): number {
  let bits = 0;
  let ms = 0;
  runs.forEach((run, i) => {
    const agreed = (stretches[i] ?? []).filter(
      (each) => Math.abs(each.ms - (each.ms * each.kbps) / kbps) < TICKS_MS,
    );
    for (const { from, to } of united(agreed)) {
      const piece = run.slice(from, to + 1);
      const pace = msPerBit(piece, bitsOf);
      const first = piece[0];
      const last = piece.at(-1);
      if (pace === undefined || first === undefined || last === undefined) continue;
      const work = bitsOf(last) - bitsOf(first);
      bits += work;
      ms += work * pace;
    }
  });
  return ms > 0 ? bits / ms : kbps;
}

function united(stretches: readonly Stretch[]): Pick<Stretch, 'from' | 'to'>[] {
  const pieces: { from: number; to: number }[] = [];
  for (const { from, to } of stretches) {
    const latest = pieces.at(-1);
    if (latest !== undefined && from < latest.to) latest.to = to;
    else pieces.push({ from, to });
  }
  return pieces;
}

/** True when a run's points are so far apart that a tick hardly matters. */
function isSlowOnTicks(run: readonly ArrivalPoint[], host: HostFacts): boolean {
  const spanMs = (run.at(-1)?.ms ?? 0) - (run[0]?.ms ?? 0);
  return ticksWholeMs(host) && spanMs > SLOW_GAP_MS * (run.length - 1);
}

/** Points of one run, and the rate between them. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly ms: number;
  readonly kbps: number;
}

function stretchesOf(
  run: readonly ArrivalPoint[],
  bitsOf: (point: ArrivalPoint) => number,
  host: HostFacts,
): Stretch[] {
  const points = ticksWholeMs(host) ? STRETCH.wholePoints : STRETCH.points;
  const leastMs = isSlowOnTicks(run, host)
    ? STRETCH.slowWholeMs
    : ticksWholeMs(host)
      ? STRETCH.wholeMs
      : STRETCH.ms;
  const stretches: Stretch[] = [];
  let to = 0;
  run.forEach((first, from) => {
    to = Math.max(to, from + points);
    while (to < run.length && (run[to]?.ms ?? 0) - first.ms < leastMs) to += 1;
    const last = run[to];
    if (last === undefined) return;
    const ms = last.ms - first.ms;
    stretches.push({ from, to, ms, kbps: (bitsOf(last) - bitsOf(first)) / ms });
  });
  return stretches;
}

/** The half of the values, in order, that lies closest together. */
function closestHalf(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const size = Math.ceil(sorted.length / 2);
  let best = 0;
  for (let from = 1; from + size <= sorted.length; from += 1) {
    if (width(sorted, from, size) < width(sorted, best, size)) best = from;
  }
  return sorted.slice(best, best + size);
}

function width(sorted: readonly number[], from: number, size: number): number {
  return (sorted[from + size - 1] ?? 0) - (sorted[from] ?? 0);
}
