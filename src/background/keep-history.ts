/** Keeps judged runs in the history; trouble with the database is shown, and never stops the judgement. */
import type { JudgedRun } from '../core/monitor-state.ts';
import { openHistory } from '../platform/history-store.ts';
import { troubleItem } from '../platform/storage.ts';

const DAY_MS = 86_400_000;

export async function keep(run: JudgedRun, keepDays: number): Promise<void> {
  try {
    const history = await openHistory();
    try {
      await history.add(run);
      await history.prune(run.at - keepDays * DAY_MS);
    } finally {
      history.close();
    }
    if ((await troubleItem.get()) === 'history') await troubleItem.set(null);
  } catch (error) {
    console.error('Precall: the history cannot be written:', error);
    await troubleItem.set('history');
  }
}
