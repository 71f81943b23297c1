/** What tests of src/precall in a real browser ask for by name: one TURN server and one page for all of a worker's. */
import { test as base } from 'playwright/test';
import { type Coturn, startCoturn } from '../../e2e/coturn.ts';
import { openPrecallPage, type PrecallPage } from './precall-page.ts';
import { USER } from './requests.ts';

interface Shared {
  readonly turn: Coturn;
  /** Trusts the TLS certificate of `turn`. */
  readonly precall: PrecallPage;
}

export const test = base.extend<Record<never, never>, Shared>({
  turn: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const turn = await startCoturn({ user: USER });
      await use(turn);
      await turn.dispose();
    },
    { scope: 'worker' },
  ],
  precall: [
    async ({ turn }, use) => {
      const precall = await openPrecallPage([`--ignore-certificate-errors-spki-list=${turn.spki}`]);
      await use(precall);
      await precall.close();
    },
    { scope: 'worker' },
  ],
});

export { expect } from 'playwright/test';
