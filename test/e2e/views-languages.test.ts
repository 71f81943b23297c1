/** The longest words are not the English ones. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/set-up.mjs';
import { expect, test } from './fixtures.ts';
import { expectNoSidewaysScroll, expectNothingCut, launchPages, show } from './views-pages.ts';
import { historyState, popupStates } from './views-states.ts';

const NOW = Date.now();
const STATES = popupStates(NOW);
const HISTORY = historyState(NOW);

for (const locale of readdirSync(join(root, '_locales'))) {
  test(`nothing is cut off at 400 % zoom of a 1280 px window, in ${locale}`, async () => {
    const language = locale.replace('_', '-');
    const pages = await launchPages(language);
    try {
      const page = await pages.context.newPage();
      await page.setViewportSize({ width: 320, height: 600 });
      await show(pages, page, 'history/history.html', HISTORY);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await page.getByRole('table').nth(1).waitFor();
      await expectNothingCut(page);
      await expectNoSidewaysScroll(page);
      const feet = new Set<number | undefined>();
      for (const [name, state] of Object.entries(STATES)) {
        await test.step(name, async () => {
          await show(pages, page, 'popup/popup.html', state);
          await expectNothingCut(page);
          if (name === 'excellent' || name === 'running') {
            feet.add((await page.locator('footer').boundingBox())?.height);
          }
        });
      }
      // What a run is doing takes two lines, and no more room than what stood there before.
      expect([...feet]).toEqual([expect.any(Number)]);
      await show(pages, page, 'options/options.html', HISTORY);
      await page.locator('summary').click();
      await expectNothingCut(page);
      await expectNoSidewaysScroll(page);
    } finally {
      await pages.dispose();
    }
  });
}
