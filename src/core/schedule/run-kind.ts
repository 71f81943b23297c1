/** Light or full: which run to make next. */

import { elapsed } from '../base/elapsed.ts';
import type { RunKind } from '../report/run-report.ts';
import type { Settings } from '../settings/settings.ts';
import { allowanceAt, type DataUse } from './data-budget.ts';

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

/** What speaks against sending much just now; absent where the browser does not say. */
export interface RunConditions {
  /** A tab plays sound. */
  readonly soundPlaying?: boolean;
  /** The connection asks to save data: https://wicg.github.io/savedata/ */
  readonly saveData?: boolean;
}

/** Whether a run that nobody asked for stays light, so that it neither disturbs a call nor wastes a paid volume. */
export function staysLight(
  conditions: RunConditions,
  settings: Pick<Settings, 'schedule' | 'data'>,
): boolean {
  return (
    (settings.schedule.lightDuringSound && conditions.soundPlaying === true) ||
    (settings.data.respectSaveData && conditions.saveData === true)
  );
}

export function chooseRunKind(input: {
  readonly trigger: RunTrigger;
  readonly dataUse: DataUse;
  readonly budgetBytes: number;
  /** ms since the epoch of the newest full run on the network last seen; null: none. */
  readonly lastFullAt: number | null;
  readonly now: number;
  /** See {@link staysLight}; a full run is then made later, when it no longer holds. */
  readonly stayLight?: boolean;
}): RunKind {
  const { trigger, dataUse, now } = input;
  if (trigger === 'user') return 'full';
  const allowance = allowanceAt(dataUse, input.budgetBytes, now);
  const stale = input.lastFullAt === null || elapsed(input.lastFullAt, now) >= FRESH_FULL_MS;
  const wanted = input.stayLight !== true && (trigger !== 'schedule' || stale);
  // Kept back, so that light runs go on at every interval while the allowance for the next full run grows.
  const reserve = 2 * dataUse.cost.light;
  const first = input.lastFullAt === null;
  if (wanted && (first ? allowance > 0 : allowance >= dataUse.cost.full + reserve)) return 'full';
  return allowance >= dataUse.cost.light ? 'light' : 'connectivity';
}
