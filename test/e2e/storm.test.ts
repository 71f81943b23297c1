/** A short storm of one seed; `npm run storm` makes longer ones. */
import { expect, test } from 'playwright/test';
import { makeStorm } from '../../bench/storm/storm.ts';

test('whatever is killed in the middle of a run, each result is stored once and nothing is left', {
  tag: '@long',
}, async () => {
  const said: string[] = [];
  const { broken, finishedRuns } = await makeStorm(1, 4, (line) => said.push(line));
  expect(broken, said.join('\n')).toEqual([]);
  expect(finishedRuns).toBeGreaterThan(0);
});
