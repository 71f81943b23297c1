/** The learner's constants in one table; `bench/learner` varies them to show what each is worth. */
export const TUNING = {
  /** Samples of a metric before it can be called abnormal. */
  leastSamples: 6,
  /** One sample counts no more than this, in nats: one run is never enough. */
  surpriseCap: 6.5,
  /** Evidence, in nats, that counts as certain: by chance once in e^9 runs. */
  evidence: 9,
  /** Longest window of runs that is looked at. */
  window: 10,
  /** Weight, in samples, of what is believed about outliers of a network that is hardly known. */
  prior: 80,
  /** Share of the usual peaks of evidence by which the threshold is raised. */
  restless: 1.2,
  /** Learning: 1/n at first, then early/n, at least slowest. */
  early: 2,
  slowest: 1 / 1000,
  /** Factor of the learning rate while there is suspicion. */
  suspicious: 0.2,
  /** Factor while the network is clearly better than the baseline. */
  better: 0.01,
  /** So many standard deviations below the mean, six samples in a row, is clearly better. */
  betterBy: 2,
  /** Factor of learning about outliers while there is suspicion. */
  leak: 0.1,
  /** Share of the deviation from the neighbouring samples, not from the mean, in the spread: a shift is no noise. */
  local: 0.6,
  /** Standard deviations that four of the last five samples must be off, three of four, and two of three. */
  leastShift: 2,
  shiftOf3: 3,
  shiftOf2: 4,
  /** So many times a material change must it be if only three of four samples show it, or two of three, ... */
  effectOf3: 1.15,
  effectOf2: 1.3,
  /** ... and this many times where it has been so since the network was entered: another place is no change. */
  onArrival: 2,
  /** A round trip is materially longer by this much: ms, a share of the usual one, but at most ... */
  rttMs: 20,
  /** ... this share, or so many standard deviations where they are less. */
  rttShare: 0.25,
  rttSigma: 4,
  /** Jitter: by ms and by a share of the usual one. */
  jitterMs: 14,
  jitterShare: 0.8,
  /** Loss: by this ratio. Bandwidth: down by this share. */
  loss: 0.015,
  throughputShare: 0.5,
  /** Evidence at which learning slows down. */
  suspicion: 8,
  /** ms and runs after which a change is the new normal. */
  newNormalMs: 4 * 3_600_000,
  newNormalRuns: 10,
  /** Share of a material change that keeps an alert. */
  hold: 0.4,
  /** Good runs that end an alert. */
  clearAfter: 3,
  /** Alerts of this many bad runs or fewer teach that so much evidence comes and goes here. */
  shortAlert: 4,
  remember: 0.8,
  /** How much alerts of the last hours (half-life) keep an alert up. */
  backoff: 1.4,
  latelyMs: 12 * 3_600_000,
  /** How much outliers that come in clumps raise the threshold. */
  clump: 0.05,
  /** Parts that can be left out: 1 or 0. */
  season: 1,
  materiality: 1,
  perNetwork: 1,
  resetOnSwitch: 1,
};

export type Tuning = { readonly [key in keyof typeof TUNING]: number };
