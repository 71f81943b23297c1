/** Empties the history; where the database is broken, a new one takes its place. */
import { deleteDB } from 'idb';
import { HISTORY_NAME, openHistory } from './history-store.ts';

/** ms; a database that has not answered by then is broken. */
const ANSWER_MS = 10_000;

export async function deleteHistory(): Promise<void> {
  try {
    await inTime(emptied());
  } catch (error) {
    console.error('Precall: the history cannot be emptied, and is made anew:', error);
    await inTime(deleteDB(HISTORY_NAME));
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

async function inTime(task: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database does not answer.')), ANSWER_MS);
  });
  try {
    await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}
