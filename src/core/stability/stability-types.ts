/** What the learner is told of a run, what it answers, and what it keeps. */
import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { textKeyed } from '../base/text-keyed.ts';

/** What one run measured of one path, to one server; a missing metric is absent or null and is skipped. */
export interface Measured {
  /** ms. */
  readonly roundTripTimeMs?: number | null | undefined;
  /** ms, RFC 3550. */
  readonly jitterMs?: number | null | undefined;
  /** 0-1. */
  readonly lossRatio?: number | null | undefined;
  /** kbit/s; absent on a light run. */
  readonly throughputKbps?: number | null | undefined;
}

export type StabilityMetric = keyof Measured;

/** One run as the learner sees it. */
export interface StabilityRun {
  /** ms since the epoch. */
  readonly at: number;
  /** The calendar on the wall: YYYY-MM-DD, and minutes past midnight. */
  readonly day: string;
  readonly localMinute: number;
  /** Opaque key of the network (see network-identity). */
  readonly network: string;
  /** By server: what this run measured. */
  readonly paths: Readonly<Record<string, Measured>>;
  /** The server that is judged; absent when the run reached none. */
  readonly best?: string;
}

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
  /** Unstable only at levels that the line comes back to again and again. */
  readonly familiar: boolean;
  /** More runs in a row failed than this network's usual failures explain. */
  readonly outage: boolean;
  /** 0 (normal) and up; 1 is the threshold of `unstable`. */
  readonly score: number;
  /** Worst first; empty when stable. */
  readonly because: readonly Because[];
  /** The normal range of each metric that has been learnt. */
  readonly normal: Partial<Record<StabilityMetric, readonly [number, number]>>;
}

/** Serialisable as JSON; at most 20 networks, the least recently used one leaves. */
export const stabilityStateSchema = v.object({
  version: v.literal(2),
  /** Key of the network of the last run. */
  current: v.nullable(v.string()),
  /** What stands in them the learner reads with care of its own (`stored-network.ts`). */
  networks: textKeyed(v.unknown()),
});
export type StabilityState = DeepReadonly<v.InferOutput<typeof stabilityStateSchema>>;
