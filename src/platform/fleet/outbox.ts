/** Runs that wait for their delivery, oldest first, in a database of their own: they outlive the worker and the browser. */
import { type DBSchema, openDB } from 'idb';
import type { RunPoints } from '../../core/fleet/run-points.ts';
import { inTime } from '../in-time.ts';

interface OutboxSchema extends DBSchema {
  runs: { key: [at: number, runId: string]; value: RunPoints };
}

export interface Outbox {
  /** Puts a run at its place, once; those above `most` go, the oldest first. */
  add(run: RunPoints, most: number): Promise<{ readonly waiting: number; readonly dropped: number }>;
  oldest(most: number): Promise<readonly RunPoints[]>;
  /** Takes these out; how many still wait. */
  remove(runs: readonly RunPoints[]): Promise<number>;
  clear(): Promise<void>;
}

const OUTBOX_NAME = 'precall-outbox';

/** ms; a database that is not done by then may never be. */
const DONE_MS = 20_000;

/** Opens it for one task; rejects when it does not answer. */
export function withOutbox<T>(task: (outbox: Outbox) => Promise<T>): Promise<T> {
  return inTime(DONE_MS, 'The database', inOutbox(task));
}

async function inOutbox<T>(task: (outbox: Outbox) => Promise<T>): Promise<T> {
  const db = await openDB<OutboxSchema>(OUTBOX_NAME, 1, {
    upgrade: (database) => void database.createObjectStore('runs', { keyPath: ['at', 'runId'] }),
    // A newer version waits in another page: give way to it.
    blocking: () => db.close(),
  });
  try {
    return await task({
      async add(run, most) {
        const tx = db.transaction('runs', 'readwrite');
        await tx.store.put(run);
        const all = await tx.store.count();
        const surplus = await tx.store.getAllKeys(undefined, Math.max(0, all - most) || 1);
        const dropped = all > most ? surplus : [];
        await Promise.all(dropped.map((key) => tx.store.delete(key)));
        await tx.done;
        return { waiting: all - dropped.length, dropped: dropped.length };
      },
      oldest: (most) => db.getAll('runs', undefined, most),
      async remove(runs) {
        const tx = db.transaction('runs', 'readwrite');
        await Promise.all(runs.map(({ at, runId }) => tx.store.delete([at, runId])));
        const waiting = await tx.store.count();
        await tx.done;
        return waiting;
      },
      clear: () => db.clear('runs'),
    });
  } finally {
    db.close();
  }
}
