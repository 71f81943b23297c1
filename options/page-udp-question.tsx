import type { JSX } from 'preact';
import { usePageUdp } from '../src/views/page-udp.ts';
import { t } from '../src/views/words/text.ts';

/** Offers to look whether pages may use UDP, and says what came of it. Nothing where the browser treats all alike. */
export function PageUdpQuestion(): JSX.Element | null {
  const { found, ask } = usePageUdp();
  if (found === 'forbidden') return <p class="error">{t('pageUdpForbidden')}</p>;
  if (found !== 'unknown') return null;
  return (
    <div class="actions">
      <p>{t('pageUdpOffer')}</p>
      <button type="button" onClick={ask}>
        {t('pageUdpAsk')}
      </button>
    </div>
  );
}
