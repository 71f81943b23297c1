/** Light or full: which run to make next. */
import { allowanceAt, type DataUse } from './data-budget.ts';
import type { RunKind } from './run-report.ts';

/**
 * Why a run is made.
 * - `schedule`: the interval is over.
 * - `user`: a person asked.
 * - `network-change`: the browser came back online or says that the connection changed.
 * - `follow-up`: the light run before looked abnormal, or was the first on a network.
 */
export const RUN_TRIGGERS = ['schedule', 'user', 'network-change', 'follow-up'] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

/** ms; a bandwidth younger than this is not measured again by the schedule. */
export const FRESH_FULL_MS = 3_600_000;

export function chooseRunKind(input: {
  readonly trigger: RunTrigger;
  readonly dataUse: DataUse;
  readonly budgetBytes: number;
  /** ms since the epoch of the newest full run on the network last seen; null: none. */
  readonly lastFullAt: number | null;
  readonly now: number;
}): RunKind {
  const { trigger, dataUse, now } = input;
  if (trigger === 'user') return 'full';
  const allowance = allowanceAt(dataUse, input.budgetBytes, now);
  const stale = input.lastFullAt === null || now - input.lastFullAt >= FRESH_FULL_MS;
  const wanted = trigger !== 'schedule' || stale;
  // Kept back, so that light runs go on at every interval while the allowance for the next full run grows.
  const reserve = 2 * dataUse.cost.light;
  const first = input.lastFullAt === null;
  if (wanted && (first ? allowance > 0 : allowance >= dataUse.cost.full + reserve)) return 'full';
  return allowance >= dataUse.cost.light ? 'light' : 'connectivity';
}
