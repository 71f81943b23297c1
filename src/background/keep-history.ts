/** Keeps judged runs in the history; trouble with the database is shown, and never stops the judgement. */

import { DAY_MS } from '../core/base/durations.ts';
import { mostHistoryBytes } from '../core/history/history-record.ts';
import { settledTime } from '../core/history/kept-span.ts';
import type { JudgedRun } from '../core/monitor/judged-run.ts';
import { type HistoryStore, openHistory } from '../platform/history-store.ts';
import { inTime } from '../platform/in-time.ts';
import { historyCutItem } from '../platform/storage.ts';
import { telling, troubleItem } from '../platform/troubles.ts';

/** ms; a database that is not done by then may never be. */
const KEEP_MS = 30_000;

/** The same run again changes nothing. */
export async function keep(run: JudgedRun, keepDays: number): Promise<void> {
  try {
    await telling('history', () => inTime(KEEP_MS, 'The database', keepIn(run, keepDays)));
  } catch (error) {
    console.error('Precall: the history cannot be written:', error);
  }
}

/** What could not be kept when it was judged is tried again, while it is the newest. */
export async function keepAfterTrouble(run: JudgedRun | null, keepDays: number): Promise<void> {
  if (run !== null && (await troubleItem.get()).includes('history')) await keep(run, keepDays);
}

async function keepIn(run: JudgedRun, keepDays: number): Promise<void> {
  const history = await openHistory();
  try {
    const isNewDay = await history.add(run);
    const oldest = settledTime(await history.days(), run.at) - keepDays * DAY_MS;
    // Once a day there may be too many, or too much: a day more or less does not matter.
    const cuts = isNewDay
      ? [await history.prune(oldest), await trim(history)]
      : [await history.prune(oldest, Number.POSITIVE_INFINITY)];
    const cut = Math.max(...cuts.map((at) => at ?? 0));
    if (cut > 0) await historyCutItem.set(cut);
  } finally {
    history.close();
  }
}

async function trim(history: HistoryStore): Promise<number | undefined> {
  const { quota } = await navigator.storage.estimate();
  return history.trim(mostHistoryBytes(quota));
}
