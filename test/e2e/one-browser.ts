/** For tests that look at what a run says, and at nothing that one before it may have left: each start takes seconds. */
import { test as base } from 'playwright/test';
import { type Coturn, startCoturn } from './coturn.ts';
import { ExtensionUnderTest } from './extension.ts';

interface Shared {
  readonly turn: Coturn;
  /** Trusts the TLS certificate of `turn`. */
  readonly extension: ExtensionUnderTest;
}

/** One server and one browser for all tests of a file. */
export const test = base.extend<object, Shared>({
  turn: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const turn = await startCoturn();
      await use(turn);
      await turn.dispose();
    },
    { scope: 'worker' },
  ],
  extension: [
    async ({ turn }, use) => {
      const extension = await ExtensionUnderTest.launch({ tlsSpki: turn.spki });
      await use(extension);
      await extension.dispose();
    },
    { scope: 'worker' },
  ],
});

export { expect } from 'playwright/test';
