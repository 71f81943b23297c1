import type { JSX } from 'preact';
import type { WatchUpdate } from '../src/core/watch/watch-report.ts';
import { formatClock } from '../src/views/words/format.ts';
import { plural, t } from '../src/views/words/text.ts';
import { watchEvents } from '../src/views/words/watch-words.ts';

/** Shown at once; the file has all. */
const SHOWN = 30;

/** Newest first. */
export function Events({ update }: { update: WatchUpdate }): JSX.Element {
  const events = watchEvents(update.summary).reverse();
  const earlier = events.length - SHOWN;
  return (
    <section class="card events">
      <h2>{t('watchEvents')}</h2>
      {events.length === 0 && <p class="muted">{t('watchNothing')}</p>}
      <ol>
        {events.slice(0, SHOWN).map(({ atMs, text }) => (
          <li key={`${atMs} ${text}`}>
            <time>{formatClock(update.startedAt + atMs)}</time> <span>{text}</span>
          </li>
        ))}
      </ol>
      {earlier > 0 && <p class="muted">{plural('watchEarlier', earlier)}</p>}
    </section>
  );
}
