/**
 * How rare a score is on this network: the share of samples beyond each of a few levels, learnt over time and
 * started with what is usual of networks. So a network with many outliers needs more of them to be abnormal.
 */
import { rounded } from './rounded.ts';

const LEVELS = [0.7, 1.4, 2.1, 3, 4.5, 7, 12] as const;
/** What is believed of a network that is hardly known: heavy tails. */
const PRIOR = [0.24, 0.1, 0.045, 0.02, 0.008, 0.003, 0.001] as const;
const BELOW_FIRST = 0.5;

/** Share of the samples beyond each level. */
export type Tail = readonly number[];

export const NO_TAIL: Tail = LEVELS.map(() => 0);

export function followTail(tail: Tail, score: number, rate: number): Tail {
  return tail.map((share, index) => {
    const beyond = score > (LEVELS[index] ?? 0) ? 1 : 0;
    return rounded(share + rate * (beyond - share), 1e6);
  });
}

/** Nats: minus the logarithm of the probability of a score as bad as this. `samples`: how many the tail stands for. */
export function surpriseOf(score: number, tail: Tail, samples: number, priorWeight: number): number {
  if (score <= 0) return 0;
  const share = (index: number) =>
    index < 0
      ? BELOW_FIRST
      : (samples * (tail[index] ?? 0) + priorWeight * (PRIOR[index] ?? 0)) / (samples + priorWeight);
  const above = LEVELS.findIndex((level) => score < level);
  if (above < 0) {
    // Beyond the last level: as heavy a tail as the prior's.
    const last = LEVELS.length - 1;
    return -Math.log(share(last)) + 2 * Math.log(score / (LEVELS[last] ?? score));
  }
  const low = LEVELS[above - 1] ?? 0;
  const part = (score - low) / ((LEVELS[above] ?? score) - low);
  return -(1 - part) * Math.log(share(above - 1)) - part * Math.log(share(above));
}

/**
 * Nats of evidence that the last samples together are no chance, over windows of 2, 3, ... of them: under chance
 * each surprise is exponential, so that their sum has a gamma distribution (Fisher's combined test).
 */
export function jointEvidence(newestFirst: readonly number[]): number {
  let sum = 0;
  let best = 0;
  newestFirst.forEach((surprise, index) => {
    sum += surprise;
    if (index > 0) best = Math.max(best, -Math.log(gammaTail(index + 1, sum)));
  });
  return best;
}

function gammaTail(shape: number, value: number): number {
  let term = 1;
  let series = 1;
  for (let order = 1; order < shape; order++) {
    term *= value / order;
    series += term;
  }
  return Math.exp(-value) * series;
}
