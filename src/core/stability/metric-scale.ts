/** On which scale each metric is judged: higher is worse, and noise about as wide at any level. */
import type { StabilityMetric } from './stability-types.ts';
import type { Tuning } from './tuning.ts';

export interface MetricScale {
  /** Badness of the best and of the worst value that are told apart. */
  readonly range: readonly [number, number];
  /** The smallest standard deviation that is believed. */
  readonly floor: (usual: number) => number;
  readonly badness: (value: number) => number;
  readonly value: (badness: number) => number;
  /** How far `now` is from `usual` as a share of a change that matters to a call; `sigma` is that of the noise. */
  readonly material: (now: number, usual: number, sigma: number, tuning: Tuning) => number;
  /** So many times such a change must be shown by two samples of three. */
  readonly brief: (tuning: Tuning) => number;
}

/** ms, and 0-1: below these the logarithm tells little apart, for less is no better to a call. */
const JITTER_OFFSET_MS = 3;
const LOSS_OFFSET = 0.004;

export const METRIC_SCALE: Record<StabilityMetric, MetricScale> = {
  roundTripTimeMs: scale(
    (ms) => Math.log(ms),
    Math.exp,
    [1, 4000],
    (ms) => Math.max(0.04, 1.5 / Math.max(1, ms)),
    // On a line that seldom moves even 20 ms are a change, far or near; where round trips vary, up to a quarter more is needed.
    (now, usual, sigma, { rttMs, rttShare, rttSigma }) =>
      (now - usual) / Math.max(rttMs, Math.min(rttShare * usual, rttSigma * sigma * usual)),
  ),
  jitterMs: scale(
    (ms) => Math.log(ms + JITTER_OFFSET_MS),
    (bad) => Math.max(0, Math.exp(bad) - JITTER_OFFSET_MS),
    [0, 1000],
    () => 0.25,
    (now, usual, _sigma, { jitterMs, jitterShare }) =>
      (now - usual) / Math.max(jitterMs, jitterShare * usual),
  ),
  lossRatio: scale(
    (ratio) => Math.log(ratio + LOSS_OFFSET),
    (bad) => Math.max(0, Math.exp(bad) - LOSS_OFFSET),
    [0, 1],
    () => 0.45,
    (now, usual, _sigma, { loss }) => (now - usual) / loss,
    ({ briefLoss }) => briefLoss,
  ),
  throughputKbps: scale(
    (kbps) => -Math.log(kbps),
    (bad) => Math.exp(-bad),
    [1e6, 20],
    () => 0.12,
    (now, usual, _sigma, { throughputShare }) => (1 - now / usual) / throughputShare,
  ),
};

export const METRICS = Object.keys(METRIC_SCALE) as StabilityMetric[];

function scale(
  badness: (value: number) => number,
  value: (badness: number) => number,
  [best, worst]: readonly [number, number],
  floor: MetricScale['floor'],
  material: MetricScale['material'],
  brief: MetricScale['brief'] = (tuning) => tuning.brief,
): MetricScale {
  // Whatever is beyond the range is no worse, or no better, to a call.
  const least = Math.min(best, worst);
  const most = Math.max(best, worst);
  return {
    range: [badness(best), badness(worst)],
    floor,
    value,
    material,
    brief,
    badness: (x) => badness(Math.min(most, Math.max(least, x))),
  };
}
