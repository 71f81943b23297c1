/** Whether runs that fail are more than the failures this network usually has. */

import { rounded } from '../base/rounded.ts';
import { type Diary, expectedAt, NO_DIARY, noted } from './diary.ts';

export interface Failures {
  /** Runs remembered, and those of them that failed. */
  readonly runs: number;
  readonly failed: number;
  /** Nats of evidence of the failed runs in a row. */
  readonly nats: number;
  readonly inARow: number;
  readonly diary: Diary;
}

export const NO_FAILURES: Failures = { runs: 0, failed: 0, nats: 0, inARow: 0, diary: NO_DIARY };

/** What is believed of a network that is hardly known: one run in two hundred fails. */
const PRIOR = { runs: 100, failed: 0.5 };
/** Runs after which the older ones count half. */
const MEMORY = 2000;
/** Nats: more than one run can give, and no more than two give unless failures are usual here. */
const CERTAIN = 7.5;
const MOST = 7;
/** Nats of a failed run at a time at which runs fail on other days: a reconnection is over in less than fifteen runs. */
const EXPECTED = 0.5;

/** Certain, and not what comes at this time on other days. */
export function isOutage({ nats }: Failures): boolean {
  return nats >= CERTAIN;
}

export function followFailures(
  before: Failures,
  failed: boolean,
  slot: number,
  paused: boolean,
  agree: number,
): Failures {
  const { runs, failed: lost } = before;
  const rate = (lost + PRIOR.failed) / (runs + PRIOR.runs);
  const expected = expectedAt(before.diary, slot, agree) > 0;
  const fresh = paused || !failed;
  const gained = failed ? Math.min(expected ? EXPECTED : MOST, -Math.log(rate)) : 0;
  const inARow = failed ? (fresh ? 0 : before.inARow) + 1 : 0;
  const share = runs >= MEMORY ? 0.5 : 1;
  return {
    runs: Math.round(runs * share) + 1,
    failed: rounded(lost * share, 10) + Number(failed),
    nats: rounded((fresh ? 0 : before.nats) + gained, 100),
    inARow: Math.min(inARow, 1000),
    // A nightly reconnection fails one run tonight and two tomorrow.
    diary: noted(before.diary, slot, Number(failed)),
  };
}
