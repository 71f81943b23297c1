/**
 * Another's exported history, looked at beside one's own: in a database of its own, which ends with the page that opened it.
 * A page may end without a word, so that what it leaves is deleted by whoever comes next. Who is still there holds a lock of
 * the database's name: https://w3c.github.io/web-locks/
 */
import { deleteDB } from 'idb';
import type { JudgedRun } from '../core/monitor/judged-run.ts';
import { openHistory } from './history-store.ts';

/** Each with an id of its own behind it. */
const OPENED_NAME = 'precall-opened';

export interface OpenedHistory {
  /** Name of the database. */
  readonly database: string;
  /** Deletes it. */
  close(): Promise<void>;
}

/** Rejects, and leaves nothing, where not all of it can be stored. */
export async function openForeignHistory(
  batches: AsyncIterable<readonly JudgedRun[]>,
): Promise<OpenedHistory> {
  const database = `${OPENED_NAME}-${crypto.randomUUID()}`;
  const release = await holdLock(database);
  const close = async (): Promise<void> => {
    await deleteDB(database);
    release();
  };
  try {
    const history = await openHistory(database);
    try {
      for await (const runs of batches) await history.addAll(runs);
    } finally {
      history.close();
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { database, close };
}

/** Deletes what pages that are no more have left. */
export async function deleteAbandonedHistories(): Promise<void> {
  // In this order: who opens one takes its lock first.
  const stored = await indexedDB.databases();
  const { held = [] } = await navigator.locks.query();
  const inUse = new Set(held.map(({ name }) => name));
  for (const { name } of stored) {
    if (name?.startsWith(`${OPENED_NAME}-`) && !inUse.has(name)) await deleteDB(name);
  }
}

/** Until the returned function is called, or this page is gone. */
function holdLock(name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const asked = navigator.locks.request(name, () => new Promise<void>((release) => resolve(release)));
    asked.catch(reject);
  });
}
