/** The cool-down: it grows with each telling, and a calm day forgets. */
import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { HOUR_MS } from '../base/durations.ts';
import { elapsed } from '../base/elapsed.ts';
import { rounded } from '../base/rounded.ts';
import { finite } from '../report/bounds.ts';
import { SUMMARY_CODES, type SummaryCode } from '../sct/sct-codes.ts';

/** ms: a line that comes and goes is announced once in this time, then once in four times of it, in sixteen, ... */
export const COOL_DOWN_MS = HOUR_MS;
/** ms in which a telling weighs half. */
const FORGET_HALF_MS = 24 * HOUR_MS;
/** ms after which a telling is old. */
const FRESH_MS = 48 * HOUR_MS;

/** What was told of a network lately. */
export const boutSchema = v.object({
  worst: v.picklist(SUMMARY_CODES),
  notifiedAt: finite,
  /** Tellings, older ones weighing less. */
  tellings: finite,
});
export type Bout = DeepReadonly<v.InferOutput<typeof boutSchema>>;

export function isCoolingDown(bout: Bout | undefined, now: number): boolean {
  return bout !== undefined && elapsed(bout.notifiedAt, now) < COOL_DOWN_MS * 4 ** (bout.tellings - 1);
}

export function withNotified(bout: Bout | undefined, told: SummaryCode, now: number): Bout {
  const since = bout ? elapsed(bout.notifiedAt, now) : Number.POSITIVE_INFINITY;
  const left = bout ? bout.tellings * 0.5 ** (since / FORGET_HALF_MS) : 0;
  const cooled = !isCoolingDown(bout, now);
  return {
    worst: cooled ? told : worseOf(bout?.worst, told),
    notifiedAt: now,
    tellings: rounded(left + 1, 100),
  };
}

export function worseOf(a: SummaryCode | undefined, b: SummaryCode): SummaryCode {
  return a !== undefined && a < b ? a : b;
}

/** What was told of either of two networks. */
export function boutOfBoth(a: Bout | undefined, b: Bout | undefined, now: number): Bout | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const [later, earlier] = a.notifiedAt < b.notifiedAt ? [b, a] : [a, b];
  return isCoolingDown(earlier, now) ? { ...later, worst: worseOf(earlier.worst, later.worst) } : later;
}

export function isFresh(bout: Bout | undefined, now: number): boolean {
  return bout !== undefined && elapsed(bout.notifiedAt, now) < FRESH_MS;
}

/** What began before the last telling, and never was quite over since, is what was told then. */
export function hasLasted(
  bout: Bout | undefined,
  { abnormal, abnormalSince }: { readonly abnormal: boolean; readonly abnormalSince?: number | undefined },
): boolean {
  return abnormal && bout !== undefined && abnormalSince !== undefined && abnormalSince <= bout.notifiedAt;
}
