/** What tests of src/precall in a real browser ask for by name: one TURN server and one page for all of a worker's. */
import { test as base } from 'playwright/test';
import { openPrecallPage, type PrecallPage } from './precall-page.ts';
import { startTurnServer, type TestTurnServer } from './turn-server.ts';

interface Shared {
  readonly turn: TestTurnServer;
  /** Trusts the TLS certificate of `turn`. */
  readonly precall: PrecallPage;
}

export const test = base.extend<Record<never, never>, Shared>({
  turn: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const turn = await startTurnServer();
      await use(turn);
      await turn.stop();
    },
    { scope: 'worker' },
  ],
  precall: [
    async ({ turn }, use) => {
      const precall = await openPrecallPage([`--ignore-certificate-errors-spki-list=${turn.spkiHash}`]);
      await use(precall);
      await precall.close();
    },
    { scope: 'worker' },
  ],
});

export { expect } from 'playwright/test';
