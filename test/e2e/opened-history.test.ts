/** Another's exported history, looked at beside one's own and closed again: nothing of either gets into the other. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { exportLine } from '../../src/core/history/history-record.ts';
import { judgedRun } from '../core/builders/judged-runs.ts';
import {
  expectAccessible,
  expectAccessibleInEach,
  expectNoSidewaysScroll,
  LIGHT_AND_DARK,
  show,
} from './views-pages.ts';
import { historyState } from './views-states.ts';
import { expect, test } from './views-test.ts';

/** Of everything some: how many there are makes no difference here. */
const STATE = historyState(Date.now(), { oneOf: 40 });
const PATH = 'history/history.html';
/** Longer ago than the own ones, over two days; none just a day before the last. */
const THEIRS = Array.from({ length: 40 }, (_, index) => ({
  ...judgedRun({ at: Date.now() - 60 * 86_400_000 + index * 3_540_000, summaryCode: 30, rttMs: 450 }),
  network: 'network-of-theirs',
}));

const fileOf = (text: string, name = 'customer.jsonl') => ({
  name,
  mimeType: 'application/jsonl',
  buffer: Buffer.from(text),
});
const LINES = THEIRS.map(exportLine).join('\n');

const banner = (page: Page) => page.getByRole('region', { name: 'Whose results these are' });
const count = (page: Page) => page.getByRole('status').filter({ hasText: 'results' });
const opened = (page: Page): Promise<string[]> =>
  page.evaluate(async () =>
    (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('precall-opened-') ? name : [])),
  );

/** Everything the extension stores of its own. */
function ownData(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('precall-history');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const all = (store: string): Promise<unknown[]> =>
      new Promise((resolve, reject) => {
        const reading = db.transaction(store).objectStore(store).getAll();
        reading.onsuccess = () => resolve(reading.result);
        reading.onerror = () => reject(reading.error);
      });
    const stored = [await all('runs'), await all('days'), await chrome.storage.local.get(null)];
    db.close();
    return JSON.stringify(stored);
  });
}

test('a file is shown apart from one’s own results, exported apart, and gone when it is closed', async ({
  pages,
  page,
}) => {
  await show(pages, page, PATH, STATE);
  const own = await count(page).textContent();
  const before = await ownData(page);
  await page.getByLabel('Open another person’s file').setInputFiles(fileOf(LINES));
  await expect(banner(page)).toContainText('These are the results of the file');
  await expect(banner(page)).toContainText('customer.jsonl');
  await expect(banner(page)).toContainText('40 results, ');
  await expect(page.getByRole('heading', { name: 'Opened file' })).toBeVisible();
  await expect(page).toHaveTitle(/customer\.jsonl.* – opened file – Precall/);
  await expect(count(page)).toHaveText('40 of 40 results');
  const networks = page.getByRole('combobox', { name: 'Network' });
  await expect(networks.getByRole('option')).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Time' }).selectOption('Last 24 hours');
  // Of the file's own end, not of today.
  await expect(count(page)).toHaveText('25 of 25 results');
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'JSON Lines' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('precall-opened-file.jsonl');
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).run.runId)).toEqual(
    THEIRS.slice(-25).map(({ runId }) => runId),
  );
  expect(await ownData(page)).toBe(before);
  await page.getByRole('button', { name: 'Show the report of' }).first().click();
  const ticket = page.getByRole('dialog').getByRole('textbox');
  await expect(ticket).toHaveValue(/Summary 30: high latency/);
  // Which version measured it is not known: this one did not.
  await expect(ticket).not.toHaveValue(/^Precall \d/m);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.setViewportSize({ width: 640, height: 800 });
  await expectAccessibleInEach(page, LIGHT_AND_DARK);
  await expectNoSidewaysScroll(page);

  await page.getByRole('button', { name: 'Close the file' }).click();
  await expect(count(page)).toHaveText(own ?? '');
  await expect(page).toHaveTitle('Precall history');
  await expect(banner(page)).toHaveCount(0);
  await expect.poll(() => opened(page)).toEqual([]);
  expect(await ownData(page)).toBe(before);
});

test('a file that is no history, or holds no result, opens nothing and says why; a good one may be dropped', async ({
  pages,
  page,
}) => {
  await show(pages, page, PATH, { ...STATE, runs: [], points: [] });
  const open = page.getByLabel('Open another person’s file');
  for (const [text, fault] of [
    [`${LINES}\n{}`, 'Line 41 is not a result of Precall.'],
    ['{"format":"precall-history","version":3}', 'a newer version of Precall'],
    ['', 'There is no result in this file.'],
  ] as const) {
    await open.setInputFiles(fileOf(text, 'broken.jsonl'));
    await expect(page.getByRole('alert')).toContainText('broken.jsonl');
    await expect(page.getByRole('alert')).toContainText(fault);
  }
  await expect(page.getByText('No test has been stored yet.')).toBeVisible();
  expect(await opened(page)).toEqual([]);
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'dropped.jsonl'));
    for (const type of ['dragover', 'drop']) {
      const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
      if (!event.defaultPrevented) throw new Error(`The browser takes the file itself: ${type}`);
    }
  }, LINES);
  await expect(banner(page)).toContainText('dropped.jsonl');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a file is gone with its page, and another page that shows one keeps its own', { tag: '@long' }, async ({
  pages,
  page,
}) => {
  await show(pages, page, PATH, STATE);
  const other = await pages.context.newPage();
  await show(pages, other, PATH, STATE);
  for (const each of [page, other]) {
    await each.getByLabel('Open another person’s file').setInputFiles(fileOf(LINES));
    await expect(banner(each)).toBeVisible();
  }
  expect(await opened(page)).toHaveLength(2);
  await other.close();
  const third = await pages.context.newPage();
  await show(pages, third, PATH, STATE);
  await expect.poll(() => opened(third)).toHaveLength(1);
  await third.close();
  await page.getByRole('combobox', { name: 'Server' }).selectOption('Frankfurt');
  await expect(count(page)).toHaveText('40 of 40 results');
});
