/** A run as the monitor judges it, for what is exported of one. */
import type { JudgedRun } from '../../../src/core/monitor/judged-run.ts';
import { applyReport } from '../../../src/core/monitor/monitor.ts';
import { INITIAL_MONITOR_STATE } from '../../../src/core/monitor/monitor-state.ts';
import type { NetworkFacts, RunReport, ServerReport } from '../../../src/core/report/run-report.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/settings.ts';
import { report } from '../builders/reports.ts';

export function judged(
  servers: readonly ServerReport[],
  place: Partial<JudgedRun['place']> = {},
  network: NetworkFacts = { networkType: 'wifi', serverReflexiveAddress: '198.51.100.7' },
  change: Partial<RunReport> = {},
): JudgedRun {
  const made = report(servers, { network, ...change });
  const { run } = applyReport(INITIAL_MONITOR_STATE, made, DEFAULT_SETTINGS, {
    now: made.startedAt + made.durationMs,
    day: '2026-01-01',
    localMinute: 600,
    trigger: 'user',
    deviceId: '1d1f1e1c-0000-4000-8000-00000000ca7a',
    networkSalt: '7b1c0f0e-0000-4000-8000-00000000ca7a',
    snoozedUntil: null,
  });
  return { ...run, place: { ...run.place, ...place } };
}
