/** What is normal for one metric of one network, and how strongly its last runs deviate from it. */

import { materialOf } from './material-change.ts';
import { METRIC_SCALE } from './metric-scale.ts';
import { rounded } from './rounded.ts';
import { expectedAround, expectedAt, followSeason, NO_SEASON, type Season } from './season.ts';
import type { StabilityMetric } from './stability-types.ts';
import { followTail, jointEvidence, NO_TAIL, surpriseOf, type Tail } from './surprise.ts';
import type { Tuning } from './tuning.ts';

/** Samples after which outliers begin to be forgotten. */
const TAIL_MEMORY = 800;
const HOUR_MS = 3_600_000;
/** Hours for which the daily pattern is still told from what was normal before. */
const NEW_HOURS = 6;

export interface Baseline {
  /** Samples learnt from. */
  readonly count: number;
  /** Mean badness, and its mean absolute deviation. */
  readonly mean: number;
  /** The mean before a change became the new normal, and when that was: hours since the epoch. */
  readonly former: readonly [mean: number, hour: number] | null;
  readonly spread: number;
  readonly tail: Tail;
  /** Covariance of the surprises of successive samples: whether outliers come in clumps. */
  readonly clump: number;
  /** Nats of evidence that come and go here without anything being the matter. */
  readonly peak: number;
  /** Badness of the last samples, newest last. */
  readonly last: readonly number[];
  /** ms since the epoch of the last sample, and of the first one of the deviation that lasts. */
  readonly at: number;
  readonly since: number | null;
  /** Samples since then. */
  readonly runs: number;
  readonly sum: number;
  readonly season: Season;
}

export interface Evidence {
  /** Nats. */
  readonly nats: number;
  /** Share of the threshold: 1 and up is certain. */
  readonly certain: number;
  /** Share of a change that matters. */
  readonly material: number;
  /** Share of the threshold, 1 and up is abnormal: certain and material. */
  readonly share: number;
  /** Product of the last two surprises, each less what is usual. */
  readonly pair: number;
  /** How many samples before the last one the deviation goes back. */
  readonly lasting: number;
}

export interface Followed {
  readonly baseline: Baseline;
  /** Against what was normal before this sample. */
  readonly evidence: Evidence;
}

const round = (value: number) => rounded(value, 1e4);

const NO_EVIDENCE: Evidence = { nats: 0, certain: 0, material: 0, share: 0, pair: 0, lasting: 0 };

export function firstBaseline(metric: StabilityMetric, value: number, at: number): Followed {
  const bad = METRIC_SCALE[metric].badness(value);
  const baseline: Baseline = {
    count: 1,
    mean: round(bad),
    former: null,
    spread: 0,
    tail: NO_TAIL,
    clump: 0,
    peak: 0,
    last: [rounded(bad, 1e3)],
    at,
    since: null,
    runs: 0,
    sum: 0,
    season: followSeason(NO_SEASON, at, 0),
  };
  return { baseline, evidence: NO_EVIDENCE };
}

/** After a pause the samples from before it say nothing about now. */
export function withoutWindow(baseline: Baseline): Baseline {
  return { ...baseline, last: [] };
}

/** Standard deviation of the noise; little known, it is taken to be wider. */
export function sigmaOf(metric: StabilityMetric, baseline: Baseline): number {
  const { floor, value } = METRIC_SCALE[metric];
  return Math.max(floor(value(baseline.mean)), 1.25 * baseline.spread) * (1 + 1.5 / (baseline.count + 1));
}

/** The badness that is normal at this time. */
export function normalAt(baseline: Baseline, at: number, tuning: Tuning): number {
  return baseline.mean + tuning.season * expectedAround(baseline.season, at);
}

/** The strongest evidence of a shift over windows of the last 2, 3, ... samples. */
export function evidenceOf(
  metric: StabilityMetric,
  baseline: Baseline,
  at: number,
  tuning: Tuning,
): Evidence {
  if (baseline.last.length === 0) return NO_EVIDENCE;
  const sigma = sigmaOf(metric, baseline);
  const normal = normalAt(baseline, at, tuning);
  const newestFirst = baseline.last.map((bad) => (bad - normal) / sigma).reverse();
  const samples = Math.min(TAIL_MEMORY, baseline.count);
  const surprises = newestFirst.map((score) =>
    Math.min(tuning.surpriseCap, surpriseOf(score, baseline.tail, samples, tuning.prior)),
  );
  const nats = baseline.count < tuning.leastSamples ? 0 : jointEvidence(surprises);
  const threshold = tuning.evidence * (1 + tuning.clump * Math.max(0, baseline.clump));
  const certain = nats / Math.max(threshold, tuning.restless * baseline.peak);
  const lasting = lastingOf(newestFirst);
  const fromTheFirst = baseline.last.length < tuning.window && lasting >= baseline.last.length - 2;
  const material =
    materialOf(metric, baseline.last, normal, sigma, tuning) / (fromTheFirst ? tuning.onArrival : 1);
  const share = tuning.materiality === 1 ? Math.min(certain, material) : certain;
  const pair = (Math.min(4, surprises[0] ?? 1) - 1) * (Math.min(4, surprises[1] ?? 1) - 1);
  return { nats, certain, material, share, pair, lasting };
}

