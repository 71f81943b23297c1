/** Hooks: what is stored, the past runs, and the clock. */
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { HistoryPoint } from '../core/history/history-record.ts';
import { openHistory } from '../platform/history-store.ts';
import type { StoredItem } from '../platform/stored-item.ts';

type Items = Readonly<Record<string, StoredItem<unknown>>>;
type Values<T extends Items> = { readonly [K in keyof T]: T[K] extends StoredItem<infer V> ? V : never };
export type Stored<T extends Items> = Values<T> | { readonly failed: true } | undefined;

/** All items at once, so that a page is drawn once; undefined until they are read. `items` must not change. */
export function useStored<T extends Items>(items: T): Stored<T> {
  const [values, setValues] = useState<Stored<T>>();
  // Not after the first paint, which shows nothing yet: reading begins at once.
  useLayoutEffect(() => {
    let changes: Partial<Values<T>> = {};
    const ends = Object.entries(items).map(([name, item]) =>
      item.watch((value) => {
        changes = { ...changes, [name]: value };
        setValues((before) => (before === undefined ? before : { ...before, [name]: value }));
      }),
    );
    readAll(items).then(
      (read) => setValues({ ...read, ...changes }),
      (error: unknown) => {
        console.error('Precall: the storage cannot be read.', error);
        setValues({ failed: true });
      },
    );
    return () => {
      for (const end of ends) end();
    };
  }, [items]);
  return values;
}

async function readAll<T extends Items>(items: T): Promise<Values<T>> {
  const entries = Object.entries(items).map(async ([name, item]) => [name, await item.get()] as const);
  return Object.fromEntries(await Promise.all(entries)) as Values<T>;
}

/** The points of the last `spanMs`, read again when `version` changes; empty while they cannot be read. */
export function useRecentPoints(
  spanMs: number,
  version: string | undefined,
): readonly HistoryPoint[] | undefined {
  const [points, setPoints] = useState<readonly HistoryPoint[]>();
  useEffect(() => {
    let wanted = true;
    recentPoints(spanMs).then(
      (read) => wanted && setPoints(read),
      (error: unknown) => {
        console.error('Precall: the history cannot be read.', error);
        if (wanted) setPoints([]);
      },
    );
    return () => {
      wanted = false;
    };
  }, [spanMs, version]);
  return points;
}

async function recentPoints(spanMs: number): Promise<readonly HistoryPoint[]> {
  const history = await openHistory();
  try {
    const now = Date.now();
    return await history.points(now - spanMs, now);
  } finally {
    history.close();
  }
}

/** ms since the epoch, told again every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
