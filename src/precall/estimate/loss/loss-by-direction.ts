/**
 * The loss of each direction, from three samples: the loop, which loses what either direction loses; a loop whose sender alone
 * is on UDP, which loses what goes up; and one whose receiver alone is. The likeliest pair of ratios for all three, and
 * for each the values that its likelihood ratio does not exclude (Wilks; 95 %). Pure.
 */
import type { OneWayLoss } from '../../../core/report/path-metrics.ts';
import { effectiveCount } from './loss-interval.ts';

export interface LossSamples {
  /** Whether each datagram was lost, in the order of sending: up and down. */
  readonly loop: readonly boolean[];
  /** Up alone. */
  readonly up: readonly boolean[];
  /** Down alone. */
  readonly down: readonly boolean[];
}

export interface LossByDirection {
  readonly up: OneWayLoss;
  readonly down: OneWayLoss;
}

/** Half of the 95 % quantile of chi-squared with one degree of freedom. */
const WITHIN = 1.92;
/** Ratios that are tried: as many, up to the largest, the closer the smaller they are. */
const GRID = { count: 160, most: 0.9 } as const;

const ratioAt = (i: number) => GRID.most * (i / (GRID.count - 1)) ** 2;

export function lossByDirection(samples: LossSamples): LossByDirection {
  const ratios = Array.from({ length: GRID.count }, (_, i) => ratioAt(i));
  const ofLoop = likelihoodOf(samples.loop);
  const ofUp = ratios.map(likelihoodOf(samples.up));
  const ofDown = ratios.map(likelihoodOf(samples.down));
  const bestWithUp = ratios.map(() => Number.NEGATIVE_INFINITY);
  const bestWithDown = ratios.map(() => Number.NEGATIVE_INFINITY);
  ratios.forEach((up, i) => {
    ratios.forEach((down, j) => {
      const sum = (ofUp[i] ?? 0) + (ofDown[j] ?? 0) + ofLoop(1 - (1 - up) * (1 - down));
      bestWithUp[i] = Math.max(bestWithUp[i] ?? sum, sum);
      bestWithDown[j] = Math.max(bestWithDown[j] ?? sum, sum);
    });
  });
  return { up: oneWay(bestWithUp), down: oneWay(bestWithDown) };
}

/** `profile`: of each ratio tried, the greatest logarithm of the likelihood. */
function oneWay(profile: readonly number[]): OneWayLoss {
  const most = Math.max(...profile);
  const best = profile.indexOf(most);
  const limit = most - WITHIN;
  const from = profile.findIndex((value) => value >= limit);
  const to = profile.findLastIndex((value) => value >= limit);
  return {
    lossRatio: peakAt(profile, best),
    interval: [
      from === 0 ? 0 : crossing(profile, from, from - 1, limit),
      crossing(profile, to, to + 1, limit),
    ],
  };
}

/** Where the parabola through the highest point and its neighbours is highest; the grid is even in the root of the ratio. */
function peakAt(profile: readonly number[], best: number): number {
  const [before, at, after] = [profile[best - 1], profile[best], profile[best + 1]];
  if (before === undefined || at === undefined || after === undefined) return ratioAt(best);
  const bend = before - 2 * at + after;
  return ratioAt(best + (bend === 0 ? 0 : (before - after) / (2 * bend)));
}

/** Where the profile falls below the limit, between one point within it and its neighbour outside. */
function crossing(profile: readonly number[], within: number, outside: number, limit: number): number {
  const [high, low] = [profile[within] ?? limit, profile[outside]];
  if (low === undefined || low === Number.NEGATIVE_INFINITY) return ratioAt(within);
  return ratioAt(within + ((outside - within) * (high - limit)) / (high - low));
}

function likelihoodOf(lost: readonly boolean[]): (ratio: number) => number {
  if (lost.length === 0) return () => 0;
  const seen = lost.filter(Boolean).length / lost.length;
  const count = effectiveCount(lost);
  return (ratio) => count * (weighed(seen, ratio) + weighed(1 - seen, 1 - ratio));
}

/** `share` x ln `ratio`, and 0 for what was not seen. */
function weighed(share: number, ratio: number): number {
  return share === 0 ? 0 : share * Math.log(ratio);
}
