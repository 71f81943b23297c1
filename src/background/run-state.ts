/** The run under way, as stored and as the toolbar shows it; and which one to make now. */
import { chooseRun, type RunWish } from '../core/monitor/choose-run.ts';
import type { RunRequest } from '../core/report/run-report.ts';
import type { NextRun, PlannedRun } from '../core/schedule/next-run.ts';
import type { RunTrigger } from '../core/schedule/run-kind.ts';
import {
  behindWatchMs,
  CALM_MS,
  deadlineMsFor,
  sleptDuring,
  thoroughDeadlineMsFor,
} from '../core/schedule/run-plan.ts';
import type { TurnServer } from '../core/servers/ice-server.ts';
import type { Settings } from '../core/settings/settings.ts';
import type { PrecallHost } from '../host/precall-host.ts';
import { clearAlarm, wakeAt } from '../platform/alarms.ts';
import { runConditions } from '../platform/conditions.ts';
import { CREDENTIALS_WAIT_MS } from '../platform/credentials-url.ts';
import { inTime } from '../platform/in-time.ts';
import { isOnline } from '../platform/lifecycle.ts';
import { askedItem, monitorItem, type RunningRun, runningItem } from '../platform/storage.ts';
import { noteTrouble } from '../platform/troubles.ts';
import { planIn } from './due-run.ts';
import { fingerprint } from './servers/fingerprint.ts';
import { showState } from './toolbar.ts';

/** ms after the start at which to look whether the run is still being made (the least a Chrome alarm allows). */
export const LOOK_AFTER_MS = 30_000;

/** ms */
const TOOLBAR_MS = 5_000;

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

/** ms beyond its deadline that a report may take to get here. */
export const GRACE_MS = 5_000;
/** A run that gets lost is made once more. */
export const MOST_ATTEMPTS = 2;
/** ms; after that nobody waits for it any more. */
const STILL_WANTED_MS = 600_000;

export type StartingRun = Pick<RunningRun, 'runId' | 'trigger' | 'wish' | 'attempt'>;

export function startingRun(run: StartingRun, settings: Settings, now: number): RunningRun {
  const deadlineMs = deadlineMsFor(settings.servers.length, settings.schedule.intervalS);
  return {
    ...run,
    planned: null,
    startedAt: now,
    startedOnline: isOnline(),
    deadlineAt: now + CREDENTIALS_WAIT_MS + deadlineMs + GRACE_MS,
    servers: fingerprint(settings),
    superseded: false,
    changed: false,
    progress: null,
    credentials: null,
  };
}

export function requestOf(
  { runId, trigger }: Pick<StartingRun, 'runId' | 'trigger'>,
  planned: PlannedRun,
  servers: readonly TurnServer[],
  { schedule, data }: Settings,
): RunRequest {
  const deadlineMs = planned.thorough
    ? thoroughDeadlineMsFor(servers.length)
    : deadlineMsFor(servers.length, schedule.intervalS);
  const unattended = trigger === 'schedule' ? ({ unattended: true } as const) : {};
  return { runId, ...planned, ...unattended, servers, deadlineMs, throughputCapKbps: data.throughputCapKbps };
}

export async function noteStart(running: RunningRun): Promise<void> {
  const { trigger, wish, attempt, startedAt } = running;
  await runningItem.set(running);
  if (trigger === 'user') await askedItem.set({ at: startedAt, wish, attempt });
}

/** What a person asked for and a reload of the extension, an update or the end of the browser cut off; null: nothing. */
export async function cutOffRun(now: number): Promise<Pick<RunningRun, 'wish' | 'attempt'> | null> {
  const asked = await askedItem.get();
  if (asked === null) return null;
  const { at, wish, attempt } = asked;
  const isWanted = at <= now && now - at < STILL_WANTED_MS;
  if (isWanted && attempt < MOST_ATTEMPTS) return { wish, attempt: attempt + 1 };
  await askedItem.set(null);
  if (isWanted) await noteTrouble('lost');
  return null;
}

/** In this order: should the worker die between, the run is seen to have been judged and ends again. */
export async function endRun(): Promise<void> {
  await askedItem.update((asked) => (asked === null ? undefined : null));
  await runningItem.set(null);
  await clearAlarm('watchdog');
}

/** No run fails for the toolbar. */
export async function show(settings: Settings): Promise<void> {
  const [{ latest }, running] = await Promise.all([monitorItem.get(), runningItem.get()]);
  try {
    const facts = { latest, running: running !== null, now: Date.now() };
    await inTime(TOOLBAR_MS, 'The toolbar', showState(settings, facts));
  } catch (error) {
    console.error('Precall: the toolbar cannot be changed:', error);
  }
}

export function slept(startedAt: number, servers: number, { schedule }: Settings): boolean {
  return sleptDuring(startedAt, deadlineMsFor(servers, schedule.intervalS), Date.now());
}

/** A run that nobody asked for neither disturbs a watch nor is disturbed by it: it is due again when the watch has ended, or may have. */
export async function waitsForWatch(
  host: PrecallHost,
  settings: Settings,
  { trigger, wish }: Pick<StartingRun, 'trigger' | 'wish'>,
): Promise<boolean> {
  const leftMs = trigger === 'user' ? null : await host.watchLeftMs();
  if (leftMs === null) return false;
  await planIn(settings, Date.now(), behindWatchMs(leftMs), trigger === 'follow-up' ? wish : undefined);
  return true;
}

/** After a sleep: soon, but not before the network is up. */
export async function planAnew(settings: Settings): Promise<void> {
  await planIn(settings, Date.now(), CALM_MS);
  await show(settings);
}
