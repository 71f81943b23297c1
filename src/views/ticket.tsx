import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from './words/text.ts';

/** A text for a support ticket, to be seen before it is copied. */
export function Ticket({ text }: { text: string }): JSX.Element {
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed'>();
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
    <>
      <div class="report-actions">
        <button type="button" onClick={() => void copy()}>
          {t('copyReport')}
        </button>
        <span role="status">{outcome && t(outcome)}</span>
      </div>
      <textarea readOnly rows={6} dir="ltr" lang="en" aria-label={t('reportText')} value={text} />
      <p class="muted">{t('reportText')}</p>
    </>
  );
}
