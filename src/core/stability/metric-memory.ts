/** One metric of one path: what is usual of it, and the evidence that its last samples are worse than that. */

import { DAY_MS, MINUTE_MS } from '../base/durations.ts';
import { rounded } from '../base/rounded.ts';
import { median } from '../base/statistics.ts';
import { usualInterval } from '../base/usual-interval.ts';
import { type Diary, expectedAt, NO_DIARY, noted, SLOT_MINUTES } from './diary.ts';
import { type Level, stillThere, withLevel, worstOfThoseThatComeBack } from './levels.ts';
import {
  type Against,
  materialChange,
  NO_OUTLIERS,
  type Outliers,
  withQuietSample,
} from './material-change.ts';
import { METRIC_SCALE } from './metric-scale.ts';
import type { StabilityMetric } from './stability-types.ts';
import type { Tuning } from './tuning.ts';
import { type Bins, shareBeyond, sumOf, type Usual, usualOf, withSample } from './usual.ts';

export interface MetricMemory {
  /** ms since the epoch of the last sample, and ms that usually lie between two. */
  readonly at: number;
  readonly every: number;
  readonly samples: number;
  readonly bins: Bins;
  readonly diary: Diary;
  readonly levels: readonly Level[];
  /** Badness of the last samples, newest last. */
  readonly last: readonly number[];
  /** Standard deviations of evidence, summed (CUSUM). */
  readonly sum: number;
  /** ms since the epoch of the first sample of the evidence; of the abnormal state; null: none. */
  readonly from: number | null;
  readonly since: number | null;
  /** Consecutive good samples in an abnormal state. */
  readonly good: number;
  /** ms that it was abnormal lately; a day ago counts half. */
  readonly abnormalMs: number;
  readonly outliers: Outliers;
}

export const NO_MEMORY: MetricMemory = {
  at: 0,
  every: 0,
  samples: 0,
  bins: [],
  diary: NO_DIARY,
  levels: [],
  last: [],
  sum: 0,
  from: null,
  since: null,
  good: 0,
  abnormalMs: 0,
  outliers: NO_OUTLIERS,
};

/** Samples that are kept, and samples after which one is learnt. */
const WINDOW = 5;
const LATE = 2;
/** Badness by which what is seen of one level differs from time to time: at least, or standard deviations. */
const SAME_LEVEL = { least: 0.05, deviations: 0.5 } as const;

/** After a pause what was usual still is, but the evidence is old. Each metric has its own pace. */
export function afterPause(memory: MetricMemory, at: number, moved: boolean, tuning: Tuning): MetricMemory {
  const own = tuning.pauseIntervals * memory.every;
  const away = at - memory.at;
  if (away >= 0 && away <= (moved ? own : Math.max(tuning.pauseMs, own))) return memory;
  if (memory.since === null || away < 0 || away > tuning.lastsMs)
    return { ...memory, last: [], sum: 0, from: null, since: null, good: 0 };
  // Whether the abnormal state still lasts, the next sample decides.
  return { ...memory, last: memory.last.slice(-1), sum: 2 * tuning.held, good: tuning.clearAfter - 1 };
}

export interface Judged extends Against {
  /** 1 and up: the metric is abnormal. */
  readonly score: number;
}

export function judgedAt(
  metric: StabilityMetric,
  memory: MetricMemory,
  slot: number,
  tuning: Tuning,
): Judged {
  const usual = usualOf(metric, memory.bins, memory.samples, tuning);
  const expected = expectedBeyond(metric, memory, slot, usual, tuning);
  const material = materialChange(metric, memory.last, { usual, expected }, memory.outliers, tuning);
  return { usual, expected, score: Math.max(0, Math.min(memory.sum / tuning.certain, material)) };
}

export interface Sample {
  readonly value: number;
  readonly at: number;
  readonly slot: number;
  /** Whether another metric of the path is abnormal. */
  readonly troubled: boolean;
}

