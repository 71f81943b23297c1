import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: 'test',
  outputDir: 'test-results',
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  projects: [
    { name: 'unit', testMatch: '**/*.test.ts', testIgnore: 'e2e/**', timeout: 30_000 },
    // A run measures while it loads a core: two at a time would disturb each other on two cores.
    { name: 'e2e', testMatch: 'e2e/**/*.test.ts', workers: 1, timeout: 90_000 },
  ],
  workers: 2,
});
