/** Puts a state into an extension's storage, from one of its own pages. */
import { createHash } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright/test';
import manifest from '../../manifest.json' with { type: 'json' };
import type { ViewState } from './views-states.ts';

/** Chromium's id of an unpacked extension with a fixed key: the first half of the key's SHA-256 in the letters a to p. */
export function extensionId(key = manifest.key): string {
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex');
  return [...digest.slice(0, 32)].map((digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)]).join('');
}

function seedOf(state: ViewState) {
  const envelope = (data: unknown, version = 1) => ({ version, data });
  return {
    local: {
      settings: envelope(state.settings),
      monitor: envelope(state.monitor, 2),
      due: envelope(state.due ?? null),
      snooze: envelope(state.snooze ?? null),
    },
    session: { running: envelope(state.running ?? null), trouble: envelope(state.trouble ?? []) },
  };
}

function historyOf({ points = NONE, runs = NONE }: ViewState) {
  return { points, runs };
}

const NONE: readonly never[] = [];

/** The history last put into each browser. It is megabytes, and most tests of a file look at the same. */
const KEPT = new WeakMap<BrowserContext, ReturnType<typeof historyOf>>();

/** Stands alone: it is run inside a page of the extension. */
async function storeInPage({ local, session }: ReturnType<typeof seedOf>): Promise<void> {
  await chrome.storage.local.set(local);
  await chrome.storage.session.set(session);
}

/** Stands alone as well. */
async function keepInPage({ points, runs }: ReturnType<typeof historyOf>): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('precall-history', 2);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('runs', { keyPath: 'runId' }).createIndex('at', 'at');
      opening.result.createObjectStore('days', { keyPath: 'day' });
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const writing = database.transaction(['days', 'runs'], 'readwrite');
  const days = new Map<number, typeof points>();
  for (const point of points) {
    const day = Math.floor(point.at / 86_400_000);
    days.set(day, [...(days.get(day) ?? []), point]);
  }
  writing.objectStore('days').clear();
  writing.objectStore('runs').clear();
  for (const run of runs) writing.objectStore('runs').put({ ...run, version: 2 });
  for (const [day, ofDay] of days) writing.objectStore('days').put({ day, points: ofDay });
  await new Promise((resolve) => {
    writing.oncomplete = resolve;
  });
  database.close();
}

/** `page` must show a page of the extension. */
export async function seed(page: Page, state: ViewState): Promise<void> {
  await page.evaluate(storeInPage, seedOf(state));
  const history = historyOf(state);
  const kept = KEPT.get(page.context());
  if (kept?.points === history.points && kept.runs === history.runs) return;
  await page.evaluate(keepInPage, history);
  KEPT.set(page.context(), history);
}
