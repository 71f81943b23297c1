/** The cool-down: it grows with each telling, and a calm day forgets. */
import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { HOUR_MS } from '../base/durations.ts';
import { elapsed } from '../base/elapsed.ts';
import { rounded } from '../base/rounded.ts';
import { finite } from '../report/bounds.ts';
import { SUMMARY_CODES, type SummaryCode } from '../sct/sct-codes.ts';

/** ms: a line that comes and goes is announced once in this time, then once in four times of it, in nine, ... */
export const COOL_DOWN_MS = HOUR_MS;
/** ms in which a telling weighs half. */
const FORGET_HALF_MS = 12 * HOUR_MS;

/** What was told of a network lately. */
export const boutSchema = v.object({
  worst: v.picklist(SUMMARY_CODES),
  notifiedAt: finite,
  /** Tellings, older ones weighing less. */
  tellings: finite,
});
export type Bout = DeepReadonly<v.InferOutput<typeof boutSchema>>;

export function isCoolingDown(bout: Bout | undefined, now: number): boolean {
  return bout !== undefined && elapsed(bout.notifiedAt, now) < COOL_DOWN_MS * bout.tellings ** 2;
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
