/** Whether a network is unstable: raised by evidence, held while half of it remains, ended after some good runs. */

import type { Finding } from './explain.ts';
import { rounded } from './rounded.ts';
import type { StabilityMetric } from './stability-types.ts';
import type { Tuning } from './tuning.ts';

export interface Alert {
  /** ms since the epoch when the change began; null: stable. */
  readonly since: number | null;
  /** Runs since it was raised, up to the last bad one. */
  readonly runs: number;
  /** Consecutive good runs. */
  readonly good: number;
  /** The metric that raised it, and the most evidence it had. */
  readonly by: StabilityMetric | null;
  readonly nats: number;
  /** How many were raised lately; each fades within hours. */
  readonly lately: number;
}

export const CALM: Alert = { since: null, runs: 0, good: 0, by: null, nats: 0, lately: 0 };

interface AlertInput {
  readonly at: number;
  /** ms since the run before. */
  readonly step: number;
  /** ms, usual. */
  readonly interval: number;
  readonly worst: Finding | undefined;
  readonly bad: boolean;
  readonly tuning: Tuning;
}

export interface FollowedAlert {
  readonly alert: Alert;
  /** An alert that was over at once: this much evidence comes and goes on this network. */
  readonly learnt?: { readonly metric: StabilityMetric; readonly nats: number };
}

export function followAlert(before: Alert, input: AlertInput): FollowedAlert {
  const { at, interval, worst, bad, tuning } = input;
  const lately = rounded(before.lately * 0.5 ** (input.step / tuning.latelyMs), 1e3);
  if (before.since === null) {
    if (!worst || worst.evidence.share < 1) return { alert: { ...CALM, lately } };
    const { nats, lasting } = worst.evidence;
    return {
      alert: {
        since: at - lasting * interval,
        runs: lasting + 1,
        good: 0,
        by: worst.metric,
        nats: rounded(nats, 100),
        lately: lately + 1,
      },
    };
  }
  if (bad) {
    const nats = worst?.metric === before.by ? Math.max(before.nats, worst.evidence.nats) : before.nats;
    return {
      alert: {
        ...before,
        runs: Math.min(1000, before.runs + before.good + 1),
        good: 0,
        nats: rounded(nats, 100),
        lately,
      },
    };
  }
  const good = before.good + 1;
  // A line that keeps coming and going is unstable in between, too.
  const enough = Math.min(
    12,
    tuning.clearAfter * 2 ** Math.max(0, Math.round(tuning.backoff * (lately - 1))),
  );
  if (good < enough) return { alert: { ...before, good, lately } };
  const alert = { ...CALM, lately };
  if (before.by === null || before.runs > tuning.shortAlert) return { alert };
  return {
    alert,
    learnt: { metric: before.by, nats: rounded(tuning.remember * before.nats, 100) },
  };
}
