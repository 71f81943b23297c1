/** `npm run screenshots`: takes the pictures of README and store listing from the real pages. */
export default {
  testDir: '../test/e2e',
  testMatch: 'screenshots.ts',
  outputDir: '../test-results',
  reporter: 'list',
  workers: 1,
  timeout: 60_000,
};
