/**
 * The on-device learner: is this network abnormally worse than its own normal?
 * `updateStability` is pure: the same state and run give the same result.
 */

import { leastRecentLeaves } from '../base/recent-networks.ts';
import { followAlert } from './alert.ts';
import { evidenceOf, firstBaseline, followBaseline, withoutWindow } from './baseline.ts';
import { explain, type Finding, normalRanges } from './explain.ts';
import { METRICS } from './metric-scale.ts';
import { rounded } from './rounded.ts';
import type { StabilityRun, StabilityState, StabilityVerdict } from './stability-types.ts';
import { lastRun, NEW_NETWORK, type Network, storedNetwork } from './stored-network.ts';
import { TUNING, type Tuning } from './tuning.ts';

export const INITIAL_STABILITY: StabilityState = { version: 1, current: null, networks: {} };

/** Nats of evidence below which an alert is no longer held. */
const HOLD_NATS = 3;
/** ms; a pause this long ends what was going on, on any schedule. */
const LEAST_PAUSE_MS = 25 * 60_000;
/** So many usual intervals are a pause on a slow schedule. */
const PAUSE_INTERVALS = 3.5;
/** ms; the last samples of a metric that only some runs measure may be this much older than the run. */
const STALE_MS = 60 * 60_000;

export function updateStability(
  state: StabilityState,
  run: StabilityRun,
  tuning: Tuning = TUNING,
): { readonly state: StabilityState; readonly verdict: StabilityVerdict } {
  const key = tuning.perNetwork === 1 ? run.network : 'any';
  const before = storedNetwork(state.networks, key) ?? { ...NEW_NETWORK, at: run.at };
  const step = run.at - before.at;
  const paused = step < 0 || step > Math.max(LEAST_PAUSE_MS, PAUSE_INTERVALS * before.interval);
  // After a pause, or elsewhere in between, what was normal still is, but what was going on is over.
  const afresh = paused || (state.current !== key && tuning.resetOnSwitch === 1);
  const since = afresh ? null : before.alert.since;

  const metrics: Network['metrics'] = {};
  const findings: Finding[] = [];
  for (const metric of METRICS) {
    const value = run[metric];
    const known = before.metrics[metric];
    const stale = known && run.at - known.at > STALE_MS + PAUSE_INTERVALS * before.interval;
    const baseline = known && (afresh || stale) ? withoutWindow(known) : known;
    const measured = typeof value === 'number' && Number.isFinite(value);
    if (measured) {
      const next = baseline
        ? followBaseline(metric, baseline, value, run.at, since !== null, tuning)
        : firstBaseline(metric, value, run.at);
      metrics[metric] = next.baseline;
      findings.push({ metric, ...next });
    } else if (baseline) {
      metrics[metric] = baseline;
      findings.push({ metric, baseline, evidence: evidenceOf(metric, baseline, run.at, tuning) });
    }
  }

  const worst = findings.reduce<Finding | undefined>(
    (a, b) => (a && a.evidence.share >= b.evidence.share ? a : b),
    undefined,
  );
  const score = Math.max(0, worst?.evidence.share ?? 0);
  const holds = findings.some(
    ({ evidence }) => evidence.nats > HOLD_NATS && evidence.material >= tuning.hold,
  );
  const interval = step <= 0 ? before.interval : usualInterval(before.interval, step);
  const alert = followAlert(afresh ? { ...before.alert, since: null } : before.alert, {
    at: run.at,
    step: Math.max(0, step),
    interval,
    worst,
    bad: score >= 1 || holds,
    tuning,
  });
  if (alert.learnt !== undefined) {
    const { metric, nats } = alert.learnt;
    const baseline = metrics[metric];
    if (baseline) metrics[metric] = { ...baseline, peak: Math.max(baseline.peak, nats) };
  }
  const network: Network = { at: run.at, interval, alert: alert.alert, metrics };
  const { since: changedAt } = network.alert;
  return {
    state: {
      version: 1,
      current: key,
      networks: leastRecentLeaves<unknown>({ ...state.networks, [key]: network }, lastRun),
    },
    verdict: {
      unstable: changedAt !== null,
      score: rounded(score, 1e3),
      because: changedAt === null ? [] : explain(findings, changedAt, run.at, tuning),
      normal: normalRanges(findings, run.at, tuning),
    },
  };
}

/** Follows the steps by a fifth of their ratio, so that one night does not make an interval. */
function usualInterval(usual: number, step: number): number {
  if (usual === 0) return step;
  const ratio = Math.min(Math.E, Math.max(1 / Math.E, step / usual));
  return Math.round(usual * ratio ** 0.2);
}
