/**
 * The life of runs: due, started, lost and made again, taken in. What must be remembered is stored before it is
 * relied on, because the worker may die after any await.
 */
import { nextRunKind } from '../core/monitor/monitor.ts';
import { withCredentialFacts } from '../core/report/run-credentials.ts';
import type { RunKind, RunProgress, RunReport, RunRequest } from '../core/report/run-report.ts';
import type { RunTrigger } from '../core/schedule/run-kind.ts';
import {
  CALM_MS,
  deadlineMsFor,
  dueAfterNetworkChange,
  dueAt,
  sleptDuring,
  startOf,
} from '../core/schedule/run-plan.ts';
import { staleAfter } from '../core/schedule/stale.ts';
import type { Settings } from '../core/settings/settings.ts';
import type { PrecallHost } from '../host/precall-host.ts';
import { clearAlarm, wakeAt } from '../platform/alarms.ts';
import { runConditions } from '../platform/conditions.ts';
import { CREDENTIALS_WAIT_MS } from '../platform/credentials-url.ts';
import { effectiveSettings } from '../platform/effective-settings.ts';
import { isAway, isOnline } from '../platform/lifecycle.ts';
import {
  type DueRun,
  dueItem,
  monitorItem,
  type RunningRun,
  runningItem,
  snoozeItem,
} from '../platform/storage.ts';
import { fingerprint } from './fingerprint.ts';
import { judge } from './judge.ts';
import { forgetRefused, resolveServers } from './resolve-servers.ts';
import { createQueue } from './serially.ts';
import { showState } from './toolbar.ts';

/** ms after the start at which to look whether the run is still being made (the least a Chrome alarm allows). */
const LOOK_AFTER_MS = 30_000;
/** ms beyond its deadline that a report may take to get here. */
const GRACE_MS = 5_000;
const MOST_ATTEMPTS = 2;

export interface RunCycle {
  /** Starts a run or joins the one under way; null when there is nothing to test. */
  begin(trigger: RunTrigger, kind?: RunKind): Promise<{ runId: string } | null>;
  /** Takes a report in; the same report again changes nothing. */
  take(report: RunReport): Promise<boolean>;
  progress(progress: RunProgress): Promise<void>;
  cancel(): Promise<void>;
  /** Looks at what is due or lost, and plans the next wake. */
  tick(): Promise<void>;
  networkChanged(): Promise<void>;
  settingsChanged(): Promise<void>;
}

