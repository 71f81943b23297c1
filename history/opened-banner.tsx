import type { JSX } from 'preact';
import { formatDateTime } from '../src/views/words/format.ts';
import { plural, t } from '../src/views/words/text.ts';
import type { HistorySource } from './opened-file.ts';

interface OpenedBannerProps {
  readonly file: NonNullable<HistorySource['file']>;
  /** ms since the epoch, oldest and newest result; absent until they are read. */
  readonly span?: readonly [number, number];
  readonly onClose: () => void;
}

/** In sight all the time: whose results these are, and that they are not one's own. */
export function OpenedBanner({ file, span, onClose }: OpenedBannerProps): JSX.Element {
  return (
    <section class="opened-banner" aria-label={t('openedLabel')}>
      <div>
        <p>
          <strong>{t('openedFile', file.name)}</strong>{' '}
          {span === undefined
            ? plural('openedRuns', file.runs)
            : plural('openedRunsSpan', file.runs, formatDateTime(span[0]), formatDateTime(span[1]))}
        </p>
        <p>{t('openedApart')}</p>
      </div>
      <button type="button" onClick={onClose}>
        {t('openedClose')}
      </button>
    </section>
  );
}
