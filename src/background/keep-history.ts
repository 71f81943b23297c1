/** Keeps judged runs in the history; trouble with the database is shown, and never stops the judgement. */

import { DAY_MS } from '../core/base/durations.ts';
import { mostHistoryBytes } from '../core/history/history-record.ts';
import { settledTime } from '../core/history/kept-span.ts';
import type { JudgedRun } from '../core/monitor/judged-run.ts';
import { type HistoryStore, openHistory } from '../platform/history-store.ts';
import { historyCutItem, troubleItem } from '../platform/storage.ts';

export async function keep(run: JudgedRun, keepDays: number): Promise<void> {
  try {
    const history = await openHistory();
    try {
      const isNewDay = await history.add(run);
      const cuts = [
        await history.prune(settledTime(await history.days(), run.at) - keepDays * DAY_MS),
        isNewDay ? await trim(history) : undefined,
      ];
      const cut = Math.max(...cuts.map((at) => at ?? 0));
      if (cut > 0) await historyCutItem.set(cut);
    } finally {
      history.close();
    }
    if ((await troubleItem.get()) === 'history') await troubleItem.set(null);
  } catch (error) {
    console.error('Precall: the history cannot be written:', error);
    await troubleItem.set('history');
  }
}

/** Once a day: a day more or less does not matter. */
async function trim(history: HistoryStore): Promise<number | undefined> {
  const { quota } = await navigator.storage.estimate();
  return history.trim(mostHistoryBytes(quota));
}
