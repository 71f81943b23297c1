/** One storm as it is asked for by `npm run storm`; its figures are printed, the first broken invariant ends it. */
import { expect, test } from 'playwright/test';
import { makeStorm } from './storm.ts';

test('the storm', async () => {
  const seed = Number(process.env.STORM_SEED);
  const figures = await makeStorm(seed, Number(process.env.STORM_KILLS), (line) => console.log(line));
  console.table(figures.faults);
  const { faults: _each, broken, ...rest } = figures;
  console.log(JSON.stringify(rest));
  expect(broken).toEqual([]);
});
