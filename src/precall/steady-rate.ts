/**
 * The rate of a link that keeps to one: most short stretches of a burst agree on it, and those that do not had
 * somebody else's packet in between, such as the browser's own reports. Pure.
 */
import type { ArrivalPoint } from './arrival-curve.ts';
import { median } from './quantile.ts';

/** ms and points a stretch holds at least; more where the clock ticks in whole milliseconds (Firefox). */
const STRETCH = { ms: 36, wholeMs: 140, points: 4 } as const;
const LEAST = 12;
/** The closest half of all stretches lies within this, relative to itself. */
const AGREED = 0.03;
/** The middle of each quarter of the burst may be off by this: a rate that changes is none that the link keeps to. */
const DRIFT = 0.06;
const QUARTERS = 4;

export interface SteadyRate {
  readonly kbps: number;
  /** Half the width of the closest half of all stretches, relative. */
  readonly spread: number;
}

/** Undefined when the stretches do not agree. `bitsOf` counts what passed the bottleneck. */
export function steadyRate(
  runs: readonly (readonly ArrivalPoint[])[],
  bitsOf: (point: ArrivalPoint) => number,
): SteadyRate | undefined {
  const rates = runs.flatMap((run) => stretchRates(run, bitsOf));
  if (rates.length < LEAST) return undefined;
  const half = closestHalf(rates);
  const low = half[0] ?? 0;
  const high = half.at(-1) ?? 0;
  const kbps = half.reduce((sum, rate) => sum + rate, 0) / half.length;
  if (!(low > 0) || high - low > AGREED * kbps) return undefined;
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    const from = Math.floor((quarter * rates.length) / QUARTERS);
    const to = Math.floor(((quarter + 1) * rates.length) / QUARTERS);
    if (Math.abs((median(rates.slice(from, to)) ?? 0) / kbps - 1) > DRIFT) return undefined;
  }
  return { kbps, spread: (high - low) / 2 / kbps };
}

function stretchRates(run: readonly ArrivalPoint[], bitsOf: (point: ArrivalPoint) => number): number[] {
  const leastMs = run.every(({ ms }) => Number.isInteger(ms)) ? STRETCH.wholeMs : STRETCH.ms;
  const rates: number[] = [];
  let to = 0;
  run.forEach((first, from) => {
    to = Math.max(to, from + STRETCH.points);
    while (to < run.length && (run[to]?.ms ?? 0) - first.ms < leastMs) to += 1;
    const last = run[to];
    if (last !== undefined) rates.push((bitsOf(last) - bitsOf(first)) / (last.ms - first.ms));
  });
  return rates;
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