export function followMetric(
  metric: StabilityMetric,
  before: MetricMemory,
  { value, at, slot, troubled }: Sample,
  tuning: Tuning,
): MetricMemory {
  const bad = rounded(METRIC_SCALE[metric].badness(value), 1e3);
  const { samples } = before;
  const usual = usualOf(metric, before.bins, samples, tuning);
  const expected = expectedBeyond(metric, before, slot, usual, tuning);
  const against = { usual, expected };
  const known = samples >= tuning.leastSamples;
  const gained = known ? gainOf(metric, before, bad - expected, usual, tuning) : 0;
  const sum = rounded(Math.min(tuning.ceiling, Math.max(0, before.sum + gained)), 1e3);
  const last = [...before.last, bad].slice(-WINDOW);
  const material = known ? materialChange(metric, last, against, before.outliers, tuning) : 0;
  const score = Math.max(0, Math.min(sum / tuning.certain, material));
  const from = sum === 0 ? null : (before.from ?? at);
  const holds = score >= 1 || (before.since !== null && sum > tuning.held && material >= tuning.remains);
  const good = before.since === null || holds ? 0 : before.good + 1;
  const since = holds ? (before.since ?? from) : good >= tuning.clearAfter ? null : before.since;
  const step = before.at === 0 ? 0 : Math.max(0, at - before.at);
  // Learnt two samples late, when it is known what it was part of.
  const settled = last[last.length - 1 - LATE];
  const passed = Math.min(step, 2 * before.every);
  const abnormalMs = Math.round(before.abnormalMs * 0.5 ** (step / DAY_MS) + (since === null ? 0 : passed));
  const lately = median(last.slice(-samplesInSlot(before.every))) ?? bad;
  // Held against the lower of two levels: what the other one is part of may be forgotten, and comes again at its hours.
  const asLow = { usual: { ...usual, middle: usual.low }, expected: 0 };
  const lasting = materialChange(metric, Array(WINDOW).fill(lately), asLow, before.outliers, tuning);
  const notable = known && lasting >= tuning.remains;
  // It leaves the window, and nothing came of it.
  const quiet = known && before.since === null && since === null ? before.last.at(-WINDOW) : undefined;
  return {
    at,
    every: usualInterval(before.every, step),
    samples: Math.min(1e6, samples + 1),
    bins:
      settled === undefined
        ? before.bins
        : withSample(
            metric,
            before.bins,
            expected > 0 && settled > usual.middle ? Math.max(usual.middle, settled - expected) : settled,
            weightOf(step, since ?? before.since, abnormalMs, troubled, tuning),
            tuning.memory,
          ),
    diary: noted(before.diary, slot, notable ? rounded(lately - METRIC_SCALE[metric].range[0], 100) : 0),
    levels: since === null ? before.levels : levelsInTrouble(before.levels, slot, last, lately, usual),
    last,
    sum,
    from,
    since,
    good: since === null ? 0 : good,
    abnormalMs,
    outliers:
      quiet === undefined
        ? before.outliers
        : withQuietSample(metric, before.outliers, quiet, samples, against, tuning),
  };
}

/** Badness by which what comes at this time is beyond today's usual. */
function expectedBeyond(
  metric: StabilityMetric,
  { diary }: MetricMemory,
  slot: number,
  { middle, upper, sigma }: Usual,
  tuning: Tuning,
): number {
  const level = METRIC_SCALE[metric].range[0] + expectedAt(diary, slot, tuning.agree);
  return level > upper + tuning.slack * sigma ? level - middle : 0;
}

function levelsInTrouble(
  before: readonly Level[],
  slot: number,
  last: readonly number[],
  lately: number,
  { sigma }: Usual,
): readonly Level[] {
  const tolerance = Math.max(SAME_LEVEL.least, SAME_LEVEL.deviations * sigma);
  const levels = stillThere(before, slot);
  return isSteady(last, lately, tolerance) ? withLevel(levels, slot, lately, tolerance) : levels;
}

/** Whether it is no worse, by what matters to a call, than a level to which it came back again and again. */
export function isFamiliar(metric: StabilityMetric, memory: MetricMemory, tuning: Tuning): boolean {
  const worst = worstOfThoseThatComeBack(memory.levels, tuning.agree);
  if (worst === undefined) return false;
  const { sigma } = usualOf(metric, memory.bins, memory.samples, tuning);
  const { value, material } = METRIC_SCALE[metric];
  const lately = median(memory.last.slice(-samplesInSlot(memory.every))) ?? 0;
  return material(value(lately), value(worst), sigma, tuning) < tuning.remains;
}

/** Whether the last samples are all of one level, which trouble seldom is. */
function isSteady(last: readonly number[], level: number, tolerance: number): boolean {
  return last.slice(-3).every((bad) => Math.abs(bad - level) <= tolerance);
}

/** What is noted of half an hour is no single sample, unless a single one is all there is. */
function samplesInSlot(every: number): number {
  return Math.min(3, Math.max(1, Math.floor((SLOT_MINUTES * MINUTE_MS) / every)));
}

/** How much worse than usual one sample is: no more than its rarity in the line's own history allows. */
function gainOf(
  metric: StabilityMetric,
  { bins }: MetricMemory,
  bad: number,
  usual: Usual,
  tuning: Tuning,
): number {
  const distance = (bad - usual.upper) / usual.sigma - tuning.slack;
  const rare = (shareBeyond(metric, bins, bad) * sumOf(bins) + 2) / (sumOf(bins) + 4);
  const rarity = probit(1 - rare) + tuning.rarer - tuning.allowance;
  return Math.min(tuning.most, Math.max(tuning.least, Math.min(distance, rarity)));
}

/** The longer a state lasts, or the more often it comes, the more it is the normal. */
function weightOf(
  step: number,
  since: number | null,
  abnormalMs: number,
  troubled: boolean,
  tuning: Tuning,
): number {
  const units = step === 0 ? 1 : Math.min(tuning.mostUnits, step / tuning.unitMs);
  const share = since === null ? (troubled ? 0.3 : 1) : Math.min(2, (abnormalMs / tuning.newNormalMs) ** 2);
  return Math.max(1, Math.round(tuning.unit * units * share));
}

/** Of the last three samples, so that a single one says little; 0 of none. */
export function middleOfLatest(last: readonly number[]): number {
  return median(last.slice(-3)) ?? 0;
}

/** Quantile of the normal distribution (Abramowitz and Stegun 26.2.23). */
function probit(share: number): number {
  if (share < 0.5) return -probit(1 - share);
  const t = Math.sqrt(-2 * Math.log(1 - share));
  return t - (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t * t);
}
