/** `npm run bench:views`: how soon the pages are there, with 100,000 stored runs. */
export default {
  testDir: '.',
  testMatch: 'views.ts',
  outputDir: '../test-results',
  reporter: 'line',
  workers: 1,
  timeout: 300_000,
};
