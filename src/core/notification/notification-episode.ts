/** When a bad time of one network begins and ends: an episode opens when it is certain and closes when it is over. */
import type { SummaryCode } from '../sct/sct-codes.ts';

/**
 * How many of the last runs must be bad. SmokePing raises after x bad of y and holds until z good ones; Twilio raises
 * 3 of 5. A red code is told sooner, amber later: on many networks amber runs (1 % loss is one packet of a hundred) are
 * nothing unusual, and what is unusual the learner raises by itself. With 3 of 5 three of four notifications outside of
 * the episodes of bench/learner were such.
 */
export const RAISE = { red: { bad: 2, of: 3 }, other: { bad: 4, of: 5 } } as const;
/** Runs in a row after which what got worse is told again. */
const WORSE_IN_A_ROW = 3;
const CLEAR_AFTER_GOOD = 2;

export interface Episode {
  readonly outage: boolean;
  /** The learner's, which has seen several good runs before it says that this is over. */
  readonly abnormal: boolean;
  /** Consecutive good runs. */
  readonly good: number;
  /** The worst code the user has been told in this episode; absent while it is kept back. */
  readonly told?: SummaryCode;
}

/** One run, as far as an episode depends on it. */
export interface EpisodeRun {
  /** At or below the user's severity. */
  readonly bad: boolean;
  /** Nothing got through. */
  readonly outage: boolean;
  /** The learner's verdict: several runs already say that this network is abnormally bad. */
  readonly abnormal: boolean;
}

/** The best code that is still red. */
const BEST_RED = 40;

/** Whether enough of the last runs are at or below the limit, or enough of fewer runs red as well. */
function isCertain(recent: readonly SummaryCode[], limit: SummaryCode): boolean {
  const enough = ({ bad, of }: { bad: number; of: number }, atMost: number) =>
    recent.slice(-of).filter((code) => code <= atMost).length >= bad;
  return enough(RAISE.other, limit) || enough(RAISE.red, Math.min(limit, BEST_RED));
}

/** Whether the last runs were all at or below the limit. */
export function stays(recent: readonly SummaryCode[], limit: SummaryCode): boolean {
  const last = recent.slice(-WORSE_IN_A_ROW);
  return last.length === WORSE_IN_A_ROW && last.every((code) => code <= limit);
}

/**
 * `recent` are the codes of the last runs, this one last; `notifyAt` is the user's severity. `ended` is the episode
 * that this run ended.
 */
export function followEpisode(
  episode: Episode | undefined,
  { bad, outage, abnormal }: EpisodeRun,
  recent: readonly SummaryCode[],
  notifyAt: SummaryCode,
): { episode: Episode | undefined; ended: Episode | undefined } {
  if (!episode) {
    const certain = outage || abnormal || isCertain(recent, notifyAt);
    return { episode: bad && certain ? { outage, abnormal, good: 0 } : undefined, ended: undefined };
  }
  if (bad) return { episode: { ...episode, outage, abnormal, good: 0 }, ended: undefined };
  const good = episode.good + 1;
  if (episode.outage || episode.abnormal || good >= CLEAR_AFTER_GOOD)
    return { episode: undefined, ended: episode };
  return { episode: { ...episode, good }, ended: undefined };
}
