import { fileURLToPath } from 'node:url';
import { defineConfig } from 'playwright/test';

const TESTS = fileURLToPath(new URL('test/', import.meta.url));
/**
 * These measure real time, most of them in real browsers: a machine that stands still for a second may fail one, not twice. In
 * full: a folder of such a name may stand above this one.
 */
const REAL_TIME = [
  'e2e/**/*.test.ts',
  'bench/link-truth.test.ts',
  'precall/loop/loop-path.test.ts',
  'precall/run/forbidden-page.test.ts',
  'precall/run/precall-test.test.ts',
].map((path) => `${TESTS}${path}`);

export default defineConfig({
  testDir: 'test',
  outputDir: 'test-results',
  forbidOnly: true,
  reporter: 'list',
  projects: [
    {
      name: 'unit',
      testMatch: '**/*.test.ts',
      testIgnore: REAL_TIME,
      timeout: 30_000,
      retries: 0,
      workers: '100%',
    },
    {
      name: 'e2e',
      testMatch: REAL_TIME,
      // What they wait for comes as an event; the time is only a bound, and a busy machine draws a page late.
      timeout: 120_000,
      expect: { timeout: 20_000 },
      // Which ones needed their second try is told at the end.
      retries: 1,
      // Most of an end-to-end test is waiting: three at a time keep two cores busy; five were no quicker, and measurements met
      // a busy machine.
      workers: 3,
    },
  ],
  workers: 3,
});
