/** For tests that need no more of a fresh profile than that nothing of another test is there: each start takes seconds. */
import { test as base } from '../folder-fixture.ts';
import { type Coturn, startCoturn } from './coturn.ts';
import { type ExtensionOptions, ExtensionUnderTest } from './extension.ts';

interface Shared {
  readonly server: Coturn;
  readonly chromium: ExtensionUnderTest;
}

interface OfEachTest {
  /** Runs, whatever the test before did to it. */
  readonly turn: Coturn;
  /** As after its installation; trusts the TLS certificate of `turn`. */
  readonly extension: ExtensionUnderTest;
}

/** One server and one browser for all tests that are made by this `test`. */
export function inCleanBrowser(options: ExtensionOptions = {}) {
  return base.extend<OfEachTest, Shared>({
    server: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
      async ({}, use) => {
        const server = await startCoturn();
        await use(server);
        await server.dispose();
      },
      { scope: 'worker' },
    ],
    chromium: [
      async ({ server }, use) => {
        const chromium = await ExtensionUnderTest.launch({ tlsSpki: server.spki, ...options });
        await use(chromium);
        await chromium.dispose();
      },
      { scope: 'worker' },
    ],
    turn: async ({ server }, use) => {
      if (!server.running) await server.start();
      server.freeze(false);
      await use(server);
    },
    extension: async ({ chromium }, use) => {
      await chromium.clear();
      await use(chromium);
    },
  });
}

export const test = inCleanBrowser();

export { expect } from 'playwright/test';
