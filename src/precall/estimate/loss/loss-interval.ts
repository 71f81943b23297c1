/**
 * 95 % interval of a loss ratio. Losses come in runs, so that n datagrams tell less than n coin tosses: Wilson's score
 * interval (https://doi.org/10.1080/01621459.1927.10502953) with the number of datagrams divided by the design effect
 * (1 + r) / (1 - r), r being the correlation of neighbours. Pure.
 */
const Z = 1.96;
/** Neighbour correlation assumed before looking, and how many losses it counts as. */
const PRIOR = { correlation: 0.2, losses: 2 } as const;
/** What few runs leave open, in parts of the design effect: about their number, and about their length. */
const DOUBT = { perRun: 2, perLength: 1 } as const;

export function lossInterval(lost: readonly boolean[]): readonly [number, number] {
  const n = lost.length;
  if (n === 0) return [0, 1];
  const ratio = lost.filter(Boolean).length / n;
  const correlation = neighbourCorrelation(lost, ratio);
  // The correlation itself is only known from so many runs, and seems least where the fewest were met: with few less is certain.
  const runs = lost.filter((is, i) => is && lost[i - 1] !== true).length;
  const doubt = ratio === 0 ? 1 : 1 + DOUBT.perRun / runs + (DOUBT.perLength * correlation) / Math.sqrt(runs);
  const effective = Math.max(1, (n * (1 - correlation)) / (1 + correlation) / doubt);
  const centre = (ratio + Z ** 2 / (2 * effective)) / (1 + Z ** 2 / effective);
  const half =
    (Z / (1 + Z ** 2 / effective)) *
    Math.sqrt((ratio * (1 - ratio)) / effective + Z ** 2 / (4 * effective ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
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
