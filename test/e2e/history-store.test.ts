/** The history's own code on a real IndexedDB. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright';
import { root } from '../../scripts/set-up.mjs';
import { DAY_MS } from '../../src/core/base/durations.ts';
import { bytesOf, pointOf } from '../../src/core/history/history-record.ts';
import { pointFromVersion1 } from '../../src/core/history/point-version-1.ts';
import type { JudgedRun } from '../../src/core/monitor/judged-run.ts';
import { runFromVersion1 } from '../../src/core/monitor/version-1.ts';
import type { HistoryStore } from '../../src/platform/history-store.ts';
import { judgedRun } from '../core/builders/judged-runs.ts';
import { version1 } from '../version-1.ts';
import { ExtensionUnderTest } from './extension.ts';
import { seed } from './views-seed.ts';
import { historyState } from './views-states.ts';
import { expect, test } from './views-test.ts';

const START = 20_000 * DAY_MS;
const A_DAY = 4;

declare const history: { open(): Promise<HistoryStore> };

const DATABASE = 'precall-history-test';

let bundle: string;
test.beforeAll(async () => {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: {
      contents: `import { openHistory } from './src/platform/history-store.ts';
        globalThis.history = { open: () => openHistory('${DATABASE}') };`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    format: 'iife',
    write: false,
  });
  bundle = outputFiles[0]?.text ?? '';
});

let page: Page;
test.beforeEach(async ({ pages, page: tab }) => {
  page = tab;
  await page.goto(`${pages.origin}/manifest.json`);
  await page.evaluate(
    (name) =>
      new Promise<void>((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase(name);
        deleting.onsuccess = () => resolve();
        deleting.onerror = () => reject(deleting.error);
      }),
    DATABASE,
  );
  // `history` is the window's own unless it is defined anew.
  await page.evaluate('Object.defineProperty(globalThis, "history", { writable: true, value: undefined })');
  await page.evaluate(bundle);
});

/** The browser has next to no room for the extension under test. */
async function narrow(folder: string): Promise<void> {
  const background = join(folder, 'background.js');
  const estimate = 'navigator.storage.estimate = async () => ({ quota: 100_000, usage: 0 });';
  await writeFile(background, `${estimate}\n${await readFile(background, 'utf8')}`);
}

test('a run makes room, and the options say what had to go for it', { tag: '@long' }, async ({ turn }) => {
  const tight = await ExtensionUnderTest.launch({ prepare: narrow });
  try {
    const tab = await tight.context.newPage();
    await tab.goto(`${tight.origin}/manifest.json`);
    const day = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    // 140 runs of 2 kB each with its point, on ten days before this one.
    const runs = Array.from({ length: 140 }, (_, index) =>
      judgedRun({ at: day - Math.ceil((index + 1) / 14) * DAY_MS, summaryCode: 95, runId: `run-${index}` }),
    );
    await seed(tab, { ...historyState(Date.now()), runs, points: runs.map(pointOf) });
    await tight.configure([turn.server('udp')]);
    await tight.run();
    const cut = await tight.until<number>('local', 'historyCut', (at) => typeof at === 'number');
    expect((day - cut) / DAY_MS).toBe(1);
    await tab.goto(`${tight.origin}/options/options.html`);
    await expect(tab.getByText(/^Results before .+ were removed to make room\.$/)).toBeVisible();
    // The 14 of the day before, and what was run since.
    await expect(tab.getByText(/^1[56] results are stored on this device\.$/)).toBeVisible();
    await tab.getByRole('button', { name: 'Delete all results' }).click();
    await tab.getByRole('button', { name: 'Delete them' }).click();
    await expect(tab.getByText('0 results are stored on this device.')).toBeVisible();
    await expect(tab.getByText('to make room')).toHaveCount(0);
  } finally {
    await tight.dispose();
  }
});

function runsOf(days: number, ofADay = A_DAY): JudgedRun[] {
  return Array.from({ length: days * ofADay }, (_, index) => {
    const at = START + Math.floor(index / ofADay) * DAY_MS + (index % ofADay) * 3_600_000;
    return judgedRun({ at, summaryCode: 95, runId: `run-${index}` });
  });
}

