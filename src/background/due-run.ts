/** When the next run is due: stored, with the alarm that wakes for it. */
import { nextRunInMs } from '../core/monitor/choose-run.ts';
import type { FollowUp } from '../core/monitor/monitor.ts';
import { CALM_MS } from '../core/schedule/run-plan.ts';
import { staleAfter } from '../core/schedule/stale.ts';
import type { Settings } from '../core/settings/settings.ts';
import { clearAlarm, wakeAt } from '../platform/alarms.ts';
import { type DueRun, dueItem, monitorItem } from '../platform/storage.ts';
import { fingerprint } from './servers/fingerprint.ts';

/** Null: none follows. */
export async function planRun(due: DueRun | null, { schedule }: Settings): Promise<void> {
  await dueItem.set(due);
  if (due === null) await lookWhenStale(schedule.intervalS);
  else await wakeAt('run', due.at, schedule.intervalS);
}

/** After a run: when its interval is over, or later where the budget pays no more. */
export async function planAfter(settings: Settings, endedAt: number): Promise<void> {
  const labels = await knownLabels(settings);
  const inMs = nextRunInMs(await monitorItem.get(), { labels, settings, now: endedAt });
  await planIn(settings, endedAt, inMs);
}

/** `changed`: the network did, under the run that has just ended. */
export async function planNext(
  settings: Settings,
  followUp: FollowUp | null,
  changed: boolean,
): Promise<void> {
  const now = Date.now();
  if (followUp !== null && followUp.afterMs > 0) {
    await planIn(settings, now, followUp.afterMs, followUp.wish);
  } else if (changed) {
    await planIn(settings, now, CALM_MS);
  } else {
    await planAfter(settings, now);
  }
}

export async function planIn(
  settings: Settings,
  from: number,
  inMs: number,
  followUp?: DueRun['followUp'],
): Promise<void> {
  const due = { at: from + inMs, servers: fingerprint(settings), inMs, ...(followUp && { followUp }) };
  await planRun(settings.schedule.enabled ? due : null, settings);
}

/** No run follows that would change the toolbar: once more it must be seen to, when what it shows is old. */
async function lookWhenStale(intervalS: number): Promise<void> {
  const { latest } = await monitorItem.get();
  const at = latest === null ? 0 : staleAfter(latest.at, intervalS) + 1;
  if (at > Date.now()) await wakeAt('run', at, intervalS);
  else await clearAlarm('run');
}

/** A credentials URL may give several servers, as it did for the newest run; before that, one of its name is expected. */
export async function knownLabels({ servers }: Settings): Promise<readonly string[]> {
  const own = servers.map(({ label }) => label);
  const seen = (await monitorItem.get()).latest?.report.servers.map(({ provider }) => provider) ?? [];
  const belong = seen.every((provider) => own.some((label) => provider.startsWith(label)));
  return belong && own.every((label) => seen.includes(label)) ? seen : own;
}
