/** Short storms of one seed in each browser; `npm run storm` makes longer ones. */
import { expect, test } from 'playwright/test';
import { STORM_BROWSERS } from '../../bench/storm/browser.ts';
import { makeStorm } from '../../bench/storm/storm.ts';

for (const browser of STORM_BROWSERS) {
  test(`whatever is killed in the middle of a run in ${browser}, each result is stored once and nothing is left`, {
    tag: browser === 'chromium' ? [] : '@long',
  }, async () => {
    test.slow(); // Some ten runs, and perhaps a start of the browser or two.
    const said: string[] = [];
    const { broken, finishedRuns } = await makeStorm({
      browser,
      seed: 1,
      kills: 4,
      say: (line) => said.push(line),
    });
    expect(broken, said.join('\n')).toEqual([]);
    expect(finishedRuns).toBeGreaterThan(0);
  });
}
