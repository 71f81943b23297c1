import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import {
  exportSettings,
  importSettings,
  type SettingsImport,
} from '../src/core/settings/settings-transfer.ts';
import { download } from '../src/views/download.ts';
import { errorText } from '../src/views/words/error-text.ts';
import { t } from '../src/views/words/text.ts';
import { FileField } from './fields.tsx';
import { changeSettings, useForm } from './form.ts';

type Refused = Exclude<SettingsImport, { ok: true }>;

export function TransferSection(): JSX.Element {
  const { settings, say } = useForm();
  const [refused, setRefused] = useState<Refused>();
  const [failure, setFailure] = useState<string>();
  const take = async (file: File): Promise<void> => {
    const text = await file.text();
    const refusal = await changeSettings((before) => importSettings(text, before));
    const unsaved = refusal !== undefined && 'text' in refusal;
    setRefused(unsaved ? undefined : refusal);
    setFailure(unsaved ? refusal.text : undefined);
    if (refusal === undefined) say(t('transferImported'));
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
        <FileField label={t('transferImport')} accept=".json,application/json" onFile={take} />
      </div>
      {failure !== undefined && (
        <p class="error" role="alert">
          {failure}
        </p>
      )}
      {refused !== undefined && <Mistakes refused={refused} />}
    </>
  );
}

function Mistakes({ refused }: { refused: Refused }): JSX.Element {
  if (refused.error === 'not-settings') {
    return (
      <p class="error" role="alert">
        {t('transferNotSettings')}
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
