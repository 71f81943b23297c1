/** The run under way, as stored and as the toolbar shows it; and which one to make now. */
import { chooseRun, type RunWish } from '../core/monitor/choose-run.ts';
import type { NextRun } from '../core/schedule/next-run.ts';
import type { RunTrigger } from '../core/schedule/run-kind.ts';
import { CALM_MS, deadlineMsFor, sleptDuring } from '../core/schedule/run-plan.ts';
import type { Settings } from '../core/settings/settings.ts';
import { clearAlarm, wakeAt } from '../platform/alarms.ts';
import { runConditions } from '../platform/conditions.ts';
import { monitorItem, runningItem } from '../platform/storage.ts';
import { planIn } from './due-run.ts';
import { showState } from './toolbar.ts';

/** ms after the start at which to look whether the run is still being made (the least a Chrome alarm allows). */
export const LOOK_AFTER_MS = 30_000;

export async function chooseNow(
  trigger: RunTrigger,
  wish: RunWish,
  labels: readonly string[],
  settings: Settings,
): Promise<NextRun> {
  const [state, conditions] = await Promise.all([monitorItem.get(), runConditions(settings)]);
  return chooseRun(state, { trigger, wish, labels, settings, now: Date.now(), conditions });
}

export async function lookAgainAt(at: number): Promise<void> {
  await wakeAt('watchdog', at, LOOK_AFTER_MS / 1000);
}

export async function endRun(): Promise<void> {
  await runningItem.set(null);
  await clearAlarm('watchdog');
}

/** No run fails for the toolbar. */
export async function show(settings: Settings): Promise<void> {
  const [{ latest }, running] = await Promise.all([monitorItem.get(), runningItem.get()]);
  try {
    await showState(settings, { latest, running: running !== null, now: Date.now() });
  } catch (error) {
    console.error('Precall: the toolbar cannot be changed:', error);
  }
}

export function slept(startedAt: number, servers: number, { schedule }: Settings): boolean {
  return sleptDuring(startedAt, deadlineMsFor(servers, schedule.intervalS), Date.now());
}

/** After a sleep: soon, but not before the network is up. */
export async function planAnew(settings: Settings): Promise<void> {
  await planIn(settings, Date.now(), CALM_MS);
  await show(settings);
}
