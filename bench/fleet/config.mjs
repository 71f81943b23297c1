/** `npm run bench:fleet`: nothing lost through deaths and restarts, and what 10,000 devices cost one engine. */
export default {
  testDir: '.',
  testMatch: ['deaths.ts', 'devices.ts'],
  outputDir: '../../test-results',
  reporter: 'line',
  workers: 1,
  timeout: 3_600_000,
};
