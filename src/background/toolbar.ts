/** What the toolbar shows of the stored state. */
import { type Look, lookOfColor } from '../core/look.ts';
import type { JudgedRun } from '../core/monitor-state.ts';
import { colorOf } from '../core/sct-codes.ts';
import type { Settings } from '../core/settings.ts';
import { showLook } from '../platform/action.ts';
import { t } from '../views/text.ts';

/** Intervals after which a result no longer says how the network is. */
const STALE_AFTER_INTERVALS = 2;

export async function showState(state: {
  readonly settings: Settings;
  readonly latest: JudgedRun | null;
  readonly running: boolean;
  readonly now: number;
}): Promise<void> {
  const { settings, latest, running, now } = state;
  if (running) return showLook('running', t('toolbarRunning'));
  if (settings.servers.length === 0) return showLook('unknown', t('toolbarNoServers'));
  if (latest === null) return showLook('unknown', t('toolbarNotMeasured'));
  if (latest.report.outcome === 'offline') return showLook('offline', t('toolbarOffline'));
  const age = now - latest.at;
  if (age > STALE_AFTER_INTERVALS * settings.schedule.intervalS * 1000) {
    return showLook('unknown', t('toolbarStale', latest.event.summary));
  }
  return showLook(lookOf(latest), t('toolbarSummary', latest.event.summary));
}

export function lookOf(run: JudgedRun): Look {
  return run.report.outcome === 'offline' ? 'offline' : lookOfColor(colorOf(run.event.summaryCode));
}
