import type { JSX } from 'preact';
import { usePageUdp } from '../src/views/page-udp.ts';
import { t } from '../src/views/words/text.ts';

/** Beside a result over UDP: that no page's call gets it. */
export function PageUdpNotice(): JSX.Element | null {
  const { found } = usePageUdp();
  if (found !== 'forbidden') return null;
  return (
    <p class="notice" role="status">
      {t('pageUdpForbidden')}
    </p>
  );
}
