/** Which results a history takes: neither older than what it keeps, nor dated later than tomorrow. */
import { DAY_MS } from '../base/durations.ts';

interface Dated {
  /** ms since the epoch. */
  readonly at: number;
}

export function withinKept<Run extends Dated>(
  runs: readonly Run[],
  { now, keepDays }: { readonly now: number; readonly keepDays: number },
): { readonly kept: readonly Run[]; readonly leftOut: number } {
  // Another device's clock, or zone, may be a day ahead.
  const kept = runs.filter(({ at }) => at >= now - keepDays * DAY_MS && at <= now + DAY_MS);
  return { kept, leftOut: runs.length - kept.length };
}

/** Days with results that the clock must have seen before what is older than they allow is removed. */
const SETTLED_DAYS = 3;

/**
 * ms since the epoch to reckon the age of results from: the end of the third newest day that has any, `at` included. A clock
 * that jumps ahead and back within a day or two, so that results bear dates years ahead, removes none of them.
 */
export function settledTime(daysWithResults: readonly number[], at: number): number {
  const seen = daysWithResults.filter((day) => day * DAY_MS <= at).sort((a, b) => b - a);
  const day = seen[Math.min(SETTLED_DAYS, seen.length) - 1];
  return day === undefined ? at : Math.min(at, (day + 1) * DAY_MS);
}
