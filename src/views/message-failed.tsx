import type { JSX } from 'preact';
import { t } from './words/text.ts';

/** That what was asked for was not answered (`useAsk`). */
export function MessageFailed({ failed }: { failed: boolean }): JSX.Element | null {
  if (!failed) return null;
  return (
    <p class="error" role="alert">
      {t('messageFailed')}
    </p>
  );
}
