/** Says in numbers what is normal on a network, and which metrics make it unstable. */

import { type Baseline, type Evidence, medianOf, normalAt, sigmaOf } from './baseline.ts';
import { METRIC_SCALE } from './metric-scale.ts';
import type { Because, StabilityMetric, StabilityVerdict } from './stability-types.ts';
import type { Tuning } from './tuning.ts';

export interface Finding {
  readonly metric: StabilityMetric;
  readonly baseline: Baseline;
  readonly evidence: Evidence;
}

/** Nine runs of ten are within this many standard deviations. */
const RANGE_SIGMAS = 1.645;
/** Beside the worst metric, those at least this near to the threshold are named. */
const NAMED = 0.5;

/** Worst first; never empty, since the worst metric is always named. */
export function explain(findings: readonly Finding[], since: number, at: number, tuning: Tuning): Because[] {
  return [...findings]
    .filter(({ baseline }) => baseline.last.length > 0)
    .sort((a, b) => b.evidence.share - a.evidence.share)
    .filter(({ evidence }, index) => index === 0 || evidence.share >= NAMED)
    .map(({ metric, baseline }) => ({
      metric,
      now: readable(METRIC_SCALE[metric].value(medianOf(baseline.last.slice(-3)))),
      normal: rangeOf(metric, baseline, at, tuning),
      since,
    }));
}

export function normalRanges(
  findings: readonly Finding[],
  at: number,
  tuning: Tuning,
): StabilityVerdict['normal'] {
  return Object.fromEntries(
    findings
      .filter(({ baseline }) => baseline.count >= tuning.leastSamples)
      .map(({ metric, baseline }) => [metric, rangeOf(metric, baseline, at, tuning)]),
  );
}

function rangeOf(
  metric: StabilityMetric,
  baseline: Baseline,
  at: number,
  tuning: Tuning,
): readonly [number, number] {
  const { value } = METRIC_SCALE[metric];
  const normal = normalAt(baseline, at, tuning);
  const width = RANGE_SIGMAS * sigmaOf(metric, baseline);
  const ends = [readable(value(normal - width)), readable(value(normal + width))] as const;
  return ends[0] <= ends[1] ? ends : [ends[1], ends[0]];
}

/** Three significant digits: no more is meant. */
function readable(value: number): number {
  return Number(value.toPrecision(3));
}
