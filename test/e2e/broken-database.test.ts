/**
 * Databases that are not as they should be. One cannot be opened, now and ever: runs go on, every page says so, and deleting
 * makes a new one. Another is of a page that has crashed.
 */
import type { Trouble } from '../../src/platform/troubles.ts';
import { expect, test } from './clean-browser.ts';

const NAME = 'precall-history';

/** As a version that is yet to come would leave it: this one can never open it. */
function breakDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 99);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
  });
}

test('a database that is broken for good is told on every page, and deleting the results makes a new one', async ({
  turn,
  extension,
}) => {
  await extension.call(breakDatabase, NAME);
  await extension.configure([turn.server('udp')]);
  const first = await extension.run();
  const told = await extension.until<readonly Trouble[]>('session', 'trouble', (now) =>
    (now ?? []).includes('history'),
  );
  expect(told).not.toContain('work');
  expect((await extension.run()).runId).not.toBe(first.runId);

  const popup = await extension.openPage('popup/popup.html');
  await expect(popup.locator('.hero[data-situation="result"]')).toBeVisible();
  await expect(popup.locator('.notice')).not.toHaveCount(0);
  const history = await extension.openPage('history/history.html');
  await expect(history.getByText('The history cannot be read.')).toBeVisible();

  const options = await extension.openPage('options/options.html');
  await expect(options.getByText('The history cannot be read.')).toBeVisible();
  await options.getByRole('button', { name: 'Delete all results' }).click();
  await options.getByRole('button', { name: 'Delete them' }).click();
  await expect(options.getByText('0 results are stored on this device.')).toBeVisible();
  await extension.until<readonly Trouble[]>('session', 'trouble', (now) => (now ?? []).length === 0);
  await extension.run();
  await history.reload();
  await expect(history.getByText('1 of 1 results')).toBeVisible();
});

test('the file that a crashed page had opened is deleted when the background starts', async ({
  extension,
}) => {
  const page = await extension.openPage('manifest.json');
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('precall-opened-crashed');
        opening.onsuccess = () => resolve(opening.result.close());
        opening.onerror = () => reject(opening.error);
      }),
  );
  const left = (): Promise<string[]> =>
    page.evaluate(async () => (await indexedDB.databases()).map(({ name = '' }) => name));
  expect(await left()).toContain('precall-opened-crashed');
  await extension.killWorker();
  // Any event wakes it.
  await page.evaluate(() => chrome.runtime.sendMessage({ target: 'nobody' }).catch(String));
  await expect.poll(left).not.toContain('precall-opened-crashed');
});
