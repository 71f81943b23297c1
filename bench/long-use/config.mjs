/** `npm run bench:long-use`: `BENCH_RUNS` is how many runs are made in one browser. */
export default {
  testDir: '.',
  testMatch: 'long-use.ts',
  outputDir: '../../test-results',
  reporter: 'line',
  workers: 1,
  timeout: 0,
};
