/**
 * What is usual of one metric on one path: a histogram of its badness in which old samples fade. Everything the
 * learner believes of a line is a quantile of it, so a line with two levels simply has two heaps.
 */
import { METRIC_SCALE } from './metric-scale.ts';
import type { StabilityMetric } from './stability-types.ts';
import type { Tuning } from './tuning.ts';

/** Whole weights, one a bin. */
export type Bins = readonly number[];

const BINS = 72;

export interface Usual {
  /** The badness a sample of this line usually stays below, and its middle as the noise has it. */
  readonly upper: number;
  readonly middle: number;
  /** Standard deviation of the noise. */
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
  const { floor, value } = METRIC_SCALE[metric];
  const median = quantile(metric, bins, 0.5);
  const upper = quantile(metric, bins, tuning.usualShare);
  const least = floor(value(median));
  // Little known, the noise is taken to be wider.
  const sigma = Math.max(least, (upper - median) / tuning.allowance) * (1 + 1.5 / (samples + 1));
  return { upper: Math.max(upper, median + tuning.allowance * sigma), middle: median, sigma };
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

function quantile(metric: StabilityMetric, bins: Bins, share: number): number {
  const [best, worst] = METRIC_SCALE[metric].range;
  let left = share * sumOf(bins);
  const bin = bins.findIndex((weight) => {
    if (weight >= left && weight > 0) return true;
    left -= weight;
    return false;
  });
  if (bin < 0) return best;
  return best + ((worst - best) * (bin + left / (bins[bin] ?? 1))) / BINS;
}

function positionOf(metric: StabilityMetric, bad: number): number {
  const [best, worst] = METRIC_SCALE[metric].range;
  return (BINS * (bad - best)) / (worst - best);
}
