import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { watchExport } from '../src/core/watch/watch-export.ts';
import { hasSeen, watchAdvice } from '../src/core/watch/watch-words.ts';
import { extensionVersion } from '../src/platform/pages.ts';
import { download } from '../src/views/download.ts';
import { formatBytes, formatClock, formatDateTime } from '../src/views/words/format.ts';
import { reasonKey } from '../src/views/words/reasons.ts';
import { t } from '../src/views/words/text.ts';
import { watchEvents, watchSummaryText } from '../src/views/words/watch-words.ts';
import { serverLine } from './server-line.ts';
import type { SeenWatch } from './use-watch.ts';

/** What it comes to, what to do about it, and the way to take it along. */
export function Outcome({ seen }: { seen: SeenWatch }): JSX.Element | null {
  const [said, setSaid] = useState<'copied' | 'copyFailed'>();
  const { update, seconds } = seen;
  const why = endText(seen);
  const sawAnything = hasSeen(update);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(textOf(seen));
      setSaid('copied');
    } catch (error) {
      console.warn('Precall: the clipboard is not available.', error);
      setSaid('copyFailed');
    }
  };
  const save = (): void => {
    const text = `${JSON.stringify(watchExport(update, seconds), null, 2)}\n`;
    download('precall-watch.json', new Blob([text], { type: 'application/json' }));
  };
  if (why === undefined && !sawAnything) return null;
  return (
    <section class="card outcome">
      {why !== undefined && <p class="notice">{why}</p>}
      {sawAnything && (
        <>
          <p class="sentence">{watchSummaryText(update.summary)}</p>
          <p>{t(`watchAdvice_${watchAdvice(update)}`)}</p>
          <div class="take">
            <button type="button" onClick={() => void copy()}>
              {t('watchCopy')}
            </button>
            <button type="button" onClick={save}>
              {t('watchSave')}
            </button>
            <span role="status">{said && t(said)}</span>
          </div>
          {update.bytes !== undefined && <p class="muted">{t('watchUsed', formatBytes(update.bytes))}</p>}
        </>
      )}
    </section>
  );
}

/** Why it ended, where that is not what was wanted. */
export function endText({ end, update }: SeenWatch): string | undefined {
  if (end === 'unreachable') return t('watchEnd_unreachable', t(reasonKey(update.reason ?? 'timed-out')));
  const isTold = end === 'test' || end === 'slept' || end === 'failed' || end === 'gone';
  return isTold ? t(`watchEnd_${end}`) : undefined;
}

function textOf(seen: SeenWatch): string {
  const { update } = seen;
  const { startedAt, summary } = update;
  return [
    `Precall ${extensionVersion()}, ${formatDateTime(startedAt)}`,
    serverLine(update) ?? '',
    watchSummaryText(summary),
    endText(seen) ?? '',
    t(`watchAdvice_${watchAdvice(update)}`),
    ...watchEvents(summary).map(({ atMs, text }) => `${formatClock(startedAt + atMs)} ${text}`),
  ]
    .filter((line) => line !== '')
    .join('\n');
}
