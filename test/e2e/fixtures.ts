/** What end-to-end tests ask for by name. */
import { test as base } from '../folder-fixture.ts';
import { type Coturn, startCoturn } from './coturn.ts';
import { ExtensionUnderTest } from './extension.ts';

interface Fixtures {
  /** A TURN server of this test's own. */
  readonly turn: Coturn;
  /** The extension in a fresh profile, which trusts the TLS certificate of `turn`. */
  readonly extension: ExtensionUnderTest;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
  turn: async ({}, use) => {
    const turn = await startCoturn();
    await use(turn);
    await turn.dispose();
  },
  extension: async ({ turn }, use) => {
    const extension = await ExtensionUnderTest.launch({ tlsSpki: turn.spki });
    await use(extension);
    await extension.dispose();
  },
});

export { expect } from 'playwright/test';
