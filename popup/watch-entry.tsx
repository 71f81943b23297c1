import type { JSX } from 'preact';
import { closePopup, openWatchPage } from '../src/platform/pages.ts';
import { t } from '../src/views/words/text.ts';

/** A watch has a page of its own: a popup closes when a person clicks elsewhere. */
export function WatchEntry(): JSX.Element {
  return (
    <section class="card watch-entry">
      <p class="muted">{t('watchHint')}</p>
      <button type="button" onClick={() => void openWatchPage().then(closePopup)}>
        {t('watchTitle')}
      </button>
    </section>
  );
}
