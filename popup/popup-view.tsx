import type { JSX } from 'preact';
import { DAY_MS } from '../src/core/base/durations.ts';
import type { HistoryPoint } from '../src/core/history/history-record.ts';
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { statusLine } from '../src/core/presentation/status-line.ts';
import { isUsedUpByAsking } from '../src/core/schedule/used-up.ts';
import { closePopup, openHistoryPage, openOptions } from '../src/platform/pages.ts';
import { dueItem, monitorItem, runningItem, settingsAsideItem, snoozeItem } from '../src/platform/storage.ts';
import { troubleItem } from '../src/platform/troubles.ts';
import { DayStrip } from '../src/views/day-strip.tsx';
import { useEffectiveSettings } from '../src/views/effective.ts';
import { Hero } from '../src/views/hero.tsx';
import { LocationCredit } from '../src/views/location-credit.tsx';
import { SnoozeChoice } from '../src/views/snooze.tsx';
import { StatusIcon } from '../src/views/status-icon.tsx';
import { useNow, useRecentPoints, useStored } from '../src/views/stored.ts';
import { t } from '../src/views/words/text.ts';
import { Actions } from './actions.tsx';
import { Forecast } from './forecast.tsx';
import { Numbers } from './numbers.tsx';
import { PageUdpNotice } from './page-udp-notice.tsx';
import { PinReminder } from './pin-reminder.tsx';
import { Report } from './report.tsx';
import { Servers } from './servers.tsx';
import { ThoroughTest } from './thorough.tsx';
import { Troubles } from './troubles.tsx';
import { WatchEntry } from './watch-entry.tsx';

const STORED = {
  monitor: monitorItem,
  due: dueItem,
  snooze: snoozeItem,
  running: runningItem,
  trouble: troubleItem,
  aside: settingsAsideItem,
};
const NO_POINTS: readonly HistoryPoint[] = [];

export function Popup(): JSX.Element | null {
  const held = useEffectiveSettings();
  const stored = useStored(STORED);
  const now = useNow(10_000);
  const version = stored && 'monitor' in stored ? stored.monitor.latest?.runId : undefined;
  // The strip and the lines have their room already: they are filled in when the history is read.
  const points = useRecentPoints(DAY_MS, version) ?? NO_POINTS;
  if (held === undefined || stored === undefined) return null;
  if ('failed' in held || 'failed' in stored) {
    return (
      <main class="popup">
        <p class="notice">{t('storageUnreadable')}</p>
      </main>
    );
  }
  const { effective: settings, managed } = held;
  const { monitor, running } = stored;
  const { latest } = monitor;
  const state = statusLine({
    servers: settings.servers.length,
    latest,
    running: running !== null,
    now,
    intervalS: settings.schedule.intervalS,
    profile: settings.calls.profile,
  });
  const { isp = null, country = null } = state.situation === 'no-servers' ? {} : (latest?.place ?? {});
  const isUsedUp = isUsedUpByAsking(monitor.dataUse, {
    servers: settings.servers.length,
    budgetBytes: settings.data.budgetMbPerDay * 1e6,
    now,
  });
  const showsPlace = (isp ?? country) !== null;
  return (
    <main class="popup">
      <Header />
      <div class="content">
        <Troubles kinds={stored.aside === null ? stored.trouble : ['settings', ...stored.trouble]} />
        <Hero
          state={state}
          latest={latest}
          running={running}
          texts={settings.notifications.texts}
          managed={managed.includes('servers')}
          now={now}
        />
        {isUsedUp && settings.schedule.enabled && <p class="card">{t('budgetUsedUp')}</p>}
        {latest !== null && state.situation !== 'no-servers' && (
          <>
            <PinReminder />
            {usesUdp(latest) && <PageUdpNotice />}
            <div class={state.situation === 'result' && !state.stale ? 'measured' : 'measured past'}>
              <Forecast run={latest} profile={settings.calls.profile} />
              <Numbers run={latest} points={points} now={now} />
            </div>
            <section class="card">
              <h2>{t('last24h')}</h2>
              <DayStrip points={points} to={now} profile={settings.calls.profile} />
            </section>
            <Servers run={latest} />
            <ThoroughTest run={latest} points={points} running={running !== null} now={now} />
            <WatchEntry />
            <Report run={latest} />
          </>
        )}
        {latest !== null && state.situation !== 'no-servers' && (
          <SnoozeChoice
            label={t('snoozeLabel')}
            notifications={settings.notifications.enabled}
            snoozedUntil={stored.snooze}
            now={now}
          />
        )}
        {managed.length > 0 && <p class="muted managed">{t('managedNote')}</p>}
        {showsPlace && <LocationCredit />}
      </div>
      {state.situation !== 'no-servers' && (
        <Actions running={running} due={stored.due} scheduled={settings.schedule.enabled} now={now} />
      )}
    </main>
  );
}

/** Whether what is shown was measured over UDP. */
function usesUdp({ report, best }: JudgedRun): boolean {
  const server = report.servers.find(({ provider }) => provider === best);
  const chosen = server?.chosen === undefined ? undefined : server.probes[server.chosen];
  return chosen?.relayProtocol === 'udp';
}

function Header(): JSX.Element {
  return (
    <header>
      <StatusIcon look="brand" size={18} />
      <h1>{t('popupTitle')}</h1>
      <button type="button" class="quiet" onClick={() => void openHistoryPage().then(closePopup)}>
        {t('openHistory')}
      </button>
      <button type="button" class="quiet" onClick={() => void openOptions().then(closePopup)}>
        {t('openOptions')}
      </button>
    </header>
  );
}
