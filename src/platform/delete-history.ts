/** Empties the history; where the database is broken, a new one takes its place. */
import { deleteDB } from 'idb';
import { HISTORY_NAME, openHistory } from './history-store.ts';
import { inTime } from './in-time.ts';

/** ms; a database that has not answered by then is broken. */
const ANSWER_MS = 10_000;

export async function deleteHistory(): Promise<void> {
  try {
    await inTime(ANSWER_MS, 'The database', emptied());
  } catch (error) {
    console.error('Precall: the history cannot be emptied, and is made anew:', error);
    await inTime(ANSWER_MS, 'The database', deleteDB(HISTORY_NAME));
  }
}

async function emptied(): Promise<void> {
  const history = await openHistory();
  try {
    await history.clear();
  } finally {
    history.close();
  }
}
