/**
 * What is usual of one metric on one path: a histogram of its badness in which old samples fade. Everything the
 * learner believes of a line is a quantile of it, so a line with two levels simply has two heaps.
 */
import { METRIC_SCALE } from './metric-scale.ts';
import type { StabilityMetric } from './stability-types.ts';
import type { Tuning } from './tuning.ts';

/** Whole weights, one a bin. */
export type Bins = readonly number[];

/** Bins of a metric's range: an eighth more of a round trip is the next one. */
const BINS = 72;
/** Share of the fullest bin below which one is empty, as it never is in the middle of a heap; so many empty ones part two. */
const LEAST_SHARE = 0.2;
const LEAST_GAP = 3;

export interface Usual {
  /** The badness a sample of this line usually stays below, and the middle of the heap in which that is. */
  readonly upper: number;
  readonly middle: number;
  /** The line's median, or of two heaps the middle of the lower one. */
  readonly low: number;
  /** Standard deviation of the noise within a heap. */
  readonly sigma: number;
}

export function withSample(
  metric: StabilityMetric,
  bins: Bins,
  bad: number,
  weight: number,
  memory: number,
): Bins {
  const next = bins.length === BINS ? [...bins] : Array<number>(BINS).fill(0);
  const position = positionOf(metric, bad) - 0.5;
  const low = Math.min(BINS - 1, Math.max(0, Math.floor(position)));
  const high = Math.min(BINS - 1, low + 1);
  const part = Math.round(weight * Math.min(1, Math.max(0, position - low)));
  next[low] = (next[low] ?? 0) + weight - part;
  next[high] = (next[high] ?? 0) + part;
  return sumOf(next) > memory ? next.map((each) => each >> 1) : next;
}

export function usualOf(metric: StabilityMetric, bins: Bins, samples: number, tuning: Tuning): Usual {
  const { floor, value, range } = METRIC_SCALE[metric];
  const binWidth = (range[1] - range[0]) / BINS;
  const [good, half, bad] = [1 - tuning.usualShare, 0.5, tuning.usualShare].map((share) =>
    quantile(bins, share),
  ) as [number, number, number];
  const noise = (binWidth * (bad - half - emptyBetween(bins, half, bad))) / tuning.allowance;
  const median = range[0] + binWidth * half;
  const upper = range[0] + binWidth * bad;
  const low = emptyBetween(bins, good, half) > 0 ? range[0] + binWidth * good : median;
  // Little known, the noise is taken to be wider.
  const sigma = Math.max(floor(value(median)), noise) * (1 + 1.5 / (samples + 1));
  const middle = Math.max(median, upper - tuning.allowance * sigma);
  return { upper: middle + tuning.allowance * sigma, middle, low, sigma };
}

/** Bins between two heaps, which are no noise of either; 0 within a single one. */
function emptyBetween(bins: Bins, low: number, high: number): number {
  const heap = bins.slice(Math.floor(low), Math.floor(high) + 1);
  const few = Math.max(...heap) * LEAST_SHARE;
  const empty = heap.slice(1, -1).filter((weight) => weight < few).length;
  return empty >= LEAST_GAP ? empty : 0;
}

/** Share of the samples that were as bad as this or worse. */
export function shareBeyond(metric: StabilityMetric, bins: Bins, bad: number): number {
  const position = positionOf(metric, bad);
  let beyond = 0;
  let all = 0;
  bins.forEach((weight, bin) => {
    all += weight;
    beyond += weight * Math.min(1, Math.max(0, bin + 1 - position));
  });
  return beyond / Math.max(1, all);
}

export function sumOf(bins: Bins): number {
  return bins.reduce((sum, weight) => sum + weight, 0);
}

/** In bins. */
function quantile(bins: Bins, share: number): number {
  let left = share * sumOf(bins);
  const bin = bins.findIndex((weight) => {
    if (weight >= left && weight > 0) return true;
    left -= weight;
    return false;
  });
  return bin < 0 ? 0 : bin + left / (bins[bin] ?? 1);
}

function positionOf(metric: StabilityMetric, bad: number): number {
  const [best, worst] = METRIC_SCALE[metric].range;
  return (BINS * (bad - best)) / (worst - best);
}
