/** Storms as `npm run storm` asks for them, side by side; the first broken invariant ends each. Prints their figures, and the sum. */
import { expect, test } from 'playwright/test';
import { STORM_BROWSERS } from './browser.ts';
import { makeStorm } from './storm.ts';
import { summed } from './summed.ts';

test('the storm', async () => {
  const { STORM_BROWSER, STORM_SEED, STORM_STORMS, STORM_KILLS, STORM_MINUTES, STORM_FAULTS, STORM_LIGHT } =
    process.env;
  const browser = STORM_BROWSERS.find((name) => name === STORM_BROWSER);
  if (browser === undefined) throw new Error(`There is no storm in ${STORM_BROWSER}`);
  const until = Date.now() + Number(STORM_MINUTES) * 60_000;
  const storms = Array.from({ length: Number(STORM_STORMS) }, (_, place) =>
    makeStorm({
      browser,
      seed: Number(STORM_SEED) + place,
      kills: Number(STORM_KILLS),
      words: (STORM_FAULTS ?? '').split(',').filter((word) => word !== ''),
      light: STORM_LIGHT === 'yes',
      until,
      say: (line) => console.log(line),
    }),
  );
  const figures = await Promise.all(storms);
  const { faults, ...rest } = summed(figures);
  console.table(faults);
  console.log(JSON.stringify(rest));
  expect(rest.broken).toEqual([]);
});
