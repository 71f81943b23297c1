/** Metrics x stability -> summary code: the judgement's table, nothing else. */

import type { MetricKey } from '../base/metric-key.ts';
import type { ForecastInput } from '../forecast/forecast-types.ts';
import { loopLoss } from '../forecast/one-way-loss.ts';
import type { SummaryCode } from '../sct/sct-codes.ts';
import { callTier, feelsDelayVariation } from './call-tier.ts';
import { HIGH_LATENCY_MS, LOSSY_RATIO, TIERS, type Tier } from './limits.ts';
import { isBeyondLimit, METRICS } from './metrics.ts';

/** What is judged of one path; a metric that was not measured is absent and speaks neither way. */
export type PathFacts = ForecastInput & { readonly [K in MetricKey]?: number };

const CODE_OF: Record<Exclude<Tier, 'insufficient'>, { stable: SummaryCode; unstable: SummaryCode }> = {
  poor: { stable: 70, unstable: 50 },
  fair: { stable: 75, unstable: 55 },
  good: { stable: 90, unstable: 60 },
  excellent: { stable: 95, unstable: 65 },
};

export function isUnstableByLimits(path: PathFacts): boolean {
  const beyond = METRICS.some((metric) => {
    const value = metric.key === 'lossRatio' ? judgedLoss(path) : path[metric.key];
    return metric.decides === 'stability' && value !== undefined && isBeyondLimit(metric, value);
  });
  return beyond || feelsDelayVariation(path);
}

export function summaryCodeOf(path: PathFacts, abnormal: boolean): SummaryCode {
  if (!path.reachable || path.secondOfTwoLost) return 10;
  const tier = callTier(path);
  const lossy = exceeds(judgedLoss(path), LOSSY_RATIO);
  const late = exceeds(path.roundTripTimeMs, HIGH_LATENCY_MS);
  // Goodput is capacity x (1 - loss): of a line that loses everything none is left, whatever an older run measured.
  const narrow = tier === TIERS[0] || path.lossRatio === 1;
  if (Number(lossy) + Number(late) + Number(narrow) >= 2) return 10;
  if (lossy) return 20;
  if (late) return 30;
  if (tier === 'insufficient') return 40;
  return CODE_OF[tier][abnormal || isUnstableByLimits(path) ? 'unstable' : 'stable'];
}

/**
 * The loss of the loop by which a path is judged: where its ways were told apart, that of a loop which loses both ways what the
 * worse one loses.
 */
function judgedLoss({ lossRatio, upLossRatio, downLossRatio }: PathFacts): number | undefined {
  if (upLossRatio === undefined || downLossRatio === undefined) return lossRatio;
  return loopLoss(Math.max(upLossRatio, downLossRatio));
}

function exceeds(value: number | undefined, limit: number): boolean {
  return value !== undefined && value > limit;
}
