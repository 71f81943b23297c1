/** What a person deletes is gone from every store, and a restart of the background brings none of it back. */
import type { Page } from 'playwright';
import { DEFAULT_SETTINGS } from '../../src/core/settings/settings.ts';
import { judgedRun, monitorWith } from '../core/builders/judged-runs.ts';
import { expect, test } from './clean-browser.ts';
import {
  json,
  serverFromUrl,
  startCoturnFor,
  startCredentialsService,
  timedCredentials,
} from './credentials-service.ts';
import { NOTIFICATION_CALLS } from './notification-spy.ts';
import { seed } from './views-seed.ts';
import { historyState } from './views-states.ts';
import { within } from './within.ts';

const ADDRESS = '198.51.100.7';
const DEVICE = '5f7dd9c4-94b5-4a57-a6f1-1d1f1e1c0e11';
const ASIDE = 'aside-canary';

/** Everything that the extension keeps, wherever, but for the settings and what this test itself notes; runs in its page. */
function stored(page: Page): Promise<string> {
  return page.evaluate(async (spied) => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const { settings: _own, [spied]: _noted, ...local } = await chrome.storage.local.get();
    const databases: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames)
        databases.push(await done(database.transaction(store).objectStore(store).getAll()));
      database.close();
    }
    return JSON.stringify([
      local,
      await chrome.storage.session.get(),
      await chrome.storage.sync?.get(),
      databases,
      await caches.keys(),
      { ...localStorage },
      { ...sessionStorage },
      await chrome.notifications.getAll(),
      await chrome.action.getTitle({}),
    ]);
  }, NOTIFICATION_CALLS);
}

async function deleteBy(page: Page, button: string, said: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('button', { name: 'Delete them' }).click();
  await expect(page.getByText(said)).toBeVisible();
}

const RESULTS_DELETED = 'All results are deleted.';
const DEVICE_FORGOTTEN = 'All results, and what was learnt about your networks, are deleted.';

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
  await deleteBy(page, 'Delete all results', RESULTS_DELETED);
  const left = await stored(page);
  expect(left).not.toContain(ADDRESS);
  expect(left).not.toContain(run.runId);
  expect(left).toContain(DEVICE);

  await deleteBy(page, 'Forget this device', DEVICE_FORGOTTEN);
  const after = await stored(page);
  expect(after).not.toContain(DEVICE);
  expect(after).not.toContain(ASIDE);
  await page.close();
});

test('what real runs left, those that wait for a collector and a notification among it, is in no store after each delete', async ({
  extension,
}) => {
  await within(startCredentialsService(), (service) =>
    within(startCoturnFor(service), async (turn) => {
      const pair = timedCredentials(service.secret, 3600);
      const reply = { ...pair, ttl: 3600, uris: [turn.urls.tcp] };
      service.answer(json(reply, 200, { 'access-control-allow-origin': '*' }));
      const otlp = { enabled: true, endpoint: 'http://127.0.0.1:9/v1/metrics' };
      await extension.configure([serverFromUrl(service)], { otlp });
      const good = await extension.run('full');
      await turn.kill();
      const failed = [await extension.run(), await extension.run()];
      await extension.endOfRun();
      const runs = [good, ...failed].map(({ runId }) => runId);
      const { notificationID, deviceId } = failed[1]?.event ?? {};
      const salt = await extension.stored<string>('local', 'networkSalt');
      const ofDevice = { network: good.network, deviceId, salt, password: pair.password, notificationID };
      const page = await extension.openPage('options/options.html');
      const found = async (canaries: readonly unknown[]): Promise<unknown[]> => {
        const text = await stored(page);
        return canaries.filter((canary) => text.includes(String(canary)));
      };
      // Otherwise this would find nothing in nothing.
      const all = [...runs, ...Object.values(ofDevice)];
      expect(all.filter((canary) => typeof canary !== 'string' || canary === '')).toEqual([]);
      expect(await found(all)).toEqual(all);
      await deleteBy(page, 'Delete all results', RESULTS_DELETED);
      expect(await found(runs)).toEqual([]);
      expect(await extension.shownNotifications()).toEqual([]);
      await deleteBy(page, 'Forget this device', DEVICE_FORGOTTEN);
      expect(await found(all)).toEqual([]);
      await extension.killWorker();
      await extension.ask('background', 'giveBackOrigins');
      expect(await found(all)).toEqual([]);
    }),
  );
});
