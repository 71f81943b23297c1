/**
 * The life of runs: due, started, lost and made again, taken in. What must be remembered is stored before it is
 * relied on, because the worker may die after any await.
 */
import { connectivityCodeOf } from '../core/judgement/quality-change.ts';
import type { RunWish } from '../core/monitor/choose-run.ts';
import type { FollowUp } from '../core/monitor/monitor.ts';
import { withCredentialFacts } from '../core/report/run-credentials.ts';
import type { RunReport } from '../core/report/run-report.ts';
import type { RunTrigger } from '../core/schedule/run-kind.ts';
import { dueAfterNetworkChange, dueAt, startOf } from '../core/schedule/run-plan.ts';
import type { Settings } from '../core/settings/settings.ts';
import type { PrecallHost } from '../host/precall-host.ts';
import { SOONEST_ALARM_MS, wakeAt } from '../platform/alarms.ts';
import { effectiveSettings } from '../platform/effective-settings.ts';
import { isAway, isOnline } from '../platform/lifecycle.ts';
import { dueItem, monitorItem, type RunningRun, runningItem, snoozeItem } from '../platform/storage.ts';
import { endTrouble, noteTrouble, telling } from '../platform/troubles.ts';
import { countLost, countUnjudged } from './count-bytes.ts';
import type { RunCycle } from './cycle.ts';
import { knownLabels, planAfter, planIn, planNext, planRun } from './due-run.ts';
import { judge } from './judge.ts';
import { keepAfterTrouble } from './keep-history.ts';
import {
  chooseNow,
  cutOffRun,
  endRun,
  GRACE_MS,
  LOOK_AFTER_MS,
  lookAgainAt,
  MOST_ATTEMPTS,
  noteStart,
  planAnew,
  requestOf,
  type StartingRun,
  show,
  slept,
  startingRun,
  waitsForWatch,
} from './run-state.ts';
import { createQueue } from './serially.ts';
import { fingerprint } from './servers/fingerprint.ts';
import { forgetRefused, resolveServers } from './servers/resolve-servers.ts';
import { tellSites } from './tell-sites.ts';

/** ms; every part of a step has a bound of its own, and together they take less. */
const STEP_MS = 120_000;

