/** What the toolbar shows of the stored state. */

import type { JudgedRun } from '../core/monitor/monitor-state.ts';
import { staleAfter } from '../core/schedule/stale.ts';
import { type Look, lookOfColor } from '../core/sct/look.ts';
import { colorOf } from '../core/sct/sct-codes.ts';
import type { Settings } from '../core/settings/settings.ts';
import { showLook } from '../platform/action.ts';
import { isEnglish, t } from '../views/text.ts';

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
  if (now > staleAfter(latest.at, settings.schedule.intervalS)) {
    return showLook('unknown', t('toolbarStale', summaryText(latest)));
  }
  return showLook(lookOf(latest), t('toolbarSummary', summaryText(latest)));
}

export function lookOf(run: JudgedRun): Look {
  return run.report.outcome === 'offline' ? 'offline' : lookOfColor(colorOf(run.event.summaryCode));
}

/** The contract's own words, or their translation. */
function summaryText({ event }: JudgedRun): string {
  return isEnglish() ? event.summary : t(`summary_${event.summaryCode}`);
}
