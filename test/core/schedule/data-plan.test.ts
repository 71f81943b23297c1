import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { DAY_MS } from '../../../src/core/base/durations.ts';
import type { RunKind } from '../../../src/core/report/run-report.ts';
import { countRun, INITIAL_DATA_USE } from '../../../src/core/schedule/data-budget.ts';
import { type CostByKind, DEAREST_FULL_BYTES, dataPlan } from '../../../src/core/schedule/data-plan.ts';
import { longestGapMs, RUN_MS, simulateDays, worstDayBytes } from './simulated-days.ts';

const MB = 1_000_000;
const HOUR = 3_600_000;
/** Bytes both ways, bench/RESULTS-fixed.md: the worst light run in Chromium, a full run at the cap of 10 Mbit/s. */
const COST: Readonly<Record<RunKind, number>> = { connectivity: 12_000, light: 48_000, full: 1_530_000 };
const costOf = (kind: RunKind) => COST[kind];

const anySetting = fc.record({
  servers: fc.integer({ min: 1, max: 20 }),
  intervalS: fc.integer({ min: 30, max: 3600 }),
  budgetBytes: fc.integer({ min: 5, max: 500 }).map((mb) => mb * MB),
});

test('no 24 hours get more than the budget, whatever a test costs on the lines that a device meets', () => {
  const costs = fc.record({
    connectivity: fc.integer({ min: 4_000, max: 15_000 }),
    light: fc.integer({ min: 16_000, max: 70_000 }),
    full: fc.array(fc.integer({ min: 80_000, max: 3_000_000 }), { minLength: 1, maxLength: 7 }),
  });
  fc.assert(
    fc.property(anySetting, costs, (setting, { connectivity, light, full }) => {
      let made = 0;
      const varying = (kind: RunKind) =>
        kind === 'full' ? (full[made++ % full.length] ?? 0) : kind === 'light' ? light : connectivity;
      const { spent } = simulateDays({ ...setting, days: 3, costOf: varying });
      expect(worstDayBytes(spent)).toBeLessThanOrEqual(setting.budgetBytes);
    }),
    { numRuns: 60 },
  );
});

test('what a run of several kinds of tests used says little of each: the next run fits at the dearest of them', () => {
  const costs = { connectivity: 4_009, light: 54_766, full: 2_999_996 };
  const setting = { servers: 10, intervalS: 1770, budgetBytes: 40 * MB };
  const { spent } = simulateDays({ ...setting, days: 3, costOf: (kind) => costs[kind] });
  expect(worstDayBytes(spent)).toBeLessThanOrEqual(setting.budgetBytes);
});

