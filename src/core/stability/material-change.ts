/**
 * Whether the last samples are worse by an amount that matters to a call. What is much worse counts at once, what is
 * little worse counts when it lasts: two bad runs of slight effect are mostly a burst that is over by the third.
 */

import { METRIC_SCALE } from './metric-scale.ts';
import type { StabilityMetric } from './stability-types.ts';
import type { Tuning } from './tuning.ts';

/** 1 and up: it matters. `last`: badness, newest last; `normal` and `sigma` as badness, too. */
export function materialOf(
  metric: StabilityMetric,
  last: readonly number[],
  normal: number,
  sigma: number,
  tuning: Tuning,
): number {
  const { value, material } = METRIC_SCALE[metric];
  const shares = [
    { bad: 2, of: 3, times: tuning.effectOf2, sigmas: tuning.shiftOf2 },
    { bad: 3, of: 4, times: tuning.effectOf3, sigmas: tuning.shiftOf3 },
    { bad: 4, of: 5, times: 1, sigmas: tuning.leastShift },
  ].map(({ bad, of, times, sigmas }) => {
    const now = exceededBy(last.slice(-of), bad);
    if (now === undefined) return 0;
    const matters = material(value(now), value(normal), sigma, tuning);
    return Math.min(matters / times, (now - normal) / sigma / sigmas);
  });
  return Math.max(...shares);
}

/** What so many of the samples reach; undefined when there are fewer. */
function exceededBy(samples: readonly number[], count: number): number | undefined {
  return [...samples].sort((a, b) => b - a)[count - 1];
}
