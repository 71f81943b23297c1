/** The learner's constants in one table; `bench/learner` chose them on train devices and shows what each part is worth. */
export const TUNING = {
  /** Samples of a metric before it can be called abnormal. */
  leastSamples: 6,
  /** The share of its samples that a line usually stays below: what is worse than this is evidence. */
  usualShare: 0.8,
  /** Standard deviations from the middle to that share: the normal distribution's. */
  allowance: 0.84,
  /** Standard deviations beyond it that are no evidence yet: a heap that is just being learnt is not held against the line. */
  slack: 0.25,
  /** Standard deviations that one sample adds at most, and takes at most: one run is never enough. */
  most: 2.4,
  least: -2.6,
  /** Sum of standard deviations that counts as certain, and the most that is kept. */
  certain: 4.7,
  ceiling: 8,
  /** Standard deviations by which a sample counts as rarer than the line's own history has it. */
  rarer: 1,
  /** Sum above which an abnormal state is held, and the share of a material change that must remain. */
  held: 1,
  remains: 0.5,
  /** Good samples that end it. */
  clearAfter: 5,
  /** ms until a lasting state counts as much as any other; by the square of the time less before, and up to twice as much after. */
  newNormalMs: 3.5 * 3_600_000,

  /** Weight of five minutes; at most so many of them for one sample; halved when all together reach this. */
  unit: 10,
  unitMs: 300_000,
  mostUnits: 2,
  memory: 7200,
  /** So many times a material change must it be if only two of three samples show it; loss, which comes in bursts, more. */
  brief: 1.3,
  briefLoss: 3,
  /** How likely so few bad samples may be by chance, at this line's own share of single bad ones; beyond it more are asked for. */
  chance: 1e-4,
  /** Samples in which that share is learnt, and as how many without a bad one a new line begins. */
  outlierMemory: 1000,
  outlierPrior: 100,
  /** A round trip is materially longer by this much: ms, a share of the usual one, but at most so many standard deviations. */
  rttMs: 20,
  rttShare: 0.25,
  rttSigma: 1.5,
  /** Jitter: by ms and by a share of the usual one. */
  jitterMs: 13,
  jitterShare: 0.8,
  /** Loss: by this ratio. Bandwidth: down by this share. */
  loss: 0.015,
  throughputShare: 0.5,
  /** ms, and usual intervals of the metric: after a pause longer than both the evidence is old. */
  pauseMs: 25 * 60_000,
  pauseIntervals: 3.5,
  /** ms; an abnormal state still lasts if the first sample after a pause no longer than this is as bad. */
  lastsMs: 12 * 3_600_000,
  /** Days that must agree on what comes at this time. */
  agree: 3,
};

export type Tuning = { readonly [key in keyof typeof TUNING]: number };
