/** Beneath the sentence of a run: that credentials and not the network are to blame, and what the learner saw. */
import type { JudgedRun } from '../../core/monitor/judged-run.ts';
import { becauseText } from './because.ts';
import { blameText } from './credentials-words.ts';
import { t } from './text.ts';

/** Times are told as seen from `now`, ms since the epoch. */
export function explanation(run: JudgedRun, now: number): string[] {
  const blame = blameText(run.report);
  return [
    ...(blame === undefined ? [] : [blame]),
    ...run.because.map((because) => becauseText(because, now)),
    ...(run.told === 'usually-bad' || run.told === 'usual' ? [t('because_usual')] : []),
  ];
}
