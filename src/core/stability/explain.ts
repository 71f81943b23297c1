/** Says in numbers what is normal on a network, and which metrics make it unstable. */

import { type Judged, type MetricMemory, middleOfLatest } from './metric-memory.ts';
import { METRIC_SCALE } from './metric-scale.ts';
import type { Because, StabilityMetric, StabilityVerdict } from './stability-types.ts';
import type { Tuning } from './tuning.ts';

export interface Finding {
  readonly metric: StabilityMetric;
  readonly memory: MetricMemory;
  readonly judged: Judged;
}

/** Nine runs of ten are within this many standard deviations. */
const RANGE_SIGMAS = 1.645;
/** Beside those that are abnormal, metrics at least this near to it are named. */
const NAMED = 0.5;

/** Worst first. */
export function explain(findings: readonly Finding[], since: number): Because[] {
  return [...findings]
    .filter(
      ({ memory, judged }) => memory.last.length > 0 && (memory.since !== null || judged.score >= NAMED),
    )
    .sort((a, b) => b.judged.score - a.judged.score)
    .map(({ metric, memory, judged }) => ({
      metric,
      now: readable(METRIC_SCALE[metric].value(middleOfLatest(memory.last))),
      normal: rangeOf(metric, judged),
      since,
    }));
}

export function normalRanges(findings: readonly Finding[], tuning: Tuning): StabilityVerdict['normal'] {
  return Object.fromEntries(
    findings
      .filter(({ memory }) => memory.samples >= tuning.leastSamples)
      .map(({ metric, judged }) => [metric, rangeOf(metric, judged)]),
  );
}

function rangeOf(metric: StabilityMetric, { usual, expected }: Judged): readonly [number, number] {
  const { value } = METRIC_SCALE[metric];
  const width = RANGE_SIGMAS * usual.sigma;
  const least = expected > 0 ? usual.middle + expected : usual.low;
  const ends = [least - width, usual.middle + expected + width].map((bad) => readable(value(bad)));
  const [low = 0, high = 0] = ends.sort((a, b) => a - b);
  return [low, high];
}

/** Three significant digits: no more is meant. */
function readable(value: number): number {
  return Number(value.toPrecision(3));
}
