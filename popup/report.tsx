import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ticketReport } from '../src/core/history/ticket-report.ts';
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { extensionVersion } from '../src/platform/pages.ts';
import { t } from '../src/views/words/text.ts';

/** A text for a support ticket, to be seen before it is copied. */
export function Report({ run }: { run: JudgedRun }): JSX.Element {
  const [addresses, setAddresses] = useState(false);
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed'>();
  const text = ticketReport(run, { version: extensionVersion(), includeAddresses: addresses });
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch (error) {
      // The clipboard may be closed by policy; the text below can still be selected.
      console.warn('Precall: the clipboard is not available.', error);
      setOutcome('copyFailed');
    }
  };
  return (
    <details class="card report">
      <summary>{t('reportHeading')}</summary>
      <label class="check">
        <input
          type="checkbox"
          checked={addresses}
          onChange={(event) => setAddresses(event.currentTarget.checked)}
        />
        {t('reportAddresses')}
      </label>
      <div class="report-actions">
        <button type="button" onClick={() => void copy()}>
          {t('copyReport')}
        </button>
        <span role="status">{outcome && t(outcome)}</span>
      </div>
      <textarea readOnly rows={6} dir="ltr" lang="en" aria-label={t('reportText')} value={text} />
      <p class="muted">{t('reportText')}</p>
    </details>
  );
}
