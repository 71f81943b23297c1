/** Enters in the budget what runs used of which nothing else is taken: aborted, superseded, slept through, lost, or made for a form; and watches. */
import { localTime } from '../core/base/local-time.ts';
import { countReport } from '../core/monitor/choose-run.ts';
import type { RunReport } from '../core/report/run-report.ts';
import { countRun, expectedBytes } from '../core/schedule/data-budget.ts';
import { countOf } from '../core/schedule/next-run.ts';
import type { RunTrigger } from '../core/schedule/run-kind.ts';
import { monitorItem, type RunningRun } from '../platform/storage.ts';
import { zoneOffset } from '../platform/zone-offset.ts';

export async function countUnjudged(report: RunReport, trigger: RunTrigger): Promise<void> {
  const now = Date.now();
  const { day } = localTime(now, zoneOffset);
  await monitorItem.update((state) => ({
    ...state,
    dataUse: countReport(state.dataUse, report, { trigger, now, day }),
  }));
}

/** A watch tests nothing of which a run's cost could be learnt. */
export async function countWatch(bytes: number): Promise<void> {
  const now = Date.now();
  const { day } = localTime(now, zoneOffset);
  const run = { tested: { connectivity: 0, light: 0, full: 0 }, bytes, planned: false };
  await monitorItem.update((state) => ({ ...state, dataUse: countRun(state.dataUse, run, now, day) }));
}

/** Bytes, both ways, that a thorough test takes beside its full ones at most: 4 MB of filling, and two transports. */
const THOROUGH_MORE_BYTES = 6_000_000;

/** Its report never came: what it was expected to use is taken as used. */
export async function countLost({ planned, trigger }: RunningRun): Promise<void> {
  if (planned === null) return;
  const now = Date.now();
  const { day } = localTime(now, zoneOffset);
  await monitorItem.update((state) => {
    const full = expectedBytes(state.dataUse.cost, countOf(planned.tests));
    const bytes = full + (planned.thorough ? THOROUGH_MORE_BYTES : 0);
    const run = { tested: { connectivity: 0, light: 0, full: 0 }, bytes, planned: trigger === 'schedule' };
    return { ...state, dataUse: countRun(state.dataUse, run, now, day) };
  });
}
