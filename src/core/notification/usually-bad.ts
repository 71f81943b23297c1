/** Whether a network is usually beyond the fixed limits: that is told once, for it is no news of today. */
import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { rounded } from '../base/rounded.ts';
import { finite } from '../report/bounds.ts';

/** Shares of its runs from which a network is usually bad, and below which it no longer is. */
const FROM = 0.3;
const UNTIL = 0.05;
/** Runs after which older ones begin to be forgotten. */
const MEMORY = 500;
/** Runs after which one may speak of "usually". */
const LONG_ENOUGH = 30;

export const usuallyBadSchema = v.object({
  runs: finite,
  /** Share of them that were bad. */
  share: finite,
  /** Whether it was told. */
  told: v.boolean(),
});
export type UsuallyBad = DeepReadonly<v.InferOutput<typeof usuallyBadSchema>>;

export const NOT_USUALLY_BAD: UsuallyBad = { runs: 0, share: 0, told: false };

export function followUsuallyBad({ runs, share, told }: UsuallyBad, bad: boolean): UsuallyBad {
  const count = Math.min(MEMORY, runs + 1);
  const next = rounded(share + (Number(bad) - share) / count, 1e4);
  return { runs: count, share: next, told: told && next >= UNTIL };
}

export function isUsuallyBad({ share }: UsuallyBad): boolean {
  return share >= FROM;
}

export function isLongKnown({ runs }: UsuallyBad): boolean {
  return runs >= LONG_ENOUGH;
}
