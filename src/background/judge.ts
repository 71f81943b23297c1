/** Runs the reducer on a report and carries its effects out, each so that doing it twice changes nothing. */
import { localTime } from '../core/base/local-time.ts';
import { applyReport, type MonitorStep } from '../core/monitor/monitor.ts';
import type { MonitorState } from '../core/monitor/monitor-state.ts';
import { untold } from '../core/monitor/untold.ts';
import type { RunReport } from '../core/report/run-report.ts';
import type { RunTrigger } from '../core/schedule/run-kind.ts';
import type { Settings } from '../core/settings/settings.ts';
import { notedMicrophone } from '../platform/browsers/microphone.browser.ts';
import { runConditions } from '../platform/conditions.ts';
import { inTime } from '../platform/in-time.ts';
import { DESKTOP_MS } from '../platform/notifications.ts';
import { telling } from '../platform/troubles.ts';
import { zoneOffset } from '../platform/zone-offset.ts';
import { carryOut } from './desktop.ts';
import { queueRun } from './export-runs.ts';
import { identify } from './identify.ts';
import { keep } from './keep-history.ts';
import { placeOf } from './place-of.ts';
import { qualityNotice } from './quality-notice.ts';

export async function judge(
  state: MonitorState,
  seen: RunReport,
  settings: Settings,
  trigger: RunTrigger,
  snoozedUntil: number | null,
): Promise<MonitorStep> {
  const microphone = seen.hasMicrophone ?? (await notedMicrophone());
  const report = microphone === undefined ? seen : { ...seen, hasMicrophone: microphone };
  // The report's own clock: a report that is taken twice, because the worker died, gives the same ids.
  const now = Math.round(report.startedAt + report.durationMs);
  const { deviceId, networkSalt } = await identify();
  const step = applyReport(state, report, settings, {
    now,
    ...localTime(now, zoneOffset),
    trigger,
    conditions: await runConditions(settings),
    deviceId,
    networkSalt,
    place: await placeOf(report.network, networkSalt),
    snoozedUntil,
  });
  const done = (await isCarriedOut(step, settings)) ? step : untold(step, state);
  await Promise.all([keep(done.run, settings.history.keepDays), queueRun(done.run, settings.otlp)]);
  return done;
}

/** The desktop may refuse: the run counts all the same. */
async function isCarriedOut({ action, run }: MonitorStep, settings: Settings): Promise<boolean> {
  try {
    await telling('notifications', () =>
      inTime(DESKTOP_MS, 'The desktop', carryOut(qualityNotice(action, run, settings))),
    );
    return true;
  } catch (error) {
    console.error('Precall: the desktop took no notification:', error);
    return false;
  }
}
