/** Figures of the pages, printed in a table. They depend on the machine, so no test asserts them. */
import type { Page } from 'playwright';
import { test } from 'playwright/test';
import { DAY_MS } from '../src/core/base/durations.ts';
import { judgedRun } from '../test/core/builders/judged-runs.ts';
import type { ExtensionUnderTest } from '../test/e2e/extension.ts';
import { launchPages, show } from '../test/e2e/views-pages.ts';
import { popupStates } from '../test/e2e/views-states.ts';

const RUNS = 100_000;
const REPEATS = 9;

test('the pages', async () => {
  const pages = await launchPages();
  const page = await pages.context.newPage();
  const { excellent } = popupStates(Date.now());
  if (excellent === undefined) throw new Error('No state');
  await page.setViewportSize({ width: 360, height: 600 });
  await show(pages, page, 'popup/popup.html', excellent);
  await fillHistory(page, pages);
  const popup = await repeated(() => shownAfter(page, `${pages.origin}/popup/popup.html`, '.word'));
  await page.setViewportSize({ width: 1280, height: 900 });
  const history = await repeated(() => shownAfter(page, `${pages.origin}/history/history.html`, 'table'));
  const all = await milliseconds(async () => {
    await page.getByRole('combobox', { name: 'Time' }).selectOption('all');
    await page
      .getByRole('status')
      .filter({ hasText: `of ${RUNS.toLocaleString('en')} ` })
      .waitFor();
    await painted(page);
  });
  const scroll = await repeated(() => worstFrame(page));
  console.table({
    'popup shown, ms': popup,
    [`history with ${RUNS} runs stored, a week shown, ms`]: history,
    'history, all runs shown, ms': { median: all, worst: all },
    'longest frame while scrolling through all, ms': scroll,
  });
  await pages.dispose();
});

/** ms from the navigation until the element is there and painted. */
async function shownAfter(page: Page, url: string, selector: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator(selector).first().waitFor();
  await painted(page);
  return page.evaluate(() => performance.now());
}

async function worstFrame(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let worst = 0;
    let before = performance.now();
    for (let y = 0; y < document.documentElement.scrollHeight; y += 120) {
      scrollTo(0, y);
      const now = await new Promise<number>(requestAnimationFrame);
      worst = Math.max(worst, now - before);
      before = now;
    }
    return worst;
  });
}

function painted(page: Page): Promise<void> {
  return page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
  });
}

async function repeated(measure: () => Promise<number>): Promise<{ median: number; worst: number }> {
  const found: number[] = [];
  for (let round = 0; round < REPEATS; round += 1) found.push(Math.round(await measure()));
  found.sort((a, b) => a - b);
  return { median: found[REPEATS >> 1] ?? Number.NaN, worst: found.at(-1) ?? Number.NaN };
}

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round(performance.now() - start);
}

async function fillHistory(page: Page, pages: ExtensionUnderTest): Promise<void> {
  await page.goto(`${pages.origin}/manifest.json`);
  const run = judgedRun({ at: Date.now(), summaryCode: 95 });
  await page.evaluate(writeRuns, { run, count: RUNS, now: Date.now() });
}

/** Stands alone: runs inside a page of the extension. */
async function writeRuns(input: {
  run: ReturnType<typeof judgedRun>;
  count: number;
  now: number;
}): Promise<void> {
  const { run, count, now } = input;
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('precall-history', 2);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const days = new Map<number, object[]>();
  for (let first = 0; first < count; first += 5000) {
    const writing = database.transaction('runs', 'readwrite');
    for (let n = first; n < Math.min(count, first + 5000); n += 1) {
      const at = now - (count - n) * 300_000;
      const summaryCode = n % 97 === 0 ? 30 : n % 50 < 3 ? 60 : 95;
      const point = {
        at,
        runId: `r${n}`,
        summaryCode,
        connectivityCode: 3,
        network: n % 5000 < 1000 ? 'b' : 'a',
        provider: 'Frankfurt',
        roundTripTimeMs: 40 + 10 * Math.sin(n / 30) + (n % 97 === 0 ? 400 : 0),
        jitterMs: 2 + Math.sin(n),
        lossRatio: 0,
        throughputKbps: n % 12 === 0 ? 8000 : null,
        unstable: false,
        notified: false,
      };
      const day = Math.floor(at / DAY_MS);
      days.set(day, [...(days.get(day) ?? []), point]);
      writing.objectStore('runs').put({ ...run, version: 2, runId: point.runId, at, summaryCode });
    }
    await new Promise((resolve) => {
      writing.oncomplete = resolve;
    });
  }
  const writing = database.transaction('days', 'readwrite');
  for (const [day, points] of days) writing.objectStore('days').put({ day, points });
  await new Promise((resolve) => {
    writing.oncomplete = resolve;
  });
  database.close();
}
