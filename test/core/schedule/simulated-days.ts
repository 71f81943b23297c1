/** Days of scheduled runs, on a network where every server is reached and what a test costs is known. */

import { DAY_MS } from '../../../src/core/base/durations.ts';
import type { RunKind } from '../../../src/core/report/run-report.ts';
import { countRun, type DataUse, INITIAL_DATA_USE } from '../../../src/core/schedule/data-budget.ts';
import { dataPlan } from '../../../src/core/schedule/data-plan.ts';
import { countOf, type KnownServer, runEveryMs, scheduledRun } from '../../../src/core/schedule/next-run.ts';

export const RUN_MS = 3_000;

export interface Spent {
  readonly at: number;
  readonly bytes: number;
  readonly kind: RunKind;
}

export interface SimulatedDays {
  readonly spent: readonly Spent[];
  readonly kinds: Readonly<Record<RunKind, number>>;
  /** ms since the epoch of the full tests of each server. */
  readonly fullTests: readonly (readonly number[])[];
  readonly use: DataUse;
}

export function simulateDays(setting: {
  readonly servers: number;
  readonly intervalS: number;
  readonly budgetBytes: number;
  readonly days: number;
  /** Bytes of one server's test. */
  readonly costOf: (kind: RunKind) => number;
  readonly start?: DataUse;
}): SimulatedDays {
  const { budgetBytes, costOf } = setting;
  const intervalMs = setting.intervalS * 1000;
  let use: DataUse = setting.start ?? INITIAL_DATA_USE;
  let servers: KnownServer[] = Array.from({ length: setting.servers }, (_, index) => ({
    label: `server ${index}`,
    fullTestAt: null,
    hasBandwidth: false,
    measuredAt: null,
    reached: true,
  }));
  const spent: Spent[] = [];
  const kinds = { connectivity: 0, light: 0, full: 0 };
  const fullTests: number[][] = servers.map(() => []);
  let now = DAY_MS;
  while (now < (setting.days + 1) * DAY_MS) {
    const input = { servers, best: 'server 0', dataUse: use, budgetBytes, intervalMs, now };
    const next = scheduledRun(input);
    if (next.wait) {
      now = next.until;
      continue;
    }
    const { kind, tests } = next.run;
    kinds[kind] += 1;
    const bytes = Object.values(tests).reduce((sum, each) => sum + costOf(each), 0);
    spent.push({ at: now, bytes, kind });
    use = countRun(
      use,
      { tested: countOf(tests), bytes, planned: true },
      now,
      String(Math.floor(now / DAY_MS)),
    );
    servers = servers.map((server, index) => {
      const test = tests[server.label];
      if (test === 'full') fullTests[index]?.push(now);
      return {
        ...server,
        ...(test === 'full' && { fullTestAt: now, hasBandwidth: true }),
        ...(test !== 'connectivity' && { measuredAt: now }),
      };
    });
    now += runEveryMs({ ...input, servers, dataUse: use }) + RUN_MS;
  }
  return { spent, kinds, fullTests, use };
}

/** From one run to the next. */
export function longestGapMs(spent: readonly Spent[]): number {
  return Math.max(...spent.slice(1).map(({ at }, index) => at - (spent[index]?.at ?? at)));
}

/** The most bytes of any 24 hours. */
export function worstDayBytes(spent: readonly Spent[]): number {
  let sum = 0;
  let worst = 0;
  let first = 0;
  for (const { at, bytes } of spent) {
    sum += bytes;
    for (let oldest = spent[first]; oldest !== undefined && oldest.at <= at - DAY_MS; oldest = spent[first]) {
      sum -= oldest.bytes;
      first += 1;
    }
    worst = Math.max(worst, sum);
  }
  return worst;
}

export { dataPlan };
