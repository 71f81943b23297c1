/** Not a test of anything: the five pictures of a store's listing, 1280 x 800, of the real pages in each language. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { listings } from '../../scripts/store-listing.mjs';
import type { ExtensionUnderTest } from './extension.ts';
import { launchPages, show } from './views-pages.ts';
import { historyState, popupStates, type ViewState } from './views-states.ts';

const NOW = Date.UTC(2026, 2, 12, 15, 20);
const STATES = popupStates(NOW);
const SIZE = { width: 1280, height: 800 };
const POPUP = { width: 360, height: 596 };

const folder = process.env.PRECALL_STORE;
if (folder === undefined) throw new Error('PRECALL_STORE is not set: start this with npm run store.');

for (const { locale, pictures } of await listings()) {
  test(`the pictures in ${locale}`, async () => {
    const to = join(folder, locale, 'pictures');
    await mkdir(to, { recursive: true });
    const pages = await launchPages(locale.replace('_', '-'));
    try {
      const page = await pages.context.newPage();
      await page.clock.setFixedTime(NOW);
      const take = async (number: number) => page.screenshot({ path: join(to, `${number}.png`) });
      for (const [index, name] of (['excellent', 'unstable', 'several-servers'] as const).entries()) {
        const looks = [
          await popup(pages, page, state(name), 'light'),
          await popup(pages, page, state(name), 'dark'),
        ];
        await stage(page, pictures[index] ?? '', looks, locale);
        await take(index + 1);
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize(SIZE);
      await show(pages, page, 'history/history.html', historyState(NOW));
      await page.getByRole('table').nth(1).waitFor();
      await take(4);
      await show(pages, page, 'options/options.html', state('excellent'));
      await take(5);
    } finally {
      await pages.dispose();
    }
  });
}

function state(name: string): ViewState {
  const found = STATES[name];
  if (found === undefined) throw new Error(`No state ${name}`);
  return found;
}

async function popup(
  pages: ExtensionUnderTest,
  page: Page,
  of: ViewState,
  colorScheme: 'light' | 'dark',
): Promise<string> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(POPUP);
  await show(pages, page, 'popup/popup.html', of);
  const servers = page.locator('.servers');
  await servers.waitFor();
  if (of === STATES['several-servers']) await servers.evaluate((list) => list.scrollIntoView());
  return (await page.screenshot()).toString('base64');
}

/** Two pictures of the popup beside each other, under a line of text. */
async function stage(page: Page, line: string, popups: readonly string[], locale: string): Promise<void> {
  await page.setViewportSize(SIZE);
  await page.goto('about:blank');
  await page.setContent(`<!doctype html><html lang="${locale.replace('_', '-')}"><style>
    body { margin: 0; height: 800px; display: grid; grid-template-rows: 150px 1fr; justify-items: center; align-items: center;
      background: linear-gradient(135deg, #e9edfb, #c6d0f5); font: 650 34px/1.25 system-ui, sans-serif; color: #1b1e24; }
    h1 { margin: 0 60px; font: inherit; text-align: center; }
    div { display: flex; gap: 72px; align-self: start; }
    img { width: 360px; height: 596px; border-radius: 12px; box-shadow: 0 12px 40px rgb(20 30 80 / 30%); }
  </style><h1></h1><div>${popups.map((png) => `<img src="data:image/png;base64,${png}">`).join('')}</div></html>`);
  await page.locator('h1').evaluate((heading, text) => {
    heading.textContent = text;
  }, line);
  expect(
    await missingCharacters(page, line),
    'this machine has no font for these: install one, say fonts-noto-cjk',
  ).toEqual([]);
}

/** Characters that are drawn as the box for a character that no font has. */
function missingCharacters(page: Page, text: string): Promise<string[]> {
  return page.evaluate((line) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 40;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('No canvas');
    const drawn = (character: string): string => {
      context.clearRect(0, 0, 40, 40);
      context.font = '30px system-ui, sans-serif';
      context.fillText(character, 4, 32);
      return context.getImageData(0, 0, 40, 40).data.join();
    };
    // The last code point of Unicode is no character and never will be.
    const box = drawn('\u{10FFFF}');
    return [...new Set(line)].filter((character) => character.trim() !== '' && drawn(character) === box);
  }, text);
}
