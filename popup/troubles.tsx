import type { JSX } from 'preact';
import type { Trouble } from '../src/platform/troubles.ts';
import { type TextKey, t } from '../src/views/words/text.ts';

type Kind = Trouble | 'settings';

const TEXT: { readonly [Each in Kind]: TextKey } = {
  settings: 'troubleSettings',
  history: 'troubleHistory',
  policy: 'troublePolicy',
  measuring: 'troubleMeasuring',
  lost: 'troubleLost',
  notifications: 'troubleNotifications',
  work: 'troubleWork',
};

/** What does not work just now, and what a person can do about it. */
export function Troubles({ kinds }: { readonly kinds: readonly Kind[] }): JSX.Element | null {
  if (kinds.length === 0) return null;
  return (
    <div class="notice" role="status">
      <div>
        <h2>{t('troubleTitle')}</h2>
        {kinds.map((kind) => (
          <p key={kind}>{t(TEXT[kind])}</p>
        ))}
      </div>
    </div>
  );
}
