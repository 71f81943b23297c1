import type { JSX } from 'preact';
import { t } from '../../src/views/words/text.ts';

/** That the browser does not let Precall do something, with the button that asks it to. */
export function PermissionNotice({ text, onAllow }: { text: string; onAllow: () => void }): JSX.Element {
  return (
    <div class="notice">
      <p>{text}</p>
      <button type="button" onClick={onAllow}>
        {t('credentialsAllow')}
      </button>
    </div>
  );
}
