import type { JSX } from 'preact';
import type { SettingsChange } from '../src/core/settings/settings-changes.ts';
import { NO_VALUE } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';

export interface Preview {
  /** The file's. */
  readonly text: string;
  readonly changes: readonly SettingsChange[];
  /** Dotted paths of what the file says and this version does not know. */
  readonly unknown: readonly string[];
}

interface TransferPreviewProps {
  readonly preview: Preview;
  readonly onApply: (shown: Preview) => Promise<void>;
  readonly onClose: () => void;
}

/** What a settings file would change: nothing is stored, and no server asked, before it is applied. */
export function TransferPreview({ preview, onApply, onClose }: TransferPreviewProps): JSX.Element {
  const { changes, unknown } = preview;
  return (
    <div role="status" class="transfer-preview">
      <p>{t(changes.length === 0 ? 'transferNoChange' : 'transferChanges')}</p>
      <ul>
        {changes.map(({ field, before, after }) => (
          <li key={field}>
            <code>{field}</code>: {before ?? NO_VALUE} → <strong>{after ?? NO_VALUE}</strong>
          </li>
        ))}
      </ul>
      {unknown.length > 0 && <p>{t('transferUnknown', unknown.join(', '))}</p>}
      <div class="actions">
        {changes.length > 0 && (
          <button type="button" class="primary" onClick={() => void onApply(preview)}>
            {t('transferApply')}
          </button>
        )}
        <button type="button" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </div>
  );
}
