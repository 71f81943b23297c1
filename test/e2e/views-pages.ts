/** The pages alone: the background is taken away, so that a stored state stays as it is. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import { expect } from 'playwright/test';
import { ExtensionUnderTest } from './extension.ts';
import { seed } from './views-seed.ts';
import type { ViewState } from './views-states.ts';

/** In the language of that tag; English when absent. */
export function launchPages(language = 'en'): Promise<ExtensionUnderTest> {
  return ExtensionUnderTest.launch({
    args: [`--lang=${language}`],
    prepare: (folder) => writeFile(join(folder, 'background.js'), ''),
  });
}

/** Shows a page in a state, once its content is there. */
export async function show(
  extension: ExtensionUnderTest,
  page: Page,
  path: string,
  state: ViewState,
): Promise<void> {
  await page.goto(`${extension.origin}/manifest.json`);
  await seed(page, state);
  await page.goto(`${extension.origin}/${path}`);
  await page.locator('main, .notice').first().waitFor();
}

export async function expectAccessible(page: Page, rules?: string[]): Promise<void> {
  // Our pages have no frames: all of it is done in the page itself. What passes nobody reads.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.target.join(' '))])).toEqual([]);
}

export const LIGHT_AND_DARK = [{ colorScheme: 'light' }, { colorScheme: 'dark' }] as const;

/** In each of these colours. Others change no more than the contrast: everything else is looked at once. */
export async function expectAccessibleInEach(
  page: Page,
  looks: readonly Parameters<Page['emulateMedia']>[0][],
): Promise<void> {
  for (const [index, look] of looks.entries()) {
    await page.emulateMedia(look);
    await expectAccessible(page, index === 0 ? undefined : ['color-contrast']);
  }
}

/** No text is longer than its place; a field, and a table that scrolls, may hold more than they show. */
export async function expectNothingCut(page: Page): Promise<void> {
  // Charts follow their place a moment later.
  await expect.poll(() => page.evaluate(cutInPage)).toEqual([]);
}

function cutInPage(): string[] {
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.closest('input, textarea, .scroller, .visually-hidden') === null)
    .filter((element) => {
      const { clientWidth, clientHeight, scrollWidth, scrollHeight } = element;
      const hides = getComputedStyle(element).overflowY === 'hidden';
      return clientWidth > 0 && (scrollWidth > clientWidth + 1 || (hides && scrollHeight > clientHeight + 1));
    })
    .map(({ outerHTML }) => outerHTML.slice(0, 200));
}

/** At 200 % zoom of a 1280 px window nothing is cut off sideways (WCAG 1.4.10). */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}
