import { expect, test } from 'playwright/test';
import { forecastOf } from '../../../src/core/monitor/run-forecast.ts';
import { judgedRun } from '../builders/judged-runs.ts';

const run = judgedRun({ at: 1_700_000_000_000, summaryCode: 70, kbps: 400 });
const counts = { at: run.at, throughputKbps: 400, atLeast: false };

test('a run that did not look for the narrower way goes by what an earlier one found of the same bandwidth', () => {
  const found = { ...counts, narrower: 'down', upKbps: 3_000, downKbps: 400 } as const;
  const told = forecastOf({ ...run, throughput: found });
  expect(told.cause).toBe('bandwidth-down');
  expect(told.sent?.kbps).toBeGreaterThan(2 * (told.received?.kbps ?? 0));
  expect(forecastOf({ ...run, throughput: counts }).cause).toBe('bandwidth');
});

test('a run whose own bandwidth does not count goes by that alone', () => {
  const another = { ...counts, throughputKbps: 900, narrower: 'down', upKbps: 3_000, downKbps: 900 } as const;
  expect(forecastOf({ ...run, throughput: another })).toEqual(forecastOf({ ...run, throughput: null }));
});
