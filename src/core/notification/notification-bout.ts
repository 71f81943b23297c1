/** The cool-down: it grows with each telling, but for trouble that follows a time of calm, and a calm day forgets. */
import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { HOUR_MS, MINUTE_MS } from '../base/durations.ts';
import { elapsed } from '../base/elapsed.ts';
import { rounded } from '../base/rounded.ts';
import { finite } from '../report/bounds.ts';
import { SUMMARY_CODES, type SummaryCode } from '../sct/sct-codes.ts';

/** ms: a line that comes and goes is announced once in this time, then once in four times of it, in sixteen, ... */
export const COOL_DOWN_MS = HOUR_MS;
/** ms without trouble after which trouble is a new one; of what was told last twice as long after two tellings, ... */
const CALM_MS = 20 * MINUTE_MS;
/** ms in which a telling weighs half. */
const FORGET_HALF_MS = 24 * HOUR_MS;
/** ms after which a telling is old. */
const FRESH_MS = 48 * HOUR_MS;

/** What was told of a network lately. */
export const boutSchema = v.object({
  worst: v.picklist(SUMMARY_CODES),
  /** What the last telling was about. */
  about: v.exactOptional(v.string()),
  notifiedAt: finite,
  /** ms since the epoch of the last run in an episode since then; absent: none but the one that was told. */
  troubledAt: v.exactOptional(finite),
  /** Tellings, older ones weighing less. */
  tellings: finite,
});
export type Bout = DeepReadonly<v.InferOutput<typeof boutSchema>>;

/** `fresh`: whether a time of calm lies before what is to be told. */
export function isCoolingDown(bout: Bout | undefined, now: number, fresh = false): boolean {
  if (bout === undefined) return false;
  return elapsed(bout.notifiedAt, now) < COOL_DOWN_MS * (fresh ? 1 : 4 ** (bout.tellings - 1));
}

/** Whether the last trouble is so long over that what begins now is another one. */
export function isCalm(bout: Bout | undefined, about: string | undefined, now: number): boolean {
  if (bout === undefined) return true;
  const again = about === undefined || about === bout.about;
  return elapsed(bout.troubledAt ?? bout.notifiedAt, now) >= CALM_MS * (again ? 2 ** (bout.tellings - 1) : 1);
}

function withNotified(
  bout: Bout | undefined,
  told: SummaryCode,
  about: string | undefined,
  fresh: boolean,
  now: number,
): Bout {
  const since = bout ? elapsed(bout.notifiedAt, now) : Number.POSITIVE_INFINITY;
  const left = bout ? bout.tellings * 0.5 ** (since / FORGET_HALF_MS) : 0;
  const cooled = fresh || !isCoolingDown(bout, now);
  return {
    worst: cooled ? told : worseOf(bout?.worst, told),
    ...(about !== undefined && { about }),
    notifiedAt: now,
    tellings: rounded(left + 1, 100),
  };
}

export interface ToldNow {
  /** What this run told, if anything. */
  readonly told: SummaryCode | undefined;
  readonly about: string | undefined;
  /** Whether a time of calm lay before it. */
  readonly fresh: boolean;
  /** Whether this run is one of an episode. */
  readonly troubled: boolean;
}

export function boutAfter(
  before: Bout | undefined,
  { told, about, fresh, troubled }: ToldNow,
  now: number,
): Bout | undefined {
  const bout = told === undefined ? before : withNotified(before, told, about, fresh, now);
  return bout && troubled ? { ...bout, troubledAt: now } : bout;
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
