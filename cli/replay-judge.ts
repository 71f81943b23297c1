/** One replayed run through the extension's own reducer, with the settings as they come. */
import { localTime, type ZoneOffset } from '../src/core/base/local-time.ts';
import { applyReport, type MonitorStep } from '../src/core/monitor/monitor.ts';
import type { MonitorState } from '../src/core/monitor/monitor-state.ts';
import { DEFAULT_SETTINGS } from '../src/core/settings/settings.ts';
import type { ReplayedRun } from './replay-input.ts';

/** Days and hours are those of UTC where it is not said in which time zone the run was made. */
export function judgeReplayed(
  state: MonitorState,
  { at, network, trigger, report }: ReplayedRun,
  offsetAt: ZoneOffset = () => 0,
): MonitorStep {
  return applyReport(state, report, DEFAULT_SETTINGS, {
    now: at,
    ...localTime(at, offsetAt),
    trigger,
    deviceId: 'replay',
    // Not used: the network is known.
    networkSalt: '',
    network,
    snoozedUntil: null,
  });
}
