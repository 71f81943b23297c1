/** Figures of the pages, printed in a table. They depend on the machine, so no test asserts them. */
import type { Page } from 'playwright';
import { test } from 'playwright/test';
import { launchPages, show } from '../test/e2e/views-pages.ts';
import { popupStates } from '../test/e2e/views-states.ts';
import { fillHistory } from './fill-history.ts';

const RUNS = 100_000;
const REPEATS = 9;

test('the pages', async () => {
  const pages = await launchPages();
  const page = await pages.context.newPage();
  const { excellent } = popupStates(Date.now());
  if (excellent === undefined) throw new Error('No state');
  await page.setViewportSize({ width: 360, height: 600 });
  await show(pages, page, 'popup/popup.html', excellent);
  await fillHistory(page, pages, RUNS);
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
