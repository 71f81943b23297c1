import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import type { RunKind } from '../../../src/core/report/run-report.ts';
import {
  allowanceAt,
  countRun,
  type DataUse,
  INITIAL_DATA_USE,
} from '../../../src/core/schedule/data-budget.ts';
import { chooseRunKind, FRESH_FULL_MS } from '../../../src/core/schedule/run-kind.ts';

const BUDGET = 50_000_000;
const DAY = 86_400_000;
const COST: Record<RunKind, number> = { connectivity: 12_000, light: 60_000, full: 1_600_000 };

/** A day and a half of scheduled runs that cost what they cost here; returns the bytes of the worst 24 hours. */
function simulate(intervalS: number, budget = BUDGET): { worstDay: number; kinds: Record<RunKind, number> } {
  let use: DataUse = INITIAL_DATA_USE;
  let lastFullAt: number | null = null;
  const kinds: Record<RunKind, number> = { connectivity: 0, light: 0, full: 0 };
  const spent: [number, number][] = [];
  for (let now = 0; now < 1.5 * DAY; now += intervalS * 1000 + 2500) {
    const kind = chooseRunKind({ trigger: 'schedule', dataUse: use, budgetBytes: budget, lastFullAt, now });
    kinds[kind] += 1;
    if (kind === 'full') lastFullAt = now;
    spent.push([now, COST[kind]]);
    use = countRun(use, { kind, bytes: COST[kind] }, budget, now, String(Math.floor(now / DAY)));
  }
  const worstDay = Math.max(
    ...spent.map(([start]) =>
      spent.reduce((sum, [at, bytes]) => (at >= start && at < start + DAY ? sum + bytes : sum), 0),
    ),
  );
  return { worstDay, kinds };
}

test('at the default interval a day stays within its budget, every run measures, and bandwidth is renewed', () => {
  const { worstDay, kinds } = simulate(300);
  expect(worstDay).toBeLessThanOrEqual(BUDGET);
  expect(kinds.connectivity).toBe(0);
  expect(kinds.full).toBeGreaterThan(12);
});

test('at 30 s the budget still holds, by runs of connectivity only', () => {
  const { worstDay, kinds } = simulate(30);
  expect(worstDay).toBeLessThanOrEqual(BUDGET);
  expect(kinds.light).toBeGreaterThan(100);
  expect(kinds.connectivity).toBeGreaterThan(100);
});

test('whatever is spent, the allowance stays between nothing and an eighth of the budget', () => {
  const steps = fc.array(fc.record({ wait: fc.nat(DAY), bytes: fc.nat(2 * BUDGET) }), { maxLength: 50 });
  fc.assert(
    fc.property(steps, (runs) => {
      let use: DataUse = INITIAL_DATA_USE;
      let now = 0;
      for (const { wait, bytes } of runs) {
        now += wait;
        use = countRun(use, { kind: 'light', bytes }, BUDGET, now, 'day');
        const allowance = allowanceAt(use, BUDGET, now);
        expect(allowance).toBeGreaterThanOrEqual(0);
        expect(allowance).toBeLessThanOrEqual(BUDGET / 8);
      }
    }),
  );
});

test('the bytes of today begin anew with the day', () => {
  const first = countRun(INITIAL_DATA_USE, { kind: 'light', bytes: 10 }, BUDGET, 0, '2026-01-01');
  const second = countRun(first, { kind: 'light', bytes: 20 }, BUDGET, 1000, '2026-01-01');
  const third = countRun(second, { kind: 'light', bytes: 5 }, BUDGET, DAY, '2026-01-02');
  expect([first, second, third].map(({ bytesToday }) => bytesToday)).toEqual([10, 30, 5]);
});

test('a run that reached nothing leaves the expected cost as it was', () => {
  const after = countRun(INITIAL_DATA_USE, { kind: 'light', bytes: 0 }, BUDGET, 0, '2026-01-01');
  expect(after.cost).toEqual(INITIAL_DATA_USE.cost);
  const dear = countRun(INITIAL_DATA_USE, { kind: 'light', bytes: 170_000 }, BUDGET, 0, '2026-01-01');
  expect(dear.cost.light).toBeCloseTo(100_000);
});

test('a person gets a full run whatever the allowance; a first run is full; a fresh bandwidth is not measured again', () => {
  const empty: DataUse = { ...INITIAL_DATA_USE, at: 0, allowance: 0 };
  const saved: DataUse = { ...INITIAL_DATA_USE, at: 0, allowance: BUDGET / 8 };
  const now = 10 * FRESH_FULL_MS;
  const choose = (
    trigger: Parameters<typeof chooseRunKind>[0]['trigger'],
    dataUse: DataUse,
    lastFullAt: number | null,
  ) => chooseRunKind({ trigger, dataUse: { ...dataUse, at: now }, budgetBytes: BUDGET, lastFullAt, now });
  expect(choose('user', empty, now)).toBe('full');
  expect(choose('schedule', saved, null)).toBe('full');
  expect(choose('schedule', saved, now - FRESH_FULL_MS)).toBe('full');
  expect(choose('schedule', saved, now - FRESH_FULL_MS + 1)).toBe('light');
  expect(choose('network-change', saved, now - 1)).toBe('full');
  expect(choose('follow-up', saved, now - 1)).toBe('full');
  expect(choose('schedule', empty, null)).toBe('connectivity');
});
