/** What the tests of the pages ask for by name, beside what every end-to-end test may. */
import type { Page } from 'playwright';
import type { ExtensionUnderTest } from './extension.ts';
import { test as base } from './fixtures.ts';
import { launchPages } from './views-pages.ts';

interface Fixtures {
  /** A tab of `pages`, closed after the test. */
  readonly page: Page;
}
interface WorkerFixtures {
  /** The extension without its background: one browser for all tests, each of which stores a state of its own. */
  readonly pages: ExtensionUnderTest;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  pages: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const pages = await launchPages();
      await use(pages);
      await pages.dispose();
    },
    { scope: 'worker' },
  ],
  page: async ({ pages }, use) => {
    const page = await pages.context.newPage();
    await use(page);
    await page.close();
  },
});

export { expect } from 'playwright/test';
