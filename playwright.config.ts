import { fileURLToPath } from 'node:url';
import { defineConfig } from 'playwright/test';

/** In full: a folder of that name may stand above this one. */
const END_TO_END = fileURLToPath(new URL('test/e2e/', import.meta.url));

export default defineConfig({
  testDir: 'test',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results',
  forbidOnly: true,
  reporter: 'list',
  projects: [
    { name: 'unit', testIgnore: `${END_TO_END}**`, timeout: 30_000, retries: 0 },
    // These measure real time in real browsers: a machine that stands still for a second may fail one, not twice.
    // Which ones needed their second try is told at the end.
    // What they wait for comes as an event; the time is only a bound, and a busy machine draws a page late.
    {
      name: 'e2e',
      testDir: END_TO_END,
      timeout: 120_000,
      retries: 1,
      expect: { timeout: 20_000 },
    },
  ],
  // Most of an end-to-end test is waiting: three at a time keep two cores busy, and no measurement waits for one.
  workers: 3,
});