export function createRunCycle(host: PrecallHost): RunCycle {
  const serially = createQueue();

  async function begin(trigger: RunTrigger, kind?: RunKind): Promise<{ runId: string } | null> {
    const { settings } = await effectiveSettings();
    const running = await runningItem.get();
    if (running !== null) return { runId: running.runId };
    if (settings.servers.length === 0) {
      await plan(null, settings);
      await show(settings);
      return null;
    }
    const wanted =
      kind ?? nextRunKind(await monitorItem.get(), trigger, settings, Date.now(), await runConditions());
    return start(settings, { runId: crypto.randomUUID(), trigger, kind: wanted, attempt: 1 });
  }

  async function start(
    settings: Settings,
    run: Pick<RunningRun, 'runId' | 'trigger' | 'kind' | 'attempt'>,
  ): Promise<{ runId: string }> {
    const now = Date.now();
    const timeFor = (servers: number) => deadlineMsFor(servers, settings.schedule.intervalS);
    let running: RunningRun = {
      ...run,
      startedAt: now,
      deadlineAt: now + CREDENTIALS_WAIT_MS + timeFor(settings.servers.length) + GRACE_MS,
      servers: fingerprint(settings),
      superseded: false,
      progress: null,
      credentials: null,
    };
    await runningItem.set(running);
    await lookAgainAt(now + LOOK_AFTER_MS);
    await show(settings);
    try {
      const { servers, credentials } = await resolveServers(settings.servers);
      const deadlineMs = timeFor(servers.length);
      running = { ...running, credentials, deadlineAt: Date.now() + deadlineMs + GRACE_MS };
      await runningItem.set(running);
      const request: RunRequest = {
        runId: run.runId,
        kind: run.kind,
        servers,
        deadlineMs,
        throughputCapKbps: settings.data.throughputCapKbps,
      };
      // Busy with a run that nobody here remembers: its report is taken as this one's.
      const made = (await host.start(request)) === 'busy' ? await host.measuring() : null;
      if (made === null) return { runId: run.runId };
      await runningItem.set({ ...running, runId: made });
      return { runId: made };
    } catch (error) {
      await end();
      await planAfter(settings, now);
      await show(settings);
      throw error;
    }
  }

  async function take(seen: RunReport): Promise<boolean> {
    const state = await monitorItem.get();
    const running = await runningItem.get();
    const mine = running?.runId === seen.runId ? running : null;
    const judged = state.latest?.runId === seen.runId;
    if (mine === null && (judged || running !== null)) return true;
    const { settings } = await effectiveSettings();
    if (mine?.superseded) {
      await end();
      await begin(mine.trigger, mine.kind);
      return true;
    }
    if (!judged && slept(seen.startedAt, seen.servers.length, settings)) {
      await end();
      await planAnew(settings);
      return true;
    }
    let followUp: RunKind | null = null;
    if (!judged && seen.outcome !== 'aborted') {
      const report = mine?.credentials ? withCredentialFacts(seen, mine.credentials) : seen;
      await forgetRefused(report, settings.servers);
      const step = await judge(state, report, settings, mine?.trigger ?? 'schedule', await snoozeItem.get());
      await monitorItem.set(step.state);
      followUp = step.followUp;
    }
    await planAfter(settings, Date.now());
    // Not sooner: a report that comes again, because this failed or the worker died, is still the run it was.
    await end();
    await show(settings);
    // With the schedule off, runs are made only when somebody asks.
    if (followUp !== null && settings.schedule.enabled) await begin('follow-up', followUp);
    return true;
  }

  async function end(): Promise<void> {
    await runningItem.set(null);
    await clearAlarm('watchdog');
  }

  async function planAfter(settings: Settings, endedAt: number): Promise<void> {
    const { enabled, intervalS } = settings.schedule;
    const due = enabled ? { at: endedAt + intervalS * 1000, servers: fingerprint(settings) } : null;
    await plan(due, settings);
  }

  /** After a sleep: soon, but not before the network is up. */
  async function planAnew(settings: Settings): Promise<void> {
    const due = { at: Date.now() + CALM_MS, servers: fingerprint(settings) };
    await plan(settings.schedule.enabled ? due : null, settings);
    await show(settings);
  }

  async function plan(due: DueRun | null, { schedule }: Settings): Promise<void> {
    await dueItem.set(due);
    if (due === null) await lookWhenStale(schedule.intervalS);
    else await wakeAt('run', due.at, schedule.intervalS);
  }

  /** No run follows that would change the toolbar: once more it must be seen to, when what it shows is old. */
  async function lookWhenStale(intervalS: number): Promise<void> {
    const { latest } = await monitorItem.get();
    const at = latest === null ? 0 : staleAfter(latest.at, intervalS) + 1;
    if (at > Date.now()) await wakeAt('run', at, intervalS);
    else await clearAlarm('run');
  }

  async function lookAgainAt(at: number): Promise<void> {
    await wakeAt('watchdog', at, LOOK_AFTER_MS / 1000);
  }

  /** No run fails for the toolbar. */
  async function show(settings: Settings): Promise<void> {
    const [{ latest }, running] = await Promise.all([monitorItem.get(), runningItem.get()]);
    try {
      await showState(settings, { latest, running: running !== null, now: Date.now() });
    } catch (error) {
      console.error('Precall: the toolbar cannot be changed:', error);
    }
  }

  async function tick(): Promise<void> {
    const { settings } = await effectiveSettings();
    const now = Date.now();
    const running = await runningItem.get();
    if (running !== null) {
      await lookAfter(running, settings, now);
      return;
    }
    await show(settings);
    if (!settings.schedule.enabled || settings.servers.length === 0) {
      await plan(null, settings);
      return;
    }
    const planned = await dueItem.get();
    const servers = fingerprint(settings);
    // Other servers than the plan was made for: nothing is known of them yet.
    const at = planned?.servers === servers ? dueAt(planned.at, settings.schedule.intervalS, now) : now;
    const { intervalS, pauseWhenIdle } = settings.schedule;
    await wakeAt('run', at > now ? at : now + intervalS * 1000, intervalS);
    // Where this cannot be written, neither could the run be counted: then none is made.
    await dueItem.set({ at, servers });
    if (at > now) return;
    // Still due: the return of the person is an event of its own, and should it get lost, the next alarm sees it.
    if (pauseWhenIdle && (await isAway())) return;
    if (startOf(at, isOnline(), now) > now) await planAnew(settings);
    else await begin('schedule');
  }

  async function lookAfter(running: RunningRun, settings: Settings, now: number): Promise<void> {
    if ((await monitorItem.get()).latest?.runId === running.runId) {
      // Judged already; the background died just then.
      await planAfter(settings, now);
      await end();
      await show(settings);
      return;
    }
    // With a clock that was set back since the start, its times say nothing.
    const inTime = now >= running.startedAt && now < running.deadlineAt;
    if (inTime && (await host.measuring()) === running.runId) {
      await lookAgainAt(Math.max(now + LOOK_AFTER_MS, running.deadlineAt));
      return;
    }
    if (inTime && now - running.startedAt < LOOK_AFTER_MS) {
      // It may be starting just now, or handing its report over.
      await lookAgainAt(running.startedAt + LOOK_AFTER_MS);
      return;
    }
    await end();
    if (slept(running.startedAt, settings.servers.length, settings)) {
      await planAnew(settings);
      return;
    }
    if (running.attempt < MOST_ATTEMPTS) {
      await start(settings, { ...running, runId: crypto.randomUUID(), attempt: running.attempt + 1 });
      return;
    }
    await planAfter(settings, now);
    await show(settings);
  }

  return {
    begin: (trigger, kind) => serially(() => begin(trigger, kind)),
    take: (report) => serially(() => take(report)),
    progress: (progress) =>
      serially(async () => {
        const running = await runningItem.get();
        if (running?.runId === progress.runId) await runningItem.set({ ...running, progress });
      }),
    cancel: () =>
      serially(async () => {
        const running = await runningItem.get();
        if (running !== null) await host.abort(running.runId);
      }),
    tick: () => serially(tick),
    networkChanged: () =>
      serially(async () => {
        const { settings } = await effectiveSettings();
        if (!settings.schedule.enabled || settings.servers.length === 0) return;
        const due = dueAfterNetworkChange((await monitorItem.get()).latest?.at ?? null, Date.now());
        if (due <= Date.now()) await begin('network-change');
        else
          await plan(
            { at: Math.min(due, (await dueItem.get())?.at ?? due), servers: fingerprint(settings) },
            settings,
          );
      }),
    settingsChanged: () =>
      serially(async () => {
        const { settings } = await effectiveSettings();
        const running = await runningItem.get();
        if (running === null || running.servers === fingerprint(settings)) return tick();
        await runningItem.set({ ...running, superseded: true });
        await host.abort(running.runId);
      }),
  };
}

function slept(startedAt: number, servers: number, { schedule }: Settings): boolean {
  return sleptDuring(startedAt, deadlineMsFor(servers, schedule.intervalS), Date.now());
}
