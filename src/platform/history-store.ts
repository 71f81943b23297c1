/**
 * Past runs in IndexedDB (through idb: promises and typed stores over the browser's own database). Two stores:
 * `runs` holds every judged run, `days` the points of one UTC day under one key, so that a year of charts is
 * some hundred reads. A day also tells about how many bytes its runs take, as JSON: near what a browser's structured
 * clone of them takes, before it is compressed.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import * as v from 'valibot';
import { DAY_MS } from '../core/base/durations.ts';
import {
  bytesOf,
  type HistoryPoint,
  pointOf,
  withEveryMetric,
  withoutAddresses,
} from '../core/history/history-record.ts';
import { pointFromVersion1 } from '../core/history/point-version-1.ts';
import { type JudgedRun, judgedRunSchema } from '../core/monitor/judged-run.ts';
import { runFromVersion1 } from '../core/monitor/version-1.ts';
import { inTime } from './in-time.ts';

interface HistorySchema extends DBSchema {
  runs: { key: string; value: StoredRun; indexes: { at: number } };
  days: { key: number; value: Day };
}
/** Of the runs: those that an earlier version wrote bear none. */
const RUN_VERSION = 2;
/** As this version writes it. A run may stay for a year: what an earlier version wrote is made this version's as it is read. */
type StoredRun = JudgedRun & { readonly version: typeof RUN_VERSION };
interface Day {
  readonly day: number;
  readonly points: HistoryPoint[];
  /** Of its runs; absent where nobody has counted them yet. */
  readonly bytes?: number;
}

/** A year at one run every five minutes. */
const MOST_RUNS = 105_120;

export interface HistoryStore {
  /** Stores a run once: the same runId again changes nothing. Tells whether it is the first of its UTC day. */
  add(run: JudgedRun): Promise<boolean>;
  /** The same for many, in a fraction of the time. */
  addAll(runs: readonly JudgedRun[]): Promise<void>;
  /**
   * Removes runs older than `oldest` (ms since the epoch) and, oldest first, those above `most`. When some of these were
   * not that old: the time (ms since the epoch) from which all are kept. A browser counts by looking at each run: not for
   * every run, for which `most` may be infinite.
   */
  prune(oldest: number, most?: number): Promise<number | undefined>;
  /**
   * Removes whole days, oldest first and never the newest, until the others take no more than `mostBytes`; then the time
   * from which all are kept. It reads the points of every day: not for every run.
   */
  trim(mostBytes: number): Promise<number | undefined>;
  /** The UTC days that have results, in days since the epoch. */
  days(): Promise<readonly number[]>;
  /** Points from `from` to `to` (ms since the epoch, both included), oldest first. */
  points(from: number, to: number): Promise<HistoryPoint[]>;
  get(runId: string): Promise<JudgedRun | undefined>;
  /** Every run from `from` to `to`, oldest first, one at a time. */
  runs(from?: number, to?: number): AsyncGenerator<JudgedRun>;
  count(): Promise<number>;
  clear(): Promise<void>;
  close(): void;
}

export const HISTORY_NAME = 'precall-history';
/** ms; a database that is not open by then may never be. */
const OPEN_MS = 10_000;

/** Rejects when it cannot be opened, or does not answer. */
export async function openHistory(name = HISTORY_NAME): Promise<HistoryStore> {
  const db = await opened(name);
  return {
    add: (run) => addToDay(db, dayOf(run.at), [run]),
    addAll: (all) => addAll(db, all),
    prune: (oldest, most = MOST_RUNS) => prune(db, oldest, most),
    trim: (mostBytes) => trim(db, mostBytes),
    points: (from, to) => points(db, from, to),
    async get(runId) {
      const stored = await db.get('runs', runId);
      return stored && readRun(stored);
    },
    runs: (from, to) => runs(db, from, to),
    days: () => db.getAllKeys('days'),
    count: () => db.count('runs'),
    async clear() {
      const tx = db.transaction(['runs', 'days'], 'readwrite');
      await Promise.all([tx.objectStore('runs').clear(), tx.objectStore('days').clear(), tx.done]);
    },
    close: () => db.close(),
  };
}

type Database = IDBPDatabase<HistorySchema>;
type Upgrade = IDBPTransaction<HistorySchema, StoreNames<HistorySchema>[], 'versionchange'>;

