/**
 * Whether a run that reached nothing is an outage, or a moment: a device that has just woken, a TURN server that
 * restarts, a provider's nightly reconnection. One such run is looked at again; two in a row are told.
 */
import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { HOUR_MS, MINUTE_MS } from '../base/durations.ts';
import { elapsed } from '../base/elapsed.ts';
import { finite } from '../report/bounds.ts';

/** ms after a run that reached nothing at which it is looked at again, so that a true outage is told within a minute. */
export const LOOK_AGAIN_MS = 25_000;
/** ms, and usual gaps: runs further apart than both are not two in a row, for the device slept in between. */
const IN_A_ROW_MS = 30 * MINUTE_MS;
const USUAL_GAPS = 3.5;
/** ms; a first gap longer than this is no schedule's. */
const LONGEST_FIRST_GAP_MS = HOUR_MS;
/** Weight of the newest gap in the usual one. */
const GAP_WEIGHT = 0.3;

export const runRhythmSchema = v.object({
  /** ms since the epoch, end of the newest run. */
  at: finite,
  /** ms between runs; null before there were two. */
  usualGapMs: v.nullable(finite),
  /** Whether that run reached nothing. */
  failed: v.boolean(),
});
export type RunRhythm = DeepReadonly<v.InferOutput<typeof runRhythmSchema>>;

/** Whether the run before this one, at `now`, belongs to the same stretch of time. */
function isInARow({ at, usualGapMs }: RunRhythm, now: number): boolean {
  return elapsed(at, now) <= Math.max(IN_A_ROW_MS, USUAL_GAPS * (usualGapMs ?? 0));
}

/** `failed`: this run reached nothing. `confirmed`: that is an outage, for the one before reached nothing either. */
export function followRhythm(
  before: RunRhythm | undefined,
  failed: boolean,
  now: number,
): { readonly rhythm: RunRhythm; readonly confirmed: boolean } {
  const inARow = before !== undefined && isInARow(before, now);
  return {
    rhythm: { at: now, usualGapMs: gapAfter(before, now), failed },
    confirmed: failed && inARow && before.failed,
  };
}

/** A night of sleep is no gap of the schedule. */
function gapAfter(before: RunRhythm | undefined, now: number): number | null {
  if (before === undefined) return null;
  const gap = elapsed(before.at, now);
  const { usualGapMs } = before;
  if (!Number.isFinite(gap)) return usualGapMs;
  if (usualGapMs === null) return Math.min(gap, LONGEST_FIRST_GAP_MS);
  return isInARow(before, now) ? usualGapMs + GAP_WEIGHT * (gap - usualGapMs) : usualGapMs;
}
