import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Settings } from '../src/core/settings/settings.ts';
import { settingsChanges } from '../src/core/settings/settings-changes.ts';
import {
  exportSettings,
  importSettings,
  MOST_SETTINGS_FILE_BYTES,
  type SettingsImport,
} from '../src/core/settings/settings-transfer.ts';
import { download } from '../src/views/download.ts';
import { FileField } from '../src/views/file-field.tsx';
import { errorText } from '../src/views/words/error-text.ts';
import { t } from '../src/views/words/text.ts';
import { changeSettings, useForm } from './form.ts';
import { type Preview, TransferPreview } from './transfer-preview.tsx';

type Refused = Exclude<SettingsImport, { ok: true }>;
interface OtherChanges {
  readonly ok: false;
  readonly error: 'other-changes';
}

export function TransferSection(): JSX.Element {
  const { settings, say } = useForm();
  const [refused, setRefused] = useState<Refused>();
  const [failure, setFailure] = useState<string>();
  const [preview, setPreview] = useState<Preview>();
  const look = async (file: File): Promise<void> => {
    const tooLong = { ok: false, error: 'too-long' } as const;
    const text = file.size > MOST_SETTINGS_FILE_BYTES ? undefined : await file.text();
    const found = text === undefined ? tooLong : importSettings(text, settings);
    setFailure(undefined);
    setRefused(found.ok ? undefined : found);
    setPreview(found.ok && text !== undefined ? previewOf(text, found, settings) : undefined);
  };
  const apply = async (shown: Preview): Promise<void> => {
    // Only what was looked at is stored: something may have changed since, here or in another window.
    let now: Preview | undefined;
    const refusal = await changeSettings<Refused | OtherChanges>((before) => {
      const found = importSettings(shown.text, before);
      if (!found.ok) return found;
      now = previewOf(shown.text, found, before);
      return isSame(now, shown) ? found : { ok: false, error: 'other-changes' };
    });
    if (refusal === undefined) {
      setPreview(undefined);
      say(t('transferImported'));
    } else if ('text' in refusal) setFailure(refusal.text);
    else if (refusal.error === 'other-changes') setPreview(now);
    else {
      setPreview(undefined);
      setRefused(refusal);
    }
  };
  return (
    <>
      <p class="muted">{t('transferHelp')}</p>
      <div class="actions">
        <button
          type="button"
          onClick={() =>
            download(
              'precall-settings.json',
              new Blob([exportSettings(settings)], { type: 'application/json' }),
            )
          }
        >
          {t('transferExport')}
        </button>
        <FileField label={t('transferImport')} accept=".json,application/json" onFile={look} />
      </div>
      {preview !== undefined && (
        <TransferPreview preview={preview} onApply={apply} onClose={() => setPreview(undefined)} />
      )}
      {failure !== undefined && (
        <p class="error" role="alert">
          {failure}
        </p>
      )}
      {refused !== undefined && <Mistakes refused={refused} />}
    </>
  );
}

function previewOf(text: string, found: Extract<SettingsImport, { ok: true }>, current: Settings): Preview {
  return { text, changes: settingsChanges(current, found.settings), unknown: found.unknown };
}

function isSame(one: Preview, other: Preview): boolean {
  return JSON.stringify(one.changes) === JSON.stringify(other.changes);
}

const REFUSED = {
  'not-settings': 'transferNotSettings',
  'too-long': 'transferTooLong',
  newer: 'transferNewer',
} as const;

function Mistakes({ refused }: { refused: Refused }): JSX.Element {
  if (refused.error !== 'invalid') {
    return (
      <p class="error" role="alert">
        {t(REFUSED[refused.error])}
      </p>
    );
  }
  return (
    <div role="alert">
      <p class="error">{t('transferFailed')}</p>
      <ul>
        {refused.errors.map((error) => (
          <li key={error.field}>
            <code>{error.field}</code>: {errorText(error)}
          </li>
        ))}
      </ul>
    </div>
  );
}
