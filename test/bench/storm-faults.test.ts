/** The page of the storm tells each fault as the storm makes it. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'playwright/test';
import { STORM_BROWSERS } from '../../bench/storm/browser.ts';
import { FAULTS, type FaultName, wayOf } from '../../bench/storm/faults.ts';

test('each fault is a row that says what is done in each browser, or why it cannot be', async () => {
  const page = await readFile(new URL('../../bench/STORM.md', import.meta.url), 'utf8');
  const rows = (Object.keys(FAULTS) as FaultName[]).map((name) => {
    const ways = STORM_BROWSERS.map((browser) => {
      const way = wayOf(name, browser);
      return typeof way === 'string' ? way : `cannot be done: ${way.cannot}`;
    });
    const [first, ...others] = ways;
    const isSame = others.every((way) => way === first);
    return `| ${name} | ${first} | ${isSame ? 'the same' : others.join(' | ')} |`;
  });
  expect(page).toContain(`|---|---|---|\n${rows.join('\n')}\n\n`);
});
