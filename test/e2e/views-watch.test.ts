/** The page of the watch in its states, without a server. */
import { readFile } from 'node:fs/promises';
import type { WatchExport } from '../../src/core/watch/watch-export.ts';
import {
  expectAccessibleInEach,
  expectNoSidewaysScroll,
  expectNothingCut,
  LIGHT_AND_DARK,
  launchPages,
} from './views-pages.ts';
import { expect, test } from './views-test.ts';
import { openWatch, STOPPED_EARLY, WATCH_STATES, type WatchStateName } from './watch-states.ts';

const NAMES = Object.keys(WATCH_STATES) as WatchStateName[];
/** While it goes on, and with the most to tell after it; `npm run test:all` looks at the others. */
const ALWAYS: readonly WatchStateName[] = ['watching', 'roamed'];

for (const name of NAMES) {
  const tag = ALWAYS.includes(name) ? [] : ['@long'];
  test(`${name}: accessible, light and dark, left to right and right to left, and nothing is cut at 400 %`, {
    tag,
  }, async ({ pages, page }) => {
    await openWatch(pages, page, name);
    await page.getByRole('button', { name: 'Start watching' }).click();
    await expect(page.locator('.running, .outcome')).toBeVisible();
    await expectAccessibleInEach(page, LIGHT_AND_DARK);
    await page.setViewportSize({ width: 320, height: 600 });
    for (const dir of ['ltr', 'rtl']) {
      await page.evaluate((direction) => {
        document.documentElement.dir = direction;
      }, dir);
      await expectNothingCut(page);
      await expectNoSidewaysScroll(page);
    }
  });
}

for (const language of ['de', 'ja', 'fr']) {
  test(`nothing is cut off at 400 % zoom of a 1280 px window, in ${language}`, { tag: '@long' }, async () => {
    const pages = await launchPages(language);
    try {
      for (const name of ['watching', 'roamed'] as const) {
        const page = await pages.context.newPage();
        await page.setViewportSize({ width: 320, height: 600 });
        await openWatch(pages, page, name);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expectNothingCut(page);
        await page.locator('.start button').click();
        await expect(page.locator('.figures')).toBeVisible();
        await expectNothingCut(page);
        await expectNoSidewaysScroll(page);
        await page.close();
      }
    } finally {
      await pages.dispose();
    }
  });
}

test('by keyboard: the focus goes on to what takes the place of the button', async ({ pages, page }) => {
  await openWatch(pages, page, 'watching');
  await page.getByRole('combobox', { name: 'How long' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Stop' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Start watching' })).toBeFocused();
});

test('at the end one sentence, what to do, and both can be taken along', async ({ pages, page }) => {
  await pages.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openWatch(pages, page, 'ended');
  await page.getByRole('button', { name: 'Start watching' }).click();
  const sentence = 'In 5 min the line stalled 3 times, the longest 1.2 s. 0.4 % was lost.';
  await expect(page.locator('.sentence')).toHaveText(sentence);
  await expect(page.getByText('Stalls like these usually come from Wi-Fi.')).toBeVisible();
  await page.getByRole('button', { name: 'Copy as text' }).click();
  await expect(page.getByText('Copied')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(sentence);
  expect(copied).toContain('Frankfurt over UDP · Wi-Fi');
  expect(copied).toContain('stall of 0.9 s');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as JSON' }).click();
  const saved = JSON.parse(await readFile(await (await saving).path(), 'utf8')) as WatchExport;
  expect(saved).toMatchObject({
    format: 'precall-watch',
    version: 1,
    server: 'Frankfurt',
    bytes: 402_000,
    summary: WATCH_STATES.ended.summary,
  });
  expect(saved.seconds).toHaveLength(190);
});

test('stopped before anything was seen, it says nothing of the line', async ({ pages, page }) => {
  await openWatch(pages, page, 'waiting', STOPPED_EARLY);
  await page.getByRole('button', { name: 'Start watching' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Start watching' })).toBeFocused();
  await expect(page.locator('.outcome')).toHaveCount(0);
  await expect(page.getByText('did not stall')).toHaveCount(0);
});

test('the port of an earlier one that goes says nothing of the one that is being asked for', async ({
  pages,
  page,
}) => {
  await openWatch(pages, page, 'watching');
  const start = page.getByRole('button', { name: 'Start watching' });
  await start.click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await start.click();
  await expect(page.locator('.outcome')).toHaveCount(0);
  await page.evaluate(() => dispatchEvent(new Event('portgone')));
  await expect(start).toBeDisabled();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('what happened is told in words: another network, another transport, a silence that goes on', async ({
  pages,
  page,
}) => {
  await openWatch(pages, page, 'roamed');
  await page.getByRole('button', { name: 'Start watching' }).click();
  for (const text of [
    'It ended because a test was started.',
    'The connection broke once, for 14 s.',
    'another transport (UDP → TLS)',
    'another network (Wi-Fi → Mobile network)',
    'another kind of address (IPv4 → IPv6)',
    'another path to the server',
  ]) {
    await expect(page.locator('main')).toContainText(text);
  }
  const other = await pages.context.newPage();
  await openWatch(pages, other, 'silent');
  await other.getByRole('button', { name: 'Start watching' }).click();
  await expect(other.getByText('Nothing has come for 0.8 s.')).toBeVisible();
  await other.close();
});

test('what cannot begin says why', async ({ pages, page }) => {
  await openWatch(pages, page, 'refused');
  await page.getByRole('button', { name: 'Start watching' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    'No server has credentials at the moment. Start a test to see why.',
  );
});
