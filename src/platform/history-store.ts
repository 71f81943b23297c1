/**
 * Past runs in IndexedDB (through idb: promises and typed stores over the browser's own database). Two stores:
 * `runs` holds every judged run, `days` the points of one UTC day under one key, so that a year of charts is
 * some hundred reads.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { type HistoryPoint, pointOf, withoutAddresses } from '../core/history-record.ts';
import type { JudgedRun } from '../core/monitor-state.ts';

interface HistorySchema extends DBSchema {
  runs: { key: string; value: JudgedRun; indexes: { at: number } };
  days: { key: number; value: { day: number; points: HistoryPoint[] } };
}

const DAY_MS = 86_400_000;
/** A year at one run every five minutes. */
export const MOST_RUNS = 105_120;

export interface HistoryStore {
  /** Stores a run once: the same runId again changes nothing. */
  add(run: JudgedRun): Promise<void>;
  /** The same for many, in a fraction of the time. */
  addAll(runs: readonly JudgedRun[]): Promise<void>;
  /** Removes runs older than `oldest` (ms since the epoch) and, oldest first, those above `most`. */
  prune(oldest: number, most?: number): Promise<void>;
  /** Points from `from` to `to` (ms since the epoch, both included), oldest first. */
  points(from: number, to: number): Promise<HistoryPoint[]>;
  get(runId: string): Promise<JudgedRun | undefined>;
  /** Every run from `from` to `to`, oldest first, one at a time. */
  runs(from?: number, to?: number): AsyncGenerator<JudgedRun>;
  count(): Promise<number>;
  clear(): Promise<void>;
  close(): void;
}

export async function openHistory(name = 'precall-history'): Promise<HistoryStore> {
  const db = await openDB<HistorySchema>(name, 1, {
    upgrade(database) {
      database.createObjectStore('runs', { keyPath: 'runId' }).createIndex('at', 'at');
      database.createObjectStore('days', { keyPath: 'day' });
    },
    // A newer version waits in another page: give way to it.
    blocking: () => db.close(),
  });
  return {
    add: (run) => addToDay(db, dayOf(run.at), [run]),
    addAll: (all) => addAll(db, all),
    prune: (oldest, most = MOST_RUNS) => prune(db, oldest, most),
    points: (from, to) => points(db, from, to),
    get: (runId) => db.get('runs', runId),
    runs: (from, to) => runs(db, from, to),
    count: () => db.count('runs'),
    async clear() {
      const tx = db.transaction(['runs', 'days'], 'readwrite');
      await Promise.all([tx.objectStore('runs').clear(), tx.objectStore('days').clear(), tx.done]);
    },
    close: () => db.close(),
  };
}

type Database = IDBPDatabase<HistorySchema>;
const dayOf = (at: number): number => Math.floor(at / DAY_MS);

async function addAll(db: Database, all: readonly JudgedRun[]): Promise<void> {
  const byDay = new Map<number, JudgedRun[]>();
  for (const run of all) {
    const day = dayOf(run.at);
    const ofDay = byDay.get(day);
    if (ofDay === undefined) byDay.set(day, [run]);
    else ofDay.push(run);
  }
  for (const [day, ofDay] of byDay) await addToDay(db, day, ofDay);
}

/** A day's points stand under one key: a transaction for each day, not for each run, writes them once. */
async function addToDay(db: Database, day: number, ofDay: readonly JudgedRun[]): Promise<void> {
  const tx = db.transaction(['runs', 'days'], 'readwrite');
  const runs = tx.objectStore('runs');
  const once = [...new Map(ofDay.map((run) => [run.runId, run])).values()];
  const known = await Promise.all(once.map(({ runId }) => runs.getKey(runId)));
  const fresh = once.filter((_, index) => known[index] === undefined);
  if (fresh.length > 0) {
    const before = (await tx.objectStore('days').get(day))?.points ?? [];
    const points = [...before, ...fresh.map(pointOf)].sort((a, b) => a.at - b.at);
    await Promise.all([
      ...fresh.map((run) => runs.add(withoutAddresses(run))),
      tx.objectStore('days').put({ day, points }),
    ]);
  }
  await tx.done;
}

async function prune(db: Database, oldest: number, most: number): Promise<void> {
  const tx = db.transaction(['runs', 'days'], 'readwrite');
  const byAge = tx.objectStore('runs').index('at');
  let surplus = (await tx.objectStore('runs').count()) - most;
  let keepFrom = oldest;
  for (let cursor = await byAge.openCursor(); cursor !== null; cursor = await cursor.continue()) {
    if (cursor.value.at >= oldest && surplus <= 0) break;
    keepFrom = Math.max(keepFrom, cursor.value.at + 1);
    surplus -= 1;
    await cursor.delete();
  }
  const days = tx.objectStore('days');
  await days.delete(IDBKeyRange.upperBound(dayOf(keepFrom), true));
  const edge = await days.get(dayOf(keepFrom));
  if (edge !== undefined) {
    await days.put({ ...edge, points: edge.points.filter((point) => point.at >= keepFrom) });
  }
  await tx.done;
}

async function points(db: Database, from: number, to: number): Promise<HistoryPoint[]> {
  const days = await db.getAll('days', IDBKeyRange.bound(dayOf(from), dayOf(to)));
  return days.flatMap((day) => day.points.filter(({ at }) => at >= from && at <= to));
}

/** In pages, because a transaction does not stay open while the consumer waits for something else. */
async function* runs(db: Database, from = 0, to = Number.MAX_SAFE_INTEGER): AsyncGenerator<JudgedRun> {
  const page = 200;
  let lower = from;
  let seen = new Set<string>();
  for (;;) {
    const batch = await db.getAllFromIndex('runs', 'at', IDBKeyRange.bound(lower, to), page + seen.size);
    const fresh = batch.filter((run) => !seen.has(run.runId));
    if (fresh.length === 0) return;
    yield* fresh;
    lower = fresh.at(-1)?.at ?? lower;
    seen = new Set(batch.filter((run) => run.at === lower).map((run) => run.runId));
  }
}