test('the bandwidth of each server is as fresh as the plan says, and none is favoured', () => {
  fc.assert(
    fc.property(anySetting, (setting) => {
      const plan = (cost: CostByKind) => dataPlan({ ...setting, intervalMs: setting.intervalS * 1000, cost });
      const foreseenDays = plan(INITIAL_DATA_USE.cost).bandwidthEveryMs / DAY_MS;
      // What the plan can still show in the time of a test.
      fc.pre(foreseenDays < 2);
      const days = Math.ceil(3 * foreseenDays + 2);
      const { fullTests, use } = simulateDays({ ...setting, days, costOf });
      // By the costs that its runs taught it: what the options tell a person.
      const { bandwidthEveryMs } = plan(use.cost);
      const counts = fullTests.map((times) => times.length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      for (const times of fullTests) {
        const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
        // The first ones were made in a row: until the turns are spread, one of them takes up to twice as long.
        expect(Math.max(0, ...gaps)).toBeLessThanOrEqual(2.1 * bandwidthEveryMs + 2 * HOUR);
        expect(times.length).toBeGreaterThanOrEqual(Math.floor((0.6 * days * DAY_MS) / bandwidthEveryMs));
      }
    }),
    { numRuns: 40, examples: [[{ servers: 1, intervalS: 3486, budgetBytes: 32 * MB }]] },
  );
});

test('the plan spends what there is: at least half of the budget, unless all is fresh', () => {
  fc.assert(
    fc.property(anySetting, (setting) => {
      const { spent } = simulateDays({ ...setting, days: 3, costOf });
      const plan = dataPlan({ ...setting, intervalMs: setting.intervalS * 1000, cost: COST });
      const freshest = Math.max(HOUR, setting.servers * setting.intervalS * 1000);
      const isFresh = plan.bandwidthEveryMs <= 1.01 * freshest && plan.othersMeasured === setting.servers - 1;
      const bytes = spent.reduce((sum, run) => sum + run.bytes, 0) / 3;
      // A usual full test leaves what is kept for the dearest one.
      const spendable = setting.budgetBytes - (DEAREST_FULL_BYTES - COST.full);
      if (!isFresh) expect(bytes).toBeGreaterThanOrEqual(spendable / 2);
    }),
    { numRuns: 40 },
  );
});

test('runs test connectivity only where the budget cannot pay measuring the best server at every interval', () => {
  const { connectivity, light } = INITIAL_DATA_USE.cost;
  const was = (servers: number, intervalS: number, budgetMb: number) =>
    [{ servers, intervalS, budgetBytes: budgetMb * MB }] as [
      v: { servers: number; intervalS: number; budgetBytes: number },
    ];
  fc.assert(
    fc.property(anySetting, (setting) => {
      const { kinds } = simulateDays({ ...setting, days: 2, costOf });
      const aDay = (DAY_MS / setting.intervalS / 1000) * (light + (setting.servers - 1) * connectivity);
      if (aDay <= 0.5 * setting.budgetBytes) expect(kinds.connectivity).toBe(0);
    }),
    {
      numRuns: 40,
      // Light runs made way for a full test there, for which there was room beside them.
      examples: [was(1, 2074, 10), was(11, 1263, 29), was(1, 1659, 11), was(1, 1572, 13), was(8, 3300, 21)],
    },
  );
});

test('no gap is longer than a few intervals wherever the budget could pay connectivity at each', () => {
  fc.assert(
    fc.property(anySetting, (setting) => {
      const aDay = (DAY_MS / setting.intervalS / 1000) * setting.servers * COST.connectivity;
      fc.pre(aDay <= 0.85 * setting.budgetBytes);
      const { spent } = simulateDays({ ...setting, days: 3, costOf });
      expect(longestGapMs(spent)).toBeLessThanOrEqual(4.2 * setting.intervalS * 1000 + 2 * RUN_MS);
    }),
    { numRuns: 40 },
  );
});

test('small budgets: no debt of a full test silences the runs that the rest of the day pays', () => {
  for (const [servers, intervalS, budgetMb] of [
    [1, 300, 12],
    [1, 300, 15],
    [1, 300, 20],
    [20, 2472, 43],
  ] as const) {
    const days = simulateDays({ servers, intervalS, budgetBytes: budgetMb * MB, days: 6, costOf });
    expect(longestGapMs(days.spent)).toBe(intervalS * 1000 + RUN_MS);
    expect(Math.min(...days.fullTests.map((times) => times.length))).toBeGreaterThanOrEqual(3);
  }
  const tenMb = simulateDays({ servers: 1, intervalS: 300, budgetBytes: 10 * MB, days: 6, costOf });
  // By the costs that are expected before any was seen, runs are made less often at first.
  expect(longestGapMs(tenMb.spent)).toBeLessThanOrEqual(4 * 300_000);
  expect(tenMb.fullTests[0]?.length).toBeGreaterThanOrEqual(10);
});

test('what a person used silences nothing longer than it stands in the last 24 hours', () => {
  const start = countRun(
    INITIAL_DATA_USE,
    { tested: { connectivity: 0, light: 0, full: 0 }, bytes: 60 * MB, planned: false },
    DAY_MS - 20 * HOUR,
    'the day before',
  );
  const { spent } = simulateDays({
    servers: 1,
    intervalS: 300,
    budgetBytes: 50 * MB,
    days: 1,
    costOf,
    start,
  });
  expect(((spent[0]?.at ?? 0) - DAY_MS) / HOUR).toBeCloseTo(4.5);
});

test('the first full tests of twenty servers leave the runs of the day what measuring needs', () => {
  const setting = { servers: 20, intervalS: 2472, budgetBytes: 43 * MB };
  const { kinds } = simulateDays({ ...setting, days: 2, costOf });
  expect(kinds.connectivity).toBe(0);
});

test('four servers at the default settings: every run measures, and each has its bandwidth several times a day', () => {
  const { kinds, fullTests, spent } = simulateDays({
    servers: 4,
    intervalS: 300,
    budgetBytes: 50 * MB,
    days: 3,
    costOf,
  });
  expect(kinds.connectivity).toBe(0);
  expect(Math.min(...fullTests.map((times) => times.length))).toBeGreaterThanOrEqual(8);
  expect(worstDayBytes(spent)).toBeLessThanOrEqual(50 * MB);
});

test('five servers every minute stay within 50 MB', () => {
  const { spent, kinds, fullTests } = simulateDays({
    servers: 5,
    intervalS: 60,
    budgetBytes: 50 * MB,
    days: 3,
    costOf,
  });
  expect(worstDayBytes(spent)).toBeLessThanOrEqual(50 * MB);
  expect(kinds.light).toBeGreaterThan(500);
  expect(Math.min(...fullTests.map((times) => times.length))).toBeGreaterThanOrEqual(5);
});

test('the plan in numbers: servers, interval, budget, and what that means', () => {
  const means = (servers: number, intervalS: number, budgetMb: number) => {
    const plan = dataPlan({ servers, intervalMs: intervalS * 1000, budgetBytes: budgetMb * MB, cost: COST });
    return [
      Math.round((10 * plan.bandwidthEveryMs) / HOUR) / 10,
      Math.round(10 * (1 + plan.othersMeasured)) / 10,
      Math.round(plan.qualityEveryMs / 1000),
      Math.round(plan.runEveryMs / 1000),
    ];
  };
  // Hours between full tests of a server, servers measured by a run, s between runs that measure, s between runs.
  expect(means(1, 300, 500)).toEqual([1, 1, 300, 300]);
  expect(means(1, 300, 50)).toEqual([1.2, 1, 300, 300]);
  expect(means(4, 300, 50)).toEqual([7.8, 1, 300, 300]);
  expect(means(4, 300, 500)).toEqual([1, 4, 300, 300]);
  expect(means(1, 60, 50)).toEqual([2.5, 1, 281, 60]);
  expect(means(20, 60, 50)).toEqual([50.2, 1, 842, 842]);
  expect(means(1, 300, 5)).toEqual([35.6, 1, 2738, 1200]);
  expect(means(1, 300, 1)).toEqual([Number.POSITIVE_INFINITY, 1, 4879, 4879]);
});

test('what a person uses is taken from what is planned', () => {
  const plan = (unplannedBytes: number) =>
    dataPlan({ servers: 1, intervalMs: 300_000, budgetBytes: 50 * MB, unplannedBytes, cost: COST });
  expect(plan(7 * MB)).toEqual(plan(0));
  expect(plan(30 * MB).bandwidthEveryMs).toBeGreaterThan(3 * plan(0).bandwidthEveryMs);
  expect(plan(60 * MB)).toEqual({
    bandwidthEveryMs: Number.POSITIVE_INFINITY,
    othersMeasured: 0,
    qualityBytesADay: 0,
    qualityEveryMs: Number.POSITIVE_INFINITY,
    runEveryMs: Number.POSITIVE_INFINITY,
  });
});
