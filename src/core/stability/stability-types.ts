/** What the learner is told of a run, what it answers, and what it keeps. */

/** One run of one network as the learner sees it; a missing metric is absent or null and is skipped. */
export interface StabilityRun {
  /** ms since the epoch. */
  readonly at: number;
  /** Opaque key of the network (see network-identity). */
  readonly network: string;
  /** ms. */
  readonly roundTripTimeMs?: number | null;
  /** ms, RFC 3550. */
  readonly jitterMs?: number | null;
  /** 0-1. */
  readonly lossRatio?: number | null;
  /** kbit/s; absent on a light run. */
  readonly throughputKbps?: number | null;
}

export type StabilityMetric = 'roundTripTimeMs' | 'jitterMs' | 'lossRatio' | 'throughputKbps';

/** Why a network is unstable, in numbers a person can be shown. */
export interface Because {
  readonly metric: StabilityMetric;
  /** What it is now (median of the last runs), in the metric's unit. */
  readonly now: number;
  /** What is normal on this network (at this hour, where a daily pattern was learnt), low and high. */
  readonly normal: readonly [number, number];
  /** ms since the epoch: when the change began. */
  readonly since: number;
}

export interface StabilityVerdict {
  readonly unstable: boolean;
  /** 0 (normal) and up; 1 is the threshold of `unstable`. */
  readonly score: number;
  /** Worst first; empty when stable. */
  readonly because: readonly Because[];
  /** The normal range of each metric that has been learnt, after this run. */
  readonly normal: Partial<Record<StabilityMetric, readonly [number, number]>>;
}

/** Serialisable as JSON; at most 20 networks, the least recently used one leaves. */
export interface StabilityState {
  readonly version: 1;
  /** Key of the network of the last run. */
  readonly current: string | null;
  readonly networks: Readonly<Record<string, unknown>>;
}