async function opened(name: string): Promise<Database> {
  const opening = openDB<HistorySchema>(name, 2, {
    async upgrade(database, before, _now, tx) {
      if (before < 1) {
        database.createObjectStore('runs', { keyPath: 'runId' }).createIndex('at', 'at');
        database.createObjectStore('days', { keyPath: 'day' });
      } else if (before < 2) await renamePoints(tx);
    },
    // A newer version waits in another page: give way to it.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  try {
    return await inTime(OPEN_MS, 'The database', opening);
  } catch (error) {
    opening.then(
      (late) => late.close(),
      () => console.warn('Precall: the database could not be opened.'),
    );
    throw error;
  }
}

/** A day's points are all read for every chart, and there are at most some hundred days. */
async function renamePoints(tx: Upgrade): Promise<void> {
  let cursor = await tx.objectStore('days').openCursor();
  for (; cursor !== null; cursor = await cursor.continue()) {
    await cursor.update({
      ...cursor.value,
      points: cursor.value.points.map(pointFromVersion1) as HistoryPoint[],
    });
  }
}

/** Undefined for what is no run: the others are shown all the same. */
function readRun(stored: unknown): JudgedRun | undefined {
  const { version } = stored as { readonly version?: unknown };
  const read = v.safeParse(judgedRunSchema, version === RUN_VERSION ? stored : runFromVersion1(stored));
  if (read.success) return read.output;
  console.error('Precall: a stored run cannot be read:', v.getDotPath(read.issues[0]));
  return undefined;
}

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
async function addToDay(db: Database, day: number, ofDay: readonly JudgedRun[]): Promise<boolean> {
  const tx = db.transaction(['runs', 'days'], 'readwrite');
  const runs = tx.objectStore('runs');
  const once = [...new Map(ofDay.map((run) => [run.runId, run])).values()];
  const known = await Promise.all(once.map(({ runId }) => runs.getKey(runId)));
  const fresh = once.filter((_, index) => known[index] === undefined).map(withoutAddresses);
  const before = await tx.objectStore('days').get(day);
  if (fresh.length > 0) {
    const points = [...(before?.points ?? []), ...fresh.map(pointOf)].sort((a, b) => a.at - b.at);
    const counted = before === undefined ? 0 : before.bytes;
    await Promise.all([
      ...fresh.map((run) => runs.add({ ...run, version: RUN_VERSION })),
      tx
        .objectStore('days')
        .put({ day, points, ...(counted !== undefined && { bytes: counted + bytesOf(fresh) }) }),
    ]);
  }
  await tx.done;
  return before === undefined;
}

async function prune(db: Database, oldest: number, most: number): Promise<number | undefined> {
  const tx = db.transaction(['runs', 'days'], 'readwrite');
  const byAge = tx.objectStore('runs').index('at');
  let surplus = Number.isFinite(most) ? (await tx.objectStore('runs').count()) - most : 0;
  let keepFrom = oldest;
  let keptFrom: number | undefined;
  for (let cursor = await byAge.openCursor(); cursor !== null; cursor = await cursor.continue()) {
    if (cursor.value.at >= oldest && surplus <= 0) break;
    keepFrom = Math.max(keepFrom, cursor.value.at + 1);
    if (cursor.value.at >= oldest) keptFrom = keepFrom;
    surplus -= 1;
    await cursor.delete();
  }
  const days = tx.objectStore('days');
  await days.delete(IDBKeyRange.upperBound(dayOf(keepFrom), true));
  const edge = await days.get(dayOf(keepFrom));
  if (edge !== undefined) {
    const points = edge.points.filter((point) => point.at >= keepFrom);
    if (points.length < edge.points.length) await days.put({ day: edge.day, points });
  }
  await tx.done;
  return keptFrom;
}

async function trim(db: Database, mostBytes: number): Promise<number | undefined> {
  const days = await bytesOfDays(db);
  let total = days.reduce((sum, { bytes }) => sum + bytes, 0);
  let keptFrom: number | undefined;
  for (const { day, bytes } of days.slice(0, -1)) {
    if (total <= mostBytes) break;
    total -= bytes;
    keptFrom = (day + 1) * DAY_MS;
  }
  if (keptFrom !== undefined) await prune(db, keptFrom, Number.POSITIVE_INFINITY);
  return keptFrom;
}

/** Oldest first. Counts what is not counted yet: days that lost a part, or were written by an earlier version. */
async function bytesOfDays(db: Database): Promise<readonly { day: number; bytes: number }[]> {
  const found: { day: number; bytes: number }[] = [];
  const tx = db.transaction(['runs', 'days'], 'readwrite');
  const runs = tx.objectStore('runs').index('at');
  let cursor = await tx.objectStore('days').openCursor();
  for (; cursor !== null; cursor = await cursor.continue()) {
    const { day, points, bytes: counted } = cursor.value;
    let bytes = counted;
    if (bytes === undefined) {
      bytes = bytesOf(await runs.getAll(IDBKeyRange.bound(day * DAY_MS, (day + 1) * DAY_MS, false, true)));
      await cursor.update({ day, points, bytes });
    }
    found.push({ day, bytes: bytes + bytesOf(points) });
  }
  await tx.done;
  return found;
}

async function points(db: Database, from: number, to: number): Promise<HistoryPoint[]> {
  const days = await db.getAll('days', IDBKeyRange.bound(dayOf(from), dayOf(to)));
  return days.flatMap((day) => day.points.filter(({ at }) => at >= from && at <= to)).map(withEveryMetric);
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
    yield* fresh.flatMap((stored) => readRun(stored) ?? []);
    lower = fresh.at(-1)?.at ?? lower;
    seen = new Set(batch.filter((run) => run.at === lower).map((run) => run.runId));
  }
}
