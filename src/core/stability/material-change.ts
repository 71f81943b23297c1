/**
 * Whether the last samples are worse by an amount that matters to a call. What is much worse counts at once, what is
 * little worse when it lasts: two bad samples of slight effect are mostly over by the third. How many samples it takes
 * the line itself says: where single ones are as bad now and then and nothing is wrong, two of three come by chance.
 */
import { rounded } from '../base/rounded.ts';
import { METRIC_SCALE } from './metric-scale.ts';
import type { StabilityMetric } from './stability-types.ts';
import type { Tuning } from './tuning.ts';
import type { Usual } from './usual.ts';

/** So many bad samples of the last few show it, each worse than what matters by `brief` to this power; `choices`: ways in which they may lie. */
const PROOFS = [
  { bad: 2, of: 3, choices: 3, power: 1 },
  { bad: 3, of: 4, choices: 4, power: 0.5 },
] as const;
/** What shows it on any line. */
const LASTING = { bad: 4, of: 5, power: 0 } as const;

/** For each of PROOFS the share of samples that were as bad while nothing was wrong. */
export type Outliers = readonly number[];

export const NO_OUTLIERS: Outliers = PROOFS.map(() => 0);

/** What samples are held against. */
export interface Against {
  readonly usual: Usual;
  /** Badness added at this time of the day. */
  readonly expected: number;
}

/** 1 and up: they are. */
export function materialChange(
  metric: StabilityMetric,
  last: readonly number[],
  against: Against,
  outliers: Outliers,
  tuning: Tuning,
): number {
  const proofs = PROOFS.filter(
    ({ bad, choices }, index) => choices * (outliers[index] ?? 0) ** bad <= tuning.chance,
  );
  const changes = [...proofs, LASTING].map(({ bad, of, power }) => {
    const now = last.slice(-of).sort((a, b) => b - a)[bad - 1];
    return now === undefined ? 0 : changeOf(metric, now, power, against, tuning);
  });
  return Math.max(...changes);
}

/** `quiet`: a sample of which nothing came; `samples`: how many were measured before. */
export function withQuietSample(
  metric: StabilityMetric,
  outliers: Outliers,
  quiet: number,
  samples: number,
  against: Against,
  tuning: Tuning,
): Outliers {
  const { outlierMemory, outlierPrior } = tuning;
  const weight = 1 / Math.min(outlierMemory, samples + outlierPrior);
  return PROOFS.map(({ power }, index) => {
    const share = outliers[index] ?? 0;
    const isOne = changeOf(metric, quiet, power, against, tuning) >= 1;
    return rounded(share + (Number(isOne) - share) * weight, 1e5);
  });
}

function changeOf(
  metric: StabilityMetric,
  bad: number,
  power: number,
  { usual: { middle, sigma }, expected }: Against,
  tuning: Tuning,
): number {
  const { value, material, brief } = METRIC_SCALE[metric];
  return material(value(bad), value(middle + expected), sigma, tuning) / brief(tuning) ** power;
}
