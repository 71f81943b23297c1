/** What a person deletes is gone from every store, and a restart of the background brings none of it back. */
import type { Page } from 'playwright';
import { DEFAULT_SETTINGS } from '../../src/core/settings/settings.ts';
import { judgedRun, monitorWith } from '../core/builders/judged-runs.ts';
import { expect, test } from './clean-browser.ts';
import { seed } from './views-seed.ts';
import { historyState } from './views-states.ts';

const ADDRESS = '198.51.100.7';
const DEVICE = '5f7dd9c4-94b5-4a57-a6f1-1d1f1e1c0e11';
const ASIDE = 'aside-canary';

async function stored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const [local, session] = await Promise.all([chrome.storage.local.get(), chrome.storage.session.get()]);
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('precall-history');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const names = [...database.objectStoreNames];
    const all = names.map(
      (name) =>
        new Promise<unknown>((resolve, reject) => {
          const request = database.transaction(name).objectStore(name).getAll();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        }),
    );
    const history = await Promise.all(all);
    database.close();
    return JSON.stringify([local, session, history]);
  });
}

test('all results are deleted after a second word, the newest too, and this device is forgotten', async ({
  extension,
}) => {
  const page = await extension.openPage('options/options.html');
  const run = judgedRun({ at: Date.now() - 60_000, summaryCode: 95 });
  await seed(page, { ...historyState(Date.now()), settings: DEFAULT_SETTINGS, runs: [run], points: [] });
  await page.evaluate(
    ([monitor, deviceId, stored]) =>
      chrome.storage.local.set({
        monitor: { version: 2, data: monitor },
        deviceId: { version: 1, data: deviceId },
        'monitor.aside': { version: 1, data: { at: Date.now(), stored } },
        'settings.aside': { version: 1, data: { at: Date.now(), stored } },
      }),
    [monitorWith(run), DEVICE, ASIDE] as const,
  );
  await page.reload();
  await page.getByRole('button', { name: 'Delete all results' }).click();
  await page.locator('.sure').getByRole('button', { name: 'Cancel' }).click();
  expect(await stored(page)).toContain(ADDRESS);
  await page.getByRole('button', { name: 'Delete all results' }).click();
  await page.getByRole('button', { name: 'Delete them' }).click();
  await expect(page.getByText('All results are deleted.')).toBeVisible();
  const left = await stored(page);
  expect(left).not.toContain(ADDRESS);
  expect(left).not.toContain(run.runId);
  expect(left).toContain(DEVICE);

  await page.getByRole('button', { name: 'Forget this device' }).click();
  await page.getByRole('button', { name: 'Delete them' }).click();
  await expect(
    page.getByText('All results, and what was learnt about your networks, are deleted.'),
  ).toBeVisible();
  const after = await stored(page);
  expect(after).not.toContain(DEVICE);
  expect(after).not.toContain(ASIDE);
  await page.close();
});
