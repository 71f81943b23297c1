/** One TURN server for all tests of a file: each start takes seconds. */
import { test as base } from 'playwright/test';
import { type Coturn, startCoturn } from './coturn.ts';

export const test = base.extend<object, { turn: Coturn }>({
  turn: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const turn = await startCoturn();
      await use(turn);
      await turn.dispose();
    },
    { scope: 'worker' },
  ],
});
