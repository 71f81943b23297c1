/** The cool-down: a network that comes and goes is one bout, announced at most once in the cool-down time. */
import { elapsed } from '../base/elapsed.ts';
import type { SummaryCode } from '../sct/sct-codes.ts';

/** ms: a line that comes and goes is announced at most once in this time, unless it gets worse than it has been. */
export const COOL_DOWN_MS = 3_600_000;

/** Recent notifications of a network; a bout lasts until the network was good for as long as the cool-down. */
export interface Bout {
  readonly worst: SummaryCode;
  readonly notifiedAt: number;
  readonly badAt: number;
}

export function followBout(bout: Bout | undefined, now: number, bad: boolean): Bout | undefined {
  if (!bout || elapsed(bout.badAt, now) >= COOL_DOWN_MS) {
    // While the episode lasts every run refreshes badAt, so only a calm network (or one left alone) gets here.
    return bout && bad ? { ...bout, worst: 95, badAt: now } : undefined;
  }
  return bad ? { ...bout, badAt: now } : bout;
}

export function withNotified(
  bout: Bout | undefined,
  told: SummaryCode | undefined,
  now: number,
): { bout?: Bout } {
  if (told === undefined) return bout ? { bout } : {};
  return { bout: { worst: worseOf(bout?.worst, told), notifiedAt: now, badAt: now } };
}

export function worseOf(a: SummaryCode | undefined, b: SummaryCode): SummaryCode {
  return a !== undefined && a < b ? a : b;
}
