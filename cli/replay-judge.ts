/** One replayed run through the extension's own reducer, with the settings as they come. */
import { applyReport, type MonitorStep } from '../src/core/monitor.ts';
import type { MonitorState } from '../src/core/monitor-state.ts';
import { DEFAULT_SETTINGS } from '../src/core/settings.ts';
import type { ReplayedRun } from './replay-input.ts';

const DAY_MS = 86_400_000;

/** Days and minutes are those of UTC: where the run was made is not known. */
export function judgeReplayed(
  state: MonitorState,
  { at, network, trigger, report }: ReplayedRun,
): MonitorStep {
  return applyReport(state, report, DEFAULT_SETTINGS, {
    now: at,
    day: new Date(at).toISOString().slice(0, 10),
    localMinute: Math.floor((at % DAY_MS) / 60_000),
    trigger,
    deviceId: 'replay',
    network,
    snoozedUntil: null,
  });
}
