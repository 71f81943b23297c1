import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { STALL_MS, WATCH_S } from '../src/core/watch/watch-report.ts';
import { hasSeen } from '../src/core/watch/watch-words.ts';
import type { WatchRefusal } from '../src/messages.ts';
import { openHistoryPage, openOptions } from '../src/platform/pages.ts';
import { MessageFailed } from '../src/views/message-failed.tsx';
import { StatusIcon } from '../src/views/status-icon.tsx';
import { formatDuration, formatSeconds } from '../src/views/words/format.ts';
import { plural, t } from '../src/views/words/text.ts';
import { watchSummaryText } from '../src/views/words/watch-words.ts';
import { Events } from './events.tsx';
import { Figures } from './figures.tsx';
import { LineChart } from './line-chart.tsx';
import { endText, Outcome } from './outcome.tsx';
import { serverLine } from './server-line.ts';
import { useFocus } from './use-focus.ts';
import { useSaid } from './use-said.ts';
import { type HeldWatch, type SeenWatch, useWatch } from './use-watch.ts';

/** Minutes to choose from. */
const MINUTES = [1, WATCH_S.usual / 60, WATCH_S.most / 60] as const;

export function WatchPage(): JSX.Element {
  const watch = useWatch();
  const { seen } = watch;
  const isRunning = seen !== undefined && seen.end === undefined;
  const wasSeen = seen !== undefined && (seen.update.summary.probesSent > 0 || seen.seconds.length > 0);
  return (
    <>
      <header class="page-header">
        <StatusIcon look="brand" size={28} />
        <h1>{t('watchTitle')}</h1>
        <button type="button" class="quiet" onClick={() => void openHistoryPage()}>
          {t('openHistory')}
        </button>
        <button type="button" class="quiet" onClick={() => void openOptions()}>
          {t('openOptions')}
        </button>
      </header>
      <main>
        <p class="visually-hidden" role="status">
          <Said seen={seen} />
        </p>
        {seen?.end !== undefined && <Outcome seen={seen} />}
        {isRunning ? <Running seen={seen} onStop={watch.stop} /> : <Start watch={watch} />}
        {wasSeen && (
          <>
            <Figures update={seen.update} />
            <section class="card">
              <h2>{t('watchChart')}</h2>
              <LineChart seconds={seen.seconds} summary={seen.update.summary} ofMs={seen.update.ofMs} />
            </section>
            <Events update={seen.update} />
          </>
        )}
      </main>
    </>
  );
}

function Start({ watch }: { watch: HeldWatch }): JSX.Element {
  const [minutes, setMinutes] = useState<number>(WATCH_S.usual / 60);
  const { asking, trouble, seen } = watch;
  const button = useFocus<HTMLButtonElement>(seen !== undefined);
  return (
    <section class="card start">
      <p>{t('watchIntro')}</p>
      <p class="muted">{t('watchCost')}</p>
      <MessageFailed failed={trouble === 'no-answer'} />
      {trouble !== undefined && trouble !== 'no-answer' && (
        <p class="notice" role="alert">
          {troubleText(trouble)}
        </p>
      )}
      <div class="ask">
        <label>
          <span>{t('watchLength')}</span>
          <select value={minutes} onChange={(event) => setMinutes(Number(event.currentTarget.value))}>
            {MINUTES.map((each) => (
              <option key={each} value={each}>
                {plural('watchMinutes', each)}
              </option>
            ))}
          </select>
        </label>
        <button
          ref={button}
          type="button"
          class="primary"
          disabled={asking}
          onClick={() => watch.start(minutes * 60)}
        >
          {t('watchStart')}
        </button>
      </div>
    </section>
  );
}

function troubleText(trouble: WatchRefusal): string {
  if (trouble === 'busy') return t('watchRefused_busy');
  return trouble === 'no-servers' ? t('watchRefused_no_servers') : t('watchRefused_no_credentials');
}

function Running({ seen, onStop }: { seen: SeenWatch; onStop: () => void }): JSX.Element {
  const { update } = seen;
  const { ofMs, summary, silentMs } = update;
  const button = useFocus<HTMLButtonElement>();
  const isSilent = update.phase === 'watching' && silentMs > STALL_MS;
  return (
    <section class="card running">
      <div class="ask">
        <p>{phaseText(update)}</p>
        <button ref={button} type="button" onClick={onStop}>
          {t('watchStop')}
        </button>
      </div>
      <progress aria-label={t('watchTitle')} max={ofMs} value={summary.durationMs} />
      <p class="muted">{t('watchLeft', formatDuration(Math.max(0, ofMs - summary.durationMs)))}</p>
      {/* Its room is kept, or what stands below would jump. */}
      <p class="silent">{isSilent && <strong>{t('watchSilent', formatSeconds(silentMs))}</strong>}</p>
    </section>
  );
}

function phaseText(update: SeenWatch['update']): string {
  if (update.phase === 'waiting') return t('watchWaiting');
  if (update.phase === 'watching') return serverLine(update) ?? t('watchConnecting');
  return update.summary.interruptions.length > 0 ? t('watchReconnecting') : t('watchConnecting');
}

/** For a screen reader: how it stands when something has happened, and the end. */
function Said({ seen }: { seen: SeenWatch | undefined }): JSX.Element {
  return <>{useSaid(seen === undefined ? '' : saidOf(seen))}</>;
}

function saidOf(seen: SeenWatch): string {
  const { end, update } = seen;
  if (end !== undefined) return endText(seen) ?? (hasSeen(update) ? watchSummaryText(update.summary) : '');
  if (update.phase !== 'watching') return phaseText(update);
  const { stalls } = update.summary;
  const longest = Math.max(...stalls.map(({ ms }) => ms));
  if (stalls.length === 0) return phaseText(update);
  return `${t('watchStallCount')}: ${stalls.length}${t('listSeparator')}${t('watchLongest', formatSeconds(longest))}`;
}
