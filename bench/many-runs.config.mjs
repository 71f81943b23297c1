/** `npm run bench:runs`: long use. `BENCH_RUNS` is how many runs are made. */
export default {
  testDir: '.',
  testMatch: 'many-runs.ts',
  outputDir: '../test-results',
  reporter: 'line',
  workers: 1,
  timeout: 0,
};
