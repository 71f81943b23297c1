/** When a bad time of one network begins and ends: an episode opens when it is certain and closes when it is over. */
import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { MINUTE_MS } from '../base/durations.ts';
import { finite } from '../report/bounds.ts';
import { bestCodeOf, SUMMARY_CODES, type SummaryCode } from '../sct/sct-codes.ts';

/** How many of the last runs must be bad by the fixed limits alone, or fewer of them red. */
const BY_LIMITS = { red: { bad: 2, of: 3 }, other: { bad: 4, of: 5 } } as const;
const BEST_RED = bestCodeOf('red');
const WINDOW = BY_LIMITS.other.of;
/** Runs further apart than this in ms, and than so many usual intervals, are not runs in a row. */
const APART_MS = 25 * MINUTE_MS;
const INTERVALS_APART = 5.5;
const CLEAR_AFTER_GOOD = 2;
/** Runs in a row after which what got worse is told again. */
const WORSE_IN_A_ROW = 5;

/** Why it is certain that a network is bad: it fails, it is worse than its own normal, or only beyond the limits. */
const cause = v.picklist(['outage', 'abnormal', 'limits']);
export type Cause = v.InferOutput<typeof cause>;

export const episodeSchema = v.object({
  cause,
  /** Consecutive good runs. */
  good: finite,
  /** Present where it began after a time of calm: the cool-down is the shortest then. */
  fresh: v.exactOptional(v.literal(true)),
  /** The worst code the user has been told in this episode; absent while it is kept back. */
  told: v.exactOptional(v.picklist(SUMMARY_CODES)),
});
export type Episode = DeepReadonly<v.InferOutput<typeof episodeSchema>>;

/** When a run was, in ms since the epoch, and its code by the fixed limits alone. */
export const recentRunSchema = v.tuple([finite, v.picklist(SUMMARY_CODES)]);
export type RecentRun = DeepReadonly<v.InferOutput<typeof recentRunSchema>>;

/** The runs before this one that are still "in a row" with it, and it. */
export function runsInARow(
  { recent, every }: { readonly recent: readonly RecentRun[]; readonly every: number },
  now: number,
  code: SummaryCode,
): readonly RecentRun[] {
  const near = recent.filter(([at]) => at <= now && now - at <= Math.max(APART_MS, INTERVALS_APART * every));
  return [...near, [now, code] as const].slice(-WINDOW);
}

/** Whether enough of the last runs are at or below the user's severity, or enough of fewer runs red as well. */
function isBadByLimits(recent: readonly RecentRun[], notifyAt: SummaryCode): boolean {
  const enough = ({ bad, of }: { bad: number; of: number }, atMost: number) =>
    recent.slice(-of).filter(([, code]) => code <= atMost).length >= bad;
  return enough(BY_LIMITS.other, notifyAt) || enough(BY_LIMITS.red, Math.min(notifyAt, BEST_RED));
}

export function causeOf(
  run: { readonly connectivityCode: number; readonly outage: boolean; readonly abnormal: boolean },
  inARow: readonly RecentRun[],
  notifyAt: SummaryCode,
): Cause | undefined {
  if (run.connectivityCode === 1) return run.outage ? 'outage' : undefined;
  if (run.abnormal) return 'abnormal';
  return isBadByLimits(inARow, notifyAt) ? 'limits' : undefined;
}

/** Whether the last runs were all at or below the code. */
export function stays(recent: readonly RecentRun[], atMost: SummaryCode): boolean {
  const last = recent.slice(-WORSE_IN_A_ROW);
  return last.length === WORSE_IN_A_ROW && last.every(([, code]) => code <= atMost);
}

export interface RunOfNetwork {
  readonly bad: boolean;
  /** Of this run, if anything is certain. */
  readonly cause: Cause | undefined;
  /** Whether the network has been known for long. */
  readonly isNormalKnown: boolean;
  /** Whether it is usually beyond the limits. */
  readonly isUsuallyBad: boolean;
  /** Whether what was told before is long over. */
  readonly calm: boolean;
}

/** `ended` is the episode that this run ended. */
export function followEpisode(
  episode: Episode | undefined,
  { bad, cause, isNormalKnown, isUsuallyBad, calm }: RunOfNetwork,
): { episode: Episode | undefined; ended: Episode | undefined } {
  const opened = (by: Cause): Episode => ({ cause: by, good: 0, ...(calm && { fresh: true }) });
  if (!episode) return { episode: bad && cause ? opened(cause) : undefined, ended: undefined };
  // On a network that is only beyond the limits, what is worse than its own normal is an episode of its own.
  if (cause === 'abnormal' && episode.cause === 'limits') return { episode: opened(cause), ended: undefined };
  // Where the line is usually bad, what was worse than that is over when the learner says so: the line stays bad.
  if (bad && episode.cause === 'abnormal' && cause !== 'abnormal' && isNormalKnown && isUsuallyBad)
    return { episode: asTold({ cause: 'limits', good: 0 }, episode.told), ended: undefined };
  const kept = cause === 'limits' ? episode.cause : (cause ?? episode.cause);
  if (bad) return { episode: { ...episode, cause: kept, good: 0 }, ended: undefined };
  const good = episode.good + 1;
  // The learner has seen several good runs before it says that this is over, and an outage is over at once.
  if (episode.cause !== 'limits' || good >= CLEAR_AFTER_GOOD) return { episode: undefined, ended: episode };
  return { episode: { ...episode, good }, ended: undefined };
}

/** The same, where a person knows of it already. */
export function asTold(episode: Episode | undefined, told: SummaryCode | undefined): Episode | undefined {
  return episode === undefined || episode.told !== undefined || told === undefined
    ? episode
    : { ...episode, told };
}
