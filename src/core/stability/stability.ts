/**
 * The on-device learner: is this path abnormally worse than its own normal, at this hour of this kind of day?
 * `updateStability` is pure: the same state and run give the same result.
 */

import { ownValue } from '../base/own-value.ts';
import { leastRecentLeaves } from '../base/recent-networks.ts';
import { rounded } from '../base/rounded.ts';
import { usualInterval } from '../base/usual-interval.ts';
import { slotOf } from './diary.ts';
import { explain, type Finding, normalRanges } from './explain.ts';
import { afterPause, followMetric, isFamiliar, judgedAt, NO_MEMORY } from './metric-memory.ts';
import { METRICS } from './metric-scale.ts';
import { followFailures, isOutage } from './outage.ts';
import type { Measured, StabilityRun, StabilityState, StabilityVerdict } from './stability-types.ts';
import {
  lastRun,
  NEW_NETWORK,
  type Network,
  type Path,
  pathOf,
  storedNetwork,
  withPaths,
} from './stored-network.ts';
import { TUNING, type Tuning } from './tuning.ts';

export const INITIAL_STABILITY: StabilityState = { version: 2, current: null, networks: {} };

/** Of a run that says nothing. */
export const NO_VERDICT: StabilityVerdict = {
  unstable: false,
  familiar: false,
  outage: false,
  score: 0,
  because: [],
  normal: {},
};

export function updateStability(
  state: StabilityState,
  run: StabilityRun,
  tuning: Tuning = TUNING,
): { readonly state: StabilityState; readonly verdict: StabilityVerdict } {
  const before = storedNetwork(state.networks, run.network) ?? { ...NEW_NETWORK, at: run.at };
  const moved = state.current !== run.network;
  const slot = slotOf(run.day, run.localMinute);
  const step = run.at - before.at;
  const paused = step < 0 || step > Math.max(tuning.pauseMs, tuning.pauseIntervals * before.every);
  const measured = Object.entries(run.paths).map(
    ([server, path]) =>
      [server, followPath(pathOf(before, server), path, run.at, slot, moved, tuning)] as const,
  );
  const network: Network = {
    at: run.at,
    every: usualInterval(before.every, step),
    failures: followFailures(before.failures, run.best === undefined, slot, paused, tuning.agree),
    paths: withPaths(before.paths, Object.fromEntries(measured)),
  };
  return {
    state: {
      version: 2,
      current: run.network,
      networks: leastRecentLeaves<unknown>({ ...state.networks, [run.network]: network }, lastRun),
    },
    verdict: verdictOf(network, run.best, slot, tuning),
  };
}

function followPath(
  before: Path,
  measured: Measured,
  at: number,
  slot: number,
  moved: boolean,
  tuning: Tuning,
): Path {
  const known: Path = Object.fromEntries(
    // What an earlier version stored knows of no levels or outliers.
    Object.entries(before).map(([metric, memory]) => [
      metric,
      afterPause({ ...NO_MEMORY, ...memory }, at, moved, tuning),
    ]),
  );
  const troubled = Object.values(known).some(({ since }) => since !== null);
  const followed = METRICS.flatMap((metric) => {
    const value = measured[metric];
    if (typeof value !== 'number' || !Number.isFinite(value)) return [];
    return [
      [metric, followMetric(metric, known[metric] ?? NO_MEMORY, { value, at, slot, troubled }, tuning)],
    ];
  });
  return { ...known, ...Object.fromEntries(followed) };
}

function verdictOf(
  { failures, paths }: Network,
  best: string | undefined,
  slot: number,
  tuning: Tuning,
): StabilityVerdict {
  const path = (best === undefined ? undefined : ownValue(paths, best)) ?? {};
  const findings = METRICS.flatMap((metric): Finding[] => {
    const memory = path[metric];
    return memory ? [{ metric, memory, judged: judgedAt(metric, memory, slot, tuning) }] : [];
  });
  const since = findings.flatMap(({ memory }) => memory.since ?? []);
  return {
    unstable: since.length > 0,
    familiar:
      since.length > 0 &&
      findings.every(({ metric, memory }) => memory.since === null || isFamiliar(metric, memory, tuning)),
    outage: isOutage(failures),
    score: rounded(Math.max(0, ...findings.map(({ judged }) => judged.score)), 1e3),
    because: since.length === 0 ? [] : explain(findings, Math.min(...since)),
    normal: normalRanges(findings, tuning),
  };
}