/** A single good sample in between does not interrupt a deviation. */
function lastingOf(newestFirst: readonly number[]): number {
  let last = 0;
  newestFirst.some((score, index) => {
    if (score > 1) last = index;
    return index - last >= 2;
  });
  return last;
}

/** Takes a sample in: first into the window, then, as far as it may be normal, into the baseline. */
export function followBaseline(
  metric: StabilityMetric,
  before: Baseline,
  value: number,
  at: number,
  unstable: boolean,
  tuning: Tuning,
): Followed {
  const bad = METRIC_SCALE[metric].badness(value);
  const sigma = sigmaOf(metric, before);
  const normal = before.mean + tuning.season * expectedAt(before.season, at);
  const score = Math.min(3.5, Math.max(-1.5, (bad - normal) / sigma));
  const sum = Math.min(8, Math.max(0, before.sum + score - 1));
  const windowed: Baseline = {
    ...before,
    last: [...before.last, rounded(bad, 1e3)].slice(-tuning.window),
    at,
    sum: round(sum),
    since: sum === 0 ? null : (before.since ?? at),
    runs: sum === 0 ? 0 : before.runs + 1,
  };
  const evidence = evidenceOf(metric, windowed, at, tuning);
  return { baseline: learn(windowed, bad, normal, sigma, evidence, unstable, tuning), evidence };
}

function learn(
  baseline: Baseline,
  bad: number,
  normal: number,
  sigma: number,
  evidence: Evidence,
  unstable: boolean,
  tuning: Tuning,
): Baseline {
  const { count, at, since, last } = baseline;
  const { former } = baseline;
  // What comes every evening may last long enough to become the new normal: it is no less of the evening for that.
  const daily =
    former && at / HOUR_MS - former[1] < NEW_HOURS ? Math.min(baseline.mean, former[0]) : baseline.mean;
  const season = followSeason(baseline.season, at, bad - daily);
  if (since !== null && at - since >= tuning.newNormalMs && baseline.runs >= tuning.newNormalRuns) {
    // A change that stays is the new normal.
    return {
      ...baseline,
      mean: round(medianOf(last)),
      former: [former?.[0] ?? baseline.mean, Math.floor(at / HOUR_MS)],
      season,
      since: null,
      runs: 0,
      sum: 0,
      last: last.slice(-1),
    };
  }
  if (count < 6) {
    // The middle of the first samples: they may be bad ones.
    const next = count + 1;
    const mean = medianOf(last);
    const spread =
      last.reduce((all, one) => all + Math.min(Math.abs(one - mean), 3 * sigma), 0) / last.length;
    return { ...baseline, count: next, mean: round(mean), spread: round(spread), season };
  }
  const level = medianOf(last.slice(-6));
  if (former !== null && last.length >= 6 && level < baseline.mean - 2 * sigma) {
    // Back from what had become the new normal, all the way or a part of it: never below where it is now.
    const mean = round(Math.max(former[0], level));
    return { ...baseline, mean, former: mean > former[0] ? former : null, season };
  }
  const usual = Math.max(tuning.slowest, Math.min(0.1, tuning.early / count));
  // A sample is learnt from two runs late, when it is known whether it stood alone.
  const around = last.slice(-5);
  const sample = around[around.length - 3] ?? bad;
  const lasting = medianOf(around) - normal;
  const suspicious = unstable || evidence.nats > tuning.suspicion || lasting > 2 * sigma;
  const better = last.length >= 6 && Math.max(...last.slice(-6)) < normal - tuning.betterBy * sigma;
  const rate = better ? Math.max(usual, tuning.better) : usual * (suspicious ? tuning.suspicious : 1);
  const off = sample - normal;
  const limited = better ? off : Math.min(2 * sigma, Math.max(-2 * sigma, off));
  const calm = suspicious ? tuning.leak : 1;
  const local = Math.abs(sample - medianOf(around));
  const spread = tuning.local * local * 1.15 + (1 - tuning.local) * Math.abs(off);
  return {
    ...baseline,
    count: Math.min(100_000, count + 1),
    mean: round(baseline.mean + rate * limited),
    spread: round(baseline.spread + calm * usual * (Math.min(3 * sigma, spread) - baseline.spread)),
    tail: followTail(baseline.tail, off / sigma, calm * Math.max(1 / TAIL_MEMORY, 1 / count)),
    clump: round(baseline.clump + calm * Math.max(1 / 500, 1 / count) * (evidence.pair - baseline.clump)),
    peak: round(
      followPeak(
        baseline.peak,
        evidence.nats,
        (suspicious && lasting > 2 * sigma ? tuning.leak : 1) * Math.max(1 / 500, 1 / count),
      ),
    ),
    season,
  };
}

/** Follows the level that three runs of a thousand exceed. */
function followPeak(peak: number, nats: number, rate: number): number {
  return Math.max(0, peak + rate * 9 * (nats > peak ? 0.997 : -0.003));
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

export function isBaseline(value: unknown): value is Baseline {
  return (
    typeof value === 'object' &&
    value !== null &&
    'season' in value &&
    'tail' in value &&
    'last' in value &&
    'former' in value &&
    typeof value.former !== 'number'
  );
}
