/** How the extension stands: what is stored, and what of it is open. */
import type { JudgedRun } from '../../src/core/monitor/judged-run.ts';
import type { Settings } from '../../src/core/settings/settings.ts';
import type { DrivenExtension } from '../../test/e2e/driven-extension.ts';
import { NOTIFICATION_CALLS, type NotificationCall } from '../../test/e2e/notification-spy.ts';

export interface Standing {
  readonly latest: string | null;
  /** ms since the epoch. */
  readonly dueAt: number | null;
  /** ms since the epoch at which the alarm of the schedule goes off. */
  readonly alarmAt: number | null;
  readonly settings: Settings;
  /** Ids in the history, and in the points of its days. */
  readonly runs: readonly string[];
  readonly points: readonly string[];
  /** Ids of the notifications that the desktop was asked to raise, in order. */
  readonly raised: readonly string[];
  readonly troubles: readonly string[];
  readonly hasDocument: boolean;
}

export function standingOf(extension: DrivenExtension): Promise<Standing> {
  return extension.call(standingInPage, NOTIFICATION_CALLS);
}

/** Stands alone: it runs in a page of the extension. */
async function standingInPage(spied: string): Promise<Standing> {
  interface Stored {
    readonly settings?: { data: Settings };
    readonly monitor?: { data: { latest: JudgedRun | null } };
    readonly due?: { data: { at: number } | null };
    readonly trouble?: { data: readonly string[] };
  }
  const local = await chrome.storage.local.get<Stored & Record<string, unknown>>();
  const session = await chrome.storage.session.get<Stored & Record<string, unknown>>();
  const database = await new Promise<IDBDatabase | null>((resolve, reject) => {
    const request = indexedDB.open('precall-history');
    // One that is not there yet is not made here, without its stores.
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => (request.error?.name === 'AbortError' ? resolve(null) : reject(request.error));
  });
  const all = <T>(store: string, what: 'getAll' | 'getAllKeys'): Promise<T[]> =>
    new Promise((resolve, reject) => {
      if (database === null) return resolve([]);
      const request = database.transaction(store).objectStore(store)[what]();
      request.onsuccess = () => resolve(request.result as T[]);
      request.onerror = () => reject(request.error);
    });
  const runs = await all<string>('runs', 'getAllKeys');
  const days = await all<{ points: { runId: string }[] }>('days', 'getAll');
  database?.close();
  const calls = (local[spied] ?? []) as NotificationCall[];
  if (local.settings === undefined) throw new Error('the settings are gone');
  return {
    latest: local.monitor?.data.latest?.runId ?? null,
    dueAt: local.due?.data?.at ?? null,
    alarmAt: (await chrome.alarms.get('run'))?.scheduledTime ?? null,
    settings: local.settings.data,
    runs,
    points: days.flatMap((day) => day.points.map(({ runId }) => runId)),
    raised: calls.filter(({ call }) => call === 'create').map(({ id }) => id),
    troubles: session.trouble?.data ?? [],
    // Firefox has none.
    hasDocument: (await chrome.offscreen?.hasDocument()) ?? false,
  };
}