/** What the store's method gives, and the times of all runs and of all points after it. */
function inStore<A>(
  method: 'trim' | 'prune' | 'add' | 'addAll',
  args: readonly A[],
): Promise<{ gave: unknown; runs: number[]; points: number[] }> {
  return page.evaluate(
    async ([name, given]) => {
      const store = await history.open();
      try {
        const call = store[name] as (...values: readonly unknown[]) => Promise<unknown>;
        const gave = await call(...given);
        const runs: number[] = [];
        for await (const run of store.runs()) runs.push(run.at);
        const points = (await store.points(0, 8.64e15)).map(({ at }) => at);
        return { gave, runs, points };
      } finally {
        store.close();
      }
    },
    [method, args] as const,
  );
}

test('above its bytes it loses whole days, oldest first, and says from when all is kept', async () => {
  const runs = runsOf(10);
  const { runs: all } = await inStore('addAll', [runs]);
  expect(all).toHaveLength(40);
  const total = bytesOf(runs);
  expect((await inStore('trim', [2 * total])).gave).toBeUndefined();

  // A day takes its points, too.
  const aDay = (total + bytesOf(runs.map(pointOf))) / 10;
  const { gave, runs: left, points } = await inStore('trim', [5.5 * aDay]);
  expect(gave).toBe(START + 5 * DAY_MS);
  expect(left).toEqual(runs.slice(20).map(({ at }) => at));
  expect(points).toEqual(left);
  expect((await inStore('trim', [5.5 * aDay])).gave).toBeUndefined();

  const least = await inStore('trim', [1]);
  expect(least.gave).toBe(START + 9 * DAY_MS);
  expect(least.runs).toHaveLength(A_DAY);
});

test('days that nobody counted, or that lost a part, are counted', async () => {
  const runs = runsOf(6);
  await inStore('addAll', [runs]);
  await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('precall-history-test');
      opening.onsuccess = () => resolve(opening.result);
    });
    const writing = db.transaction('days', 'readwrite');
    const all = writing.objectStore('days').getAll();
    all.onsuccess = () => {
      // As an earlier version wrote them.
      for (const { day, points } of all.result) writing.objectStore('days').put({ day, points });
    };
    await new Promise((resolve) => {
      writing.oncomplete = resolve;
    });
    db.close();
  });
  const half = bytesOf(runs) / 2;
  await inStore('prune', [runs[2]?.at]);
  const { gave, runs: left } = await inStore('trim', [half]);
  expect(gave).toBe(START + 4 * DAY_MS);
  expect(left).toHaveLength(2 * A_DAY);
});

test('tells the first run of a day, and whether the count or only the age took some away', async () => {
  const [first, second, ...others] = runsOf(2);
  expect((await inStore('add', [first])).gave).toBe(true);
  expect((await inStore('add', [second])).gave).toBe(false);
  expect((await inStore('add', [second])).gave).toBe(false);
  await inStore('addAll', [others]);
  expect(await inStore('prune', [START + DAY_MS])).toMatchObject({ gave: undefined });
  const cut = await inStore('prune', [START + DAY_MS, 3]);
  expect(cut.gave).toBe(START + DAY_MS + 1);
  expect(cut.runs).toHaveLength(3);
});

test('a database of version 1 is read: its points at once, its runs as they are asked for', async () => {
  const runs = JSON.parse(version1('history-runs.json'));
  const day = JSON.parse(version1('history-day.json'));
  await page.evaluate(
    async (stored) => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open('precall-history-test', 1);
        opening.onupgradeneeded = () => {
          opening.result.createObjectStore('runs', { keyPath: 'runId' }).createIndex('at', 'at');
          opening.result.createObjectStore('days', { keyPath: 'day' });
        };
        opening.onsuccess = () => resolve(opening.result);
      });
      const writing = db.transaction(['runs', 'days'], 'readwrite');
      for (const run of [...stored.runs, { ...stored.runs[0], runId: 'broken', report: {} }]) {
        writing.objectStore('runs').put(run);
      }
      writing.objectStore('days').put(stored.day);
      await new Promise((resolve) => {
        writing.oncomplete = resolve;
      });
      db.close();
    },
    { runs, day },
  );
  const read = await page.evaluate(async () => {
    const store = await history.open();
    const all: unknown[] = [];
    for await (const run of store.runs()) all.push(run);
    const found = { all, points: await store.points(0, 8.64e15), count: await store.count() };
    const broken = await store.get('broken');
    store.close();
    return { ...found, broken: broken === undefined ? 'no run' : broken };
  });
  expect(read.all).toEqual(runs.map(runFromVersion1));
  expect(read.points).toEqual(day.points.map(pointFromVersion1));
  expect(read).toMatchObject({ count: 6, broken: 'no run' });
});
