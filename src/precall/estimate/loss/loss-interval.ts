/**
 * 95 % interval of a loss ratio. Losses come in runs, so that n datagrams tell less than n coin tosses: Wilson's score
 * interval (https://doi.org/10.1080/01621459.1927.10502953) with the number of datagrams divided by the design effect
 * (1 + r) / (1 - r), r being the correlation of neighbours. Pure.
 */
/** Standard deviations on either side that hold 95 % of a normal distribution. */
const Z = 1.96;
/** Correlation of neighbours assumed beforehand, and losses that this counts as (bench). */
const PRIOR = { correlation: 0.2, losses: 2 } as const;
/** Shares of the design effect added because few runs tell little: for their number, and for their length (simulated). */
const DOUBT = { perRun: 2, perLength: 1 } as const;

export function lossInterval(lost: readonly boolean[]): readonly [number, number] {
  if (lost.length === 0) return [0, 1];
  const ratio = lost.filter(Boolean).length / lost.length;
  const effective = effectiveCount(lost);
  const centre = (ratio + Z ** 2 / (2 * effective)) / (1 + Z ** 2 / effective);
  const half =
    (Z / (1 + Z ** 2 / effective)) *
    Math.sqrt((ratio * (1 - ratio)) / effective + Z ** 2 / (4 * effective ** 2));
  // Where nothing was lost the lower end is 0, and not what rounding leaves of it.
  return [ratio === 0 ? 0 : Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** The number of coin tosses that tell as much as these datagrams, at least 1. */
export function effectiveCount(lost: readonly boolean[]): number {
  const n = lost.length;
  const ratio = lost.filter(Boolean).length / Math.max(1, n);
  const correlation = neighbourCorrelation(lost, ratio);
  // The correlation is known from these runs only, and seems least where by chance few were met: with few runs less is certain.
  const runs = lost.filter((is, i) => is && lost[i - 1] !== true).length;
  const doubt = ratio === 0 ? 1 : 1 + DOUBT.perRun / runs + (DOUBT.perLength * correlation) / Math.sqrt(runs);
  return Math.max(1, (n * (1 - correlation)) / (1 + correlation) / doubt);
}

/** P(lost | the one before was lost) above the base rate, shrunk towards the prior while losses are few. */
function neighbourCorrelation(lost: readonly boolean[], ratio: number): number {
  const losses = lost.slice(0, -1).filter(Boolean).length;
  const again = lost.filter((is, i) => is && lost[i - 1] === true).length;
  const seen = losses === 0 ? 0 : again / losses;
  const above = ratio >= 1 ? 0 : (seen - ratio) / (1 - ratio);
  const weight = losses / (losses + PRIOR.losses);
  return Math.min(0.95, Math.max(0, weight * above + (1 - weight) * PRIOR.correlation));
}
