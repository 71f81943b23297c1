import { expect, test } from 'playwright/test';
import { SITE_RUN_APART_MS, siteRunWaitMs } from '../../../src/core/schedule/site-run.ts';

const NOW = 1_700_000_000_000;
const MINUTE = SITE_RUN_APART_MS;

test('a minute is 60,000 ms', () => expect(MINUTE).toBe(60_000));

const CASES: readonly (readonly [newestAgo: number | null, startedAgo: number | null, wait: number])[] = [
  [null, null, 0],
  [MINUTE + 1, null, 0],
  [MINUTE, null, 0],
  [MINUTE - 1, null, 1],
  [0, null, MINUTE],
  // A run that came to nothing keeps the next one waiting all the same.
  [null, 1_000, MINUTE - 1_000],
  [10 * MINUTE, 20_000, MINUTE - 20_000],
  [10_000, 20_000, MINUTE - 10_000],
  [10 * MINUTE, MINUTE, 0],
  // From before the clock was set back.
  [-MINUTE, null, 0],
  [null, -1, 0],
];
for (const [newest, started, wait] of CASES) {
  test(`newest result ${newest} ms ago, last start ${started} ms ago: wait ${wait} ms`, () => {
    const at = (ago: number | null) => (ago === null ? null : NOW - ago);
    expect(siteRunWaitMs({ newestAt: at(newest), startedAt: at(started), now: NOW })).toBe(wait);
  });
}