export function createRunCycle(host: PrecallHost): RunCycle {
  const serially = createQueue(STEP_MS);
  /** What fails is told, and whatever wakes the background next begins afresh. */
  const step = <T>(task: () => Promise<T>): Promise<T> => telling('work', () => serially(task));

  async function begin(trigger: RunTrigger, wish: RunWish = {}): Promise<{ runId: string } | null> {
    const { settings } = await effectiveSettings();
    const running = await runningItem.get();
    if (running !== null) return { runId: running.runId };
    if (settings.servers.length === 0) {
      await planRun(null, settings);
      await show(settings);
      return null;
    }
    if (trigger !== 'user') {
      // Still due: the return of the person is an event of its own, and should it get lost, the next alarm sees it.
      if (settings.schedule.pauseWhenIdle && (await isAway())) return null;
      if (await waitsForWatch(host, settings, { trigger, wish })) {
        await show(settings);
        return null;
      }
      const next = await chooseNow(trigger, wish, await knownLabels(settings), settings);
      if (next.wait) {
        await planIn(settings, Date.now(), next.until - Date.now());
        await show(settings);
        return null;
      }
    }
    return start(settings, { runId: crypto.randomUUID(), trigger, wish, attempt: 1 });
  }

  async function start(settings: Settings, run: StartingRun): Promise<{ runId: string } | null> {
    const now = Date.now();
    let running = startingRun(run, settings, now);
    await noteStart(running);
    await lookAgainAt(now + LOOK_AFTER_MS);
    await show(settings);
    try {
      const { servers, credentials } = await resolveServers(settings.servers);
      // One may have begun while the credentials were waited for, or since the run was lost that is made again here.
      if (await waitsForWatch(host, settings, run)) {
        await endRun();
        await show(settings);
        return null;
      }
      const labels = servers.map(({ label }) => label);
      const next = await chooseNow(run.trigger, run.wish, labels, settings);
      if (next.wait) {
        await endRun();
        await planIn(settings, Date.now(), next.until - Date.now());
        await show(settings);
        return null;
      }
      const request = requestOf(run, next.run, servers, settings);
      const deadlineAt = Date.now() + request.deadlineMs + GRACE_MS;
      running = { ...running, planned: next.run, credentials, deadlineAt };
      await runningItem.set(running);
      // Busy with a run that nobody here remembers: its report is taken as this one's.
      const made = await telling('measuring', async () =>
        (await host.start(request)) === 'busy' ? host.measuring() : null,
      );
      if (made === null) return { runId: run.runId };
      await runningItem.set({ ...running, runId: made });
      return { runId: made };
    } catch (error) {
      await endRun();
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
    const trigger = mine?.trigger ?? 'schedule';
    if (mine?.superseded) {
      await countUnjudged(seen, trigger);
      await endRun();
      await begin(mine.trigger, mine.wish);
      return true;
    }
    if (!judged && slept(seen.startedAt, seen.servers.length, settings)) {
      await countUnjudged(seen, trigger);
      await endRun();
      await planAnew(settings);
      return true;
    }
    let followUp: FollowUp | null = null;
    if (!judged && seen.outcome !== 'aborted') {
      const report = mine?.credentials ? withCredentialFacts(seen, mine.credentials) : seen;
      await forgetRefused(report, settings.servers);
      const step = await judge(state, report, settings, trigger, await snoozeItem.get());
      await monitorItem.set(step.state);
      await endTrouble('lost');
      void tellSites(step.run, settings);
      followUp = step.followUp;
    } else if (!judged) {
      await countUnjudged(seen, trigger);
    }
    await planNext(settings, followUp, mine?.changed === true);
    tickSoon(followUp?.afterMs ?? 0);
    // Not sooner: a report that comes again, because this failed or the worker died, is still the run it was.
    await endRun();
    await show(settings);
    // With the schedule off, runs are made only when somebody asks.
    if (followUp?.afterMs === 0 && settings.schedule.enabled) await begin('follow-up', followUp.wish);
    return true;
  }

  /** Sooner than an alarm may be. Should the worker die before, the alarm sees to it. */
  function tickSoon(inMs: number): void {
    if (inMs === 0 || inMs >= SOONEST_ALARM_MS) return;
    setTimeout(() => {
      step(tick).catch((error: unknown) => console.error('Precall:', error));
    }, inMs);
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
    await keepAfterTrouble((await monitorItem.get()).latest, settings.history.keepDays);
    const asked = await cutOffRun(now);
    if (asked !== null && settings.servers.length > 0) {
      await start(settings, { ...asked, runId: crypto.randomUUID(), trigger: 'user' });
      return;
    }
    if (!settings.schedule.enabled || settings.servers.length === 0) {
      await planRun(null, settings);
      return;
    }
    const planned = await dueItem.get();
    const servers = fingerprint(settings);
    const { intervalS } = settings.schedule;
    // Other servers than the plan was made for: nothing is known of them yet.
    const known = planned?.servers === servers ? planned : { servers, at: now };
    const at = dueAt(known.at, known.inMs ?? intervalS * 1000, now);
    await wakeAt('run', at > now ? at : now + intervalS * 1000, intervalS);
    // Where this cannot be written, neither could the run be counted: then none is made.
    await dueItem.set({ ...known, at });
    if (at > now) return;
    if (startOf(at, isOnline(), now) > now) await planAnew(settings);
    else await begin(known.followUp === undefined ? 'schedule' : 'follow-up', known.followUp);
  }

  async function lookAfter(running: RunningRun, settings: Settings, now: number): Promise<void> {
    if ((await monitorItem.get()).latest?.runId === running.runId) {
      // Judged already; the background died just then.
      await planAfter(settings, now);
      await endRun();
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
    await countLost(running);
    await endRun();
    if (slept(running.startedAt, settings.servers.length, settings)) {
      await planAnew(settings);
      return;
    }
    if (running.attempt < MOST_ATTEMPTS) {
      await start(settings, { ...running, runId: crypto.randomUUID(), attempt: running.attempt + 1 });
      return;
    }
    if (running.trigger === 'user') await noteTrouble('lost');
    await planAfter(settings, now);
    await show(settings);
  }

  return {
    begin: (trigger, wish) => step(() => begin(trigger, wish)),
    take: (report) => step(() => take(report)),
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
    tick: () => step(tick),
    between: (change) =>
      serially(async () => {
        await change();
        await show((await effectiveSettings()).settings);
      }),
    networkChanged: (online) =>
      step(async () => {
        const { settings } = await effectiveSettings();
        const running = await runningItem.get();
        if (running !== null) {
          // Begun without a network, it waits for nothing but its time-outs.
          if (online && !running.startedOnline) await supersede(running);
          else await runningItem.set({ ...running, changed: true });
          return;
        }
        if (!settings.schedule.enabled || settings.servers.length === 0) return;
        const now = Date.now();
        const { latest } = await monitorItem.get();
        const isBack = online && latest !== null && connectivityCodeOf(latest.report) === 1;
        const due = isBack ? now : dueAfterNetworkChange(latest?.at ?? null, now);
        const at = Math.min(due, (await dueItem.get())?.at ?? due);
        // While the person is away nothing is made, and it is due on their return.
        await planIn(settings, now, Math.max(0, at - now));
        if (due <= now) await begin('network-change');
      }),
    settingsChanged: () =>
      step(async () => {
        const { settings } = await effectiveSettings();
        const running = await runningItem.get();
        if (running === null || running.servers === fingerprint(settings)) return tick();
        await supersede(running);
      }),
    callBegan: () =>
      serially(async () => {
        const running = await runningItem.get();
        if (running === null || running.superseded || running.wish.despiteSound) return;
        if (running.planned?.kind === 'full') await supersede(running);
      }),
  };

  /** What it finds no longer counts: it is made again as soon as it has ended. */
  async function supersede(running: RunningRun): Promise<void> {
    await runningItem.set({ ...running, superseded: true });
    await host.abort(running.runId);
  }
}
