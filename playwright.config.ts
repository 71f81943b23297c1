import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: 'test',
  outputDir: 'test-results',
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  projects: [
    { name: 'unit', testMatch: '**/*.test.ts', testIgnore: 'e2e/**', timeout: 30_000 },
    { name: 'e2e', testMatch: 'e2e/**/*.test.ts', timeout: 120_000 },
  ],
  // Most of an end-to-end test is waiting: three at a time keep two cores busy, and no measurement waits for one.
  workers: 3,
});
