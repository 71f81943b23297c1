/**
 * The on-device learner: is this network abnormally worse than its own normal?
 * `updateStability` is pure: the same state and run give the same result.
 */

import { type Baseline, evidenceOf, firstBaseline, followBaseline } from './stability/baseline.ts';
import { TUNING, type Tuning } from './stability/tuning.ts';

/** One run of one network as the learner sees it; a missing metric is absent or null and is skipped. */
export interface StabilityRun {
  /** ms since the epoch. */
  readonly at: number;
  /** Opaque key of the network (see network-identity). */
  readonly network: string;
  /** ms. */
  readonly roundTripTimeMs?: number | null;
  /** ms, RFC 3550. */
  readonly jitterMs?: number | null;
  /** 0-1. */
  readonly lossRatio?: number | null;
  /** kbit/s; absent on a light run. */
  readonly throughputKbps?: number | null;
}

export type StabilityMetric = 'roundTripTimeMs' | 'jitterMs' | 'lossRatio' | 'throughputKbps';

/** Why a network is unstable, in numbers a person can be shown. */
export interface Because {
  readonly metric: StabilityMetric;
  /** What it is now (median of the last runs), in the metric's unit. */
  readonly now: number;
  /** What is normal on this network (at this hour, where a daily pattern was learnt), low and high. */
  readonly normal: readonly [number, number];
  /** ms since the epoch: when the change began. */
  readonly since: number;
}

export interface StabilityVerdict {
  readonly unstable: boolean;
  /** 0 (normal) and up; 1 is the threshold of `unstable`. */
  readonly score: number;
  /** Worst first; empty when stable. */
  readonly because: readonly Because[];
  /** The normal range of each metric that has been learnt, after this run. */
  readonly normal: Partial<Record<StabilityMetric, readonly [number, number]>>;
}

/** Serialisable as JSON; at most 20 networks, the least recently used one leaves. */
export interface StabilityState {
  readonly version: 1;
  /** Key of the network of the last run. */
  readonly current: string | null;
  readonly networks: Readonly<Record<string, unknown>>;
}

export const INITIAL_STABILITY: StabilityState = { version: 1, current: null, networks: {} };

const METRICS: readonly StabilityMetric[] = ['roundTripTimeMs', 'jitterMs', 'lossRatio', 'throughputKbps'];

interface Network {
  readonly at: number;
  readonly interval: number;
  readonly unstable: boolean;
  readonly good: number;
  readonly metrics: Partial<Record<StabilityMetric, Baseline>>;
}

export function updateStability(
  state: StabilityState,
  run: StabilityRun,
  tuning: Tuning = TUNING,
): { readonly state: StabilityState; readonly verdict: StabilityVerdict } {
  const key = tuning.perNetwork ? run.network : 'any';
  const known = state.networks[key] as Network | undefined;
  const before: Network = known ?? { at: run.at, interval: 0, unstable: false, good: 0, metrics: {} };
  const step = run.at - before.at;
  const gap = step < 0 || step > Math.max(25 * 60_000, 3.5 * before.interval);
  const fresh = gap || (tuning.resetOnSwitch === 1 && state.current !== key);
  const metrics: Partial<Record<StabilityMetric, Baseline>> = {};
  let score = 0;
  let hold = false;
  for (const metric of METRICS) {
    const value = run[metric];
    const old = before.metrics[metric];
    const baseline = old && (fresh || run.at - old.at > 3_600_000 + 3 * before.interval) ? forgetWindow(old) : old;
    if (value === undefined || value === null) {
      if (baseline) {
        metrics[metric] = baseline;
        const evidence = evidenceOf(metric, baseline, run.at, tuning);
        hold ||= holds(evidence, tuning);
      }
      continue;
    }
    if (!baseline) {
      metrics[metric] = firstBaseline(metric, value, run.at);
      continue;
    }
    const followed = followBaseline(metric, baseline, value, run.at, before.unstable && !fresh, tuning);
    metrics[metric] = followed.baseline;
    const share = Math.min(followed.evidence.certain, tuning.materiality ? followed.evidence.material : 9);
    score = Math.max(score, share);
    hold ||= holds(followed.evidence, tuning);
  }
  const was = before.unstable && !fresh;
  let unstable = was || score >= 1;
  let good = 0;
  if (was && !hold && score < 1) {
    good = before.good + 1;
    if (good >= tuning.clearAfter) {
      unstable = false;
      good = 0;
    }
  }
  const network: Network = {
    at: run.at,
    interval: gap ? before.interval : Math.round(before.interval === 0 ? step : before.interval + 0.1 * (step - before.interval)),
    unstable,
    good,
    metrics,
  };
  return {
    state: { version: 1, current: key, networks: { ...state.networks, [key]: network } },
    verdict: { unstable, score, because: [], normal: {} },
  };
}

function holds(evidence: { nats: number; material: number }, tuning: Tuning): boolean {
  return evidence.nats > 3 && evidence.material >= tuning.hold;
}

function forgetWindow(baseline: Baseline): Baseline {
  return { ...baseline, last: [], since: null, runs: 0, sum: 0 };
}
