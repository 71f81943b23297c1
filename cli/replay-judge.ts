/** One replayed run through the extension's own reducer, with the settings as they come. */
import { localTime } from '../src/core/base/local-time.ts';
import { applyReport, type MonitorStep } from '../src/core/monitor/monitor.ts';
import type { MonitorState } from '../src/core/monitor/monitor-state.ts';
import { DEFAULT_SETTINGS } from '../src/core/settings/settings.ts';
import type { ReplayedRun } from './replay-input.ts';

/** Days and minutes are those of UTC: where the run was made is not known. */
export function judgeReplayed(
  state: MonitorState,
  { at, network, trigger, report }: ReplayedRun,
): MonitorStep {
  return applyReport(state, report, DEFAULT_SETTINGS, {
    now: at,
    ...localTime(at, () => 0),
    trigger,
    deviceId: 'replay',
    // Not used: the network is known.
    networkSalt: '',
    network,
    snoozedUntil: null,
  });
}
