import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { MOST_HEADERS } from '../../src/core/settings/otlp-settings.ts';
import { t } from '../../src/views/words/text.ts';
import { useField } from '../form.ts';

type Headers = Readonly<Record<string, string>>;
type Row = readonly [name: string, value: string];

/** Headers of every request. A value is shown as dots, and of a policy's only the names are. */
export function OtlpHeaders(): JSX.Element {
  const id = useId();
  const field = useField<Headers>('otlp.headers');
  const stored = JSON.stringify(field.value);
  const [rows, setRows] = useState<readonly Row[]>(() => Object.entries(field.value));
  // A row that is half written stands only here.
  useEffect(() => {
    setRows((before) =>
      JSON.stringify(headersOf(before)) === stored ? before : Object.entries(JSON.parse(stored)),
    );
  }, [stored]);
  if (field.managed) {
    return (
      <div class="field">
        <p>
          <strong>{t('otlpHeaders')}</strong>: {Object.keys(field.value).join(t('listSeparator'))}
        </p>
        <p class="muted">{t('managedField')}</p>
      </div>
    );
  }
  const keep = (next: readonly Row[]): void => {
    setRows(next);
    if (next.every(([name, value]) => name !== '' && value !== '')) field.change(headersOf(next));
  };
  return (
    <fieldset class="field" aria-describedby={`${id}-help`}>
      <legend>{t('otlpHeaders')}</legend>
      {rows.map(([name, value], index) => (
        <div key={index} class="with-unit">
          <input
            type="text"
            dir="ltr"
            autocomplete="off"
            spellcheck={false}
            placeholder="Authorization"
            value={name}
            aria-label={t('otlpHeaderName', index + 1)}
            aria-invalid={field.error !== undefined}
            onChange={(event) => keep(rows.with(index, [event.currentTarget.value.trim(), value]))}
          />
          <input
            type="password"
            autocomplete="off"
            value={value}
            aria-label={t('otlpHeaderValue', index + 1)}
            aria-invalid={field.error !== undefined}
            onChange={(event) => keep(rows.with(index, [name, event.currentTarget.value]))}
          />
          <button
            type="button"
            class="quiet"
            aria-label={t('otlpHeaderRemove', index + 1)}
            onClick={() => keep(rows.toSpliced(index, 1))}
          >
            ✕
          </button>
        </div>
      ))}
      {field.error !== undefined && <p class="error">{field.error}</p>}
      <p id={`${id}-help`} class="muted">
        {t('otlpHeadersHelp')}
      </p>
      {rows.length < MOST_HEADERS && (
        <button type="button" onClick={() => setRows([...rows, ['', '']])}>
          {t('otlpHeaderAdd')}
        </button>
      )}
    </fieldset>
  );
}

function headersOf(rows: readonly Row[]): Headers {
  return Object.fromEntries(rows.filter(([name]) => name !== ''));
}
