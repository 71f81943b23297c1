/** `npm run store`: takes the stores' pictures from the real pages, in each language. */
export default {
  testDir: '../test/e2e',
  testMatch: 'store-pictures.ts',
  outputDir: '../test-results',
  reporter: 'list',
  workers: 2,
  timeout: 300_000,
};
