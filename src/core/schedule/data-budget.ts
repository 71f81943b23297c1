/**
 * The daily data budget as a token bucket: the allowance accrues evenly over the day and a small part of it may
 * be saved up, so that no 24 hours use more than the budget and a full run never waits for midnight.
 * Runs that a person asks for are counted and shown, never refused.
 */

import { DAY_MS } from '../base/durations.ts';
import type { RunKind } from '../report/run-report.ts';

/** Share of the budget that may be saved up. */
const BURST_SHARE = 1 / 8;
/** Weight of the newest run in the expected cost of its kind. */
const COST_WEIGHT = 0.3;

export interface DataUse {
  /** Local calendar day (YYYY-MM-DD) that `bytesToday` counts. */
  readonly day: string;
  /** Bytes both ways, all runs of that day. */
  readonly bytesToday: number;
  /** Bytes that scheduled runs may use now. */
  readonly allowance: number;
  /** ms since the epoch at which `allowance` was true; null before the first run. */
  readonly at: number | null;
  /** Expected bytes of a run by kind. */
  readonly cost: Readonly<Record<RunKind, number>>;
}

/** Expected bytes for one server before any run was seen. */
export const INITIAL_DATA_USE: DataUse = {
  day: '',
  bytesToday: 0,
  allowance: 0,
  at: null,
  cost: { connectivity: 15_000, light: 70_000, full: 3_000_000 },
};

/** Bytes that scheduled runs may use at `now`. */
export function allowanceAt(use: DataUse, budgetBytes: number, now: number): number {
  const burst = budgetBytes * BURST_SHARE;
  if (use.at === null) return burst;
  const elapsed = Math.max(0, now - use.at);
  return Math.min(burst, use.allowance + ((budgetBytes - burst) * elapsed) / DAY_MS);
}

export function countRun(
  use: DataUse,
  run: { readonly kind: RunKind; readonly bytes: number },
  budgetBytes: number,
  now: number,
  day: string,
): DataUse {
  const before = use.cost[run.kind];
  // A run that reached no server says nothing of what the next one costs.
  const seen = run.bytes === 0 ? before : run.bytes;
  return {
    day,
    bytesToday: (use.day === day ? use.bytesToday : 0) + run.bytes,
    allowance: Math.max(0, allowanceAt(use, budgetBytes, now) - run.bytes),
    at: now,
    cost: { ...use.cost, [run.kind]: before + COST_WEIGHT * (seen - before) },
  };
}
