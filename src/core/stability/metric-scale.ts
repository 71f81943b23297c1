/** On which scale each metric is judged: higher is worse, and noise about as wide at any level. */
import type { StabilityMetric } from './stability-types.ts';
import type { Tuning } from './tuning.ts';

export interface MetricScale {
  /** The smallest spread (standard deviation) that is believed. */
  readonly floor: (usual: number) => number;
  readonly badness: (value: number) => number;
  readonly value: (badness: number) => number;
  /** How far `now` is from `usual` as a share of a change that matters to a call; `spread` is that of the noise. */
  readonly material: (now: number, usual: number, spread: number, tuning: Tuning) => number;
}

const JITTER_OFFSET_MS = 3;
const LOSS_OFFSET = 0.004;
/** Whatever is beyond these is no worse, or no better, to a call. */
const MOST_MS = 60_000;
const MOST_KBPS = 1e8;

export const METRIC_SCALE: Record<StabilityMetric, MetricScale> = {
  roundTripTimeMs: {
    floor: (ms) => Math.max(0.03, 1.5 / Math.max(1, ms)),
    badness: (ms) => Math.log(within(ms, 1, MOST_MS)),
    value: Math.exp,
    // On a line that never moves even 20 ms are a change; where round trips vary, a quarter more is needed.
    material: (now, usual, spread, tuning) =>
      (now - usual) /
      Math.max(tuning.rttMs, Math.min(tuning.rttShare * usual, tuning.rttSigma * spread * usual)),
  },
  jitterMs: {
    floor: () => 0.25,
    badness: (ms) => Math.log(within(ms, 0, MOST_MS) + JITTER_OFFSET_MS),
    value: (badness) => Math.max(0, Math.exp(badness) - JITTER_OFFSET_MS),
    material: (now, usual, _spread, tuning) =>
      (now - usual) / Math.max(tuning.jitterMs, tuning.jitterShare * usual),
  },
  lossRatio: {
    floor: () => 0.45,
    badness: (ratio) => Math.log(within(ratio, 0, 1) + LOSS_OFFSET),
    value: (badness) => Math.max(0, Math.exp(badness) - LOSS_OFFSET),
    material: (now, usual, _spread, tuning) => (now - usual) / tuning.loss,
  },
  throughputKbps: {
    floor: () => 0.12,
    badness: (kbps) => -Math.log(within(kbps, 1, MOST_KBPS)),
    value: (badness) => Math.exp(-badness),
    material: (now, usual, _spread, tuning) => (1 - now / usual) / tuning.throughputShare,
  },
};

export const METRICS = Object.keys(METRIC_SCALE) as StabilityMetric[];

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
