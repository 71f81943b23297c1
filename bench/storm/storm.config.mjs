/** `npm run storm`: as many faults as are asked for, however long that takes. */
export default {
  testDir: '.',
  testMatch: 'storm-run.ts',
  outputDir: '../../test-results',
  reporter: 'line',
  workers: 1,
  timeout: 0,
};
