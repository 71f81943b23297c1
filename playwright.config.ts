import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: 'test',
  outputDir: 'test-results',
  forbidOnly: true,
  reporter: 'list',
  projects: [
    { name: 'unit', testMatch: '**/*.test.ts', testIgnore: 'e2e/**', timeout: 30_000, retries: 0 },
    // These measure real time in real browsers: a machine that stands still for a second may fail one, not twice.
    // Which ones needed their second try is told at the end.
    // What they wait for comes as an event; the time is only a bound, and a busy machine draws a page late.
    {
      name: 'e2e',
      testMatch: 'e2e/**/*.test.ts',
      timeout: 120_000,
      retries: 1,
      expect: { timeout: 20_000 },
    },
  ],
  // Most of an end-to-end test is waiting: three at a time keep two cores busy, and no measurement waits for one.
  workers: 3,
});
