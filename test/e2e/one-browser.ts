/** For tests that look at what a run says, and at nothing that one before it may have left: each start takes seconds. */
import { ExtensionUnderTest } from './extension.ts';
import { test as oneServer } from './one-server.ts';

interface Shared {
  /** Trusts the TLS certificate of `turn`. */
  readonly extension: ExtensionUnderTest;
}

/** One server and one browser for all tests of a file. */
export const test = oneServer.extend<object, Shared>({
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
