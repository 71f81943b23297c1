/** Whether what was told in a week is what one would have wanted to hear, and the rule that says no. */

import { HOUR_MS } from '../../../src/core/base/durations.ts';
import type { Telling } from './replay-week.ts';
import type { Expectation, Week, WeekRun } from './week.ts';

/** Runs that show it, fewer than which need not be told. */
const LEAST_RUNS = 5;
/** Runs that show it, and the time, after which a first telling is late: whichever is longer. */
const PROMPT_RUNS = 6;
const PROMPT_MS = HOUR_MS;

export type Rule = 'untold' | 'late' | 'too often' | 'outside';

export interface Fault {
  readonly rule: Rule;
  /** ms since the epoch. */
  readonly at: number;
  readonly what: string;
}

/** One episode that had to be told. */
export interface EpisodeOutcome {
  readonly tellings: number;
  readonly most: number;
  /** Runs that showed it before the one that told it; undefined when none did. */
  readonly delayRuns: number | undefined;
  /** Whether the delay is that of something that begins at once. */
  readonly prompt: boolean;
}

export interface WeekVerdict {
  readonly right: boolean;
  readonly faults: readonly Fault[];
  readonly episodes: readonly EpisodeOutcome[];
  readonly tellings: number;
  /** Tellings that no expectation covers. */
  readonly outside: number;
  readonly awakeDays: number;
}

export function judgeWeek(week: Week, tellings: readonly Telling[]): WeekVerdict {
  const windows = week.expectations.map((expectation) => windowOf(expectation, week.runs));
  const faults: Fault[] = [];
  let outside = 0;
  for (const telling of tellings) {
    const around = windows.filter(({ from, until }) => telling.at >= from && telling.at < until);
    // What happens within something longer is about the shorter one.
    around.sort((a, b) => a.until - a.from - (b.until - b.from));
    const [window] = around;
    if (window) {
      window.told.push(telling.at);
    } else {
      outside++;
      faults.push({ rule: 'outside', at: telling.at, what: `code ${telling.notificationCode}` });
    }
  }
  const episodes: EpisodeOutcome[] = [];
  for (const { expectation, least, told, showing, deadline } of windows) {
    const { what, from, most, prompt } = expectation;
    const [first] = told;
    const delayRuns = first === undefined ? undefined : showing.filter((at) => at < first).length;
    if (least > 0) episodes.push({ tellings: told.length, most, delayRuns, prompt });
    if (told.length < least) faults.push({ rule: 'untold', at: from, what });
    if (told.length > most)
      faults.push({ rule: 'too often', at: told[most] ?? from, what: `${what}: ${told.length}` });
    if (prompt && first !== undefined && first > deadline) faults.push({ rule: 'late', at: first, what });
  }
  return {
    right: faults.length === 0,
    faults: faults.sort((a, b) => a.at - b.at),
    episodes,
    tellings: tellings.length,
    outside,
    awakeDays: week.awakeDays,
  };
}

function windowOf(expectation: Expectation, runs: readonly WeekRun[]) {
  const { from, to, least, shownBy, prompt } = expectation;
  const shows = shownBy === 'full runs' ? runs.filter(({ kind }) => kind === 'full') : runs;
  const showing = shows.filter(({ at }) => at >= from && at < to).map(({ at }) => at);
  // What only full runs show is what one knows until the next of them.
  const until = shownBy === 'full runs' ? (shows.find(({ at }) => at >= to)?.at ?? to) : to;
  const isEnough = !prompt || showing.length >= LEAST_RUNS;
  const deadline = Math.max(from + PROMPT_MS, showing[PROMPT_RUNS - 1] ?? until);
  return { expectation, from, until, least: isEnough ? least : 0, showing, deadline, told: [] as number[] };
}
