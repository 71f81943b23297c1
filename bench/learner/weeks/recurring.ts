/** The same trouble on every such day at the same hour of the wall clock, a little different each time. */

import { MINUTE_MS } from '../../../src/core/base/durations.ts';
import type { Random } from '../random.ts';
import { atMost } from './expectations.ts';
import type { LocalClock, LocalMoment } from './local-clock.ts';
import type { TimedTrouble } from './story.ts';
import { scaled, type Trouble } from './trouble.ts';
import type { Expectation } from './week.ts';

/** Occurrences that are news. */
const NEWS = 3;
/** Relative, by which its size differs from day to day. */
const UNEVEN = 0.1;

export interface Recurring {
  readonly days: number;
  readonly isDay: (moment: LocalMoment) => boolean;
  readonly fromMinute: number;
  readonly minutes: number;
  readonly early: number;
  readonly wrong: Trouble;
}

export function recur(
  random: Random,
  clock: LocalClock,
  { days, isDay, fromMinute, minutes, early, wrong }: Recurring,
): { troubles: TimedTrouble[]; expectations: Expectation[] } {
  const on = Array.from({ length: days }, (_, day) => day).filter((day) =>
    isDay(clock.momentOf(clock.at(day, 720))),
  );
  const troubles = on.map((day): TimedTrouble => {
    const from = clock.at(day, fromMinute) + random.between(-early, early) * MINUTE_MS;
    const to = clock.at(day, fromMinute + minutes) + random.between(-early, early) * MINUTE_MS;
    const today = scaled(wrong, random.between(1 - UNEVEN, 1 + UNEVEN));
    return { from, to, line: undefined, at: () => today };
  });
  const shownBy = isOnlyBandwidth(wrong) ? 'full runs' : 'every run';
  const expectations = troubles.slice(0, NEWS).map(
    ({ from, to }, index) =>
      ({
        ...atMost(1, `the first times (${index + 1})`, from, to),
        shownBy,
      }) satisfies Expectation,
  );
  return { troubles, expectations };
}

function isOnlyBandwidth({ addedDelayMs, scatterMs, lossRatio, down }: Trouble): boolean {
  return addedDelayMs + scatterMs + lossRatio === 0 && !down;
}
