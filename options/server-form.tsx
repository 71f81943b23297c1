import type { JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MOST_URLS } from '../src/core/settings/settings.ts';
import { holdOpen } from '../src/views/hold-form.ts';
import { errorText } from '../src/views/words/error-text.ts';
import { plural, t } from '../src/views/words/text.ts';
import { allowCredentialsUrl } from './allow-credentials-url.ts';
import { CredentialsSource } from './credentials-source.tsx';
import { Frame, URL_INPUT } from './fields.tsx';
import { changeValue, useForm } from './form.ts';
import { checkServer, placeOf, type Server } from './server.ts';
import { ServerTest } from './server-test.tsx';

interface ServerFormProps {
  /** The name it has in the list; absent for a new one. */
  readonly edited?: string;
  readonly initial: Server;
  /** Whether mistakes are shown from the start. */
  readonly tried: boolean;
  readonly onDone: () => void;
}

/** Edits one server. Mistakes stand at their field, and what was typed stays. */
export function ServerForm({ edited, initial, tried: triedBefore, onDone }: ServerFormProps): JSX.Element {
  const { settings, say } = useForm();
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(triedBefore);
  const [failure, setFailure] = useState<string>();
  const box = useRef<HTMLFormElement>(null);
  const id = useId();
  const index = placeOf(settings.servers, edited);
  const { errors } = checkServer(settings, index, draft);
  const errorOf = (field: string): string | undefined => {
    const error = tried ? errors.find((each) => each.field === field) : undefined;
    return error && errorText(error);
  };
  const edit = (change: Partial<Server>): void => setDraft((before) => ({ ...before, ...change }));

  // Before the browser draws, so that nothing typed at once goes elsewhere.
  useLayoutEffect(() => {
    box.current?.querySelector<HTMLElement>('[aria-invalid="true"], input')?.focus();
  }, []);
  useEffect(holdOpen, []);
  /** The checked server, or undefined after its mistakes were shown. */
  const checked = (): Server | undefined => {
    const result = checkServer(settings, index, draft);
    if (result.server !== undefined) return result.server;
    setTried(true);
    say(plural('fixErrors', result.errors.length));
    // After the mistakes are drawn.
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    return undefined;
  };
  const save = async (): Promise<void> => {
    const server = checked();
    if (server === undefined) return;
    await allowCredentialsUrl(server);
    // The question above may have stood for minutes: the list is the one of now.
    const error = await changeValue('servers', (before) => {
      const servers = before.servers.toSpliced(placeOf(before.servers, edited), 1, server);
      return { ...before, servers };
    });
    setFailure(error);
    if (error !== undefined) return;
    say(t('saved'));
    onDone();
  };
  const title = t(edited === undefined ? 'serverNewTitle' : 'serverEditTitle');
  const textField = (name: 'label' | 'username', label: string, help?: string): JSX.Element => (
    <Frame id={`${id}-${name}`} label={label} help={help} error={errorOf(name)}>
      <input
        id={`${id}-${name}`}
        type="text"
        autocomplete="off"
        spellcheck={false}
        value={draft[name]}
        aria-invalid={errorOf(name) !== undefined}
        aria-describedby={`${id}-${name}-help`}
        onInput={(event) => edit({ [name]: event.currentTarget.value })}
      />
    </Frame>
  );
  return (
    <form
      ref={box}
      class="server-form"
      noValidate
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <h3>{title}</h3>
      {textField('label', t('fieldLabel'), t('fieldLabelHelp'))}
      <UrlFields urls={draft.urls} errorOf={errorOf} onChange={(urls) => edit({ urls })} />
      <CredentialsSource draft={draft} error={errorOf('credentialsUrl')} onChange={setDraft}>
        {textField('username', t('fieldUsername'))}
        <CredentialField
          value={draft.credential}
          error={errorOf('credential')}
          onChange={(credential) => edit({ credential })}
        />
      </CredentialsSource>
      {failure !== undefined && (
        <p class="error" role="alert">
          {failure}
        </p>
      )}
      {errorOf('') !== undefined && <p class="error">{errorOf('')}</p>}
      <ServerTest label={t('serverTestThis')} name={t('serverTestThis')} server={checked} />
      <div class="actions">
        <button type="submit" class="primary">
          {t('save')}
        </button>
        <button type="button" onClick={onDone}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}

interface UrlFieldsProps {
  readonly urls: readonly string[];
  readonly errorOf: (field: string) => string | undefined;
  readonly onChange: (urls: string[]) => void;
}

function UrlFields({ urls, errorOf, onChange }: UrlFieldsProps): JSX.Element {
  const id = useId();
  const all = errorOf('urls');
  return (
    <fieldset class="field" aria-describedby={`${id}-help`}>
      <legend>{t('fieldUrls')}</legend>
      {urls.map((url, index) => {
        const error = errorOf(`urls.${index}`);
        return (
          <div key={index} class="url-field">
            <div class="with-unit">
              <input
                {...URL_INPUT}
                placeholder="turn:turn.example.org:3478"
                value={url}
                aria-label={t('fieldUrl', index + 1)}
                aria-invalid={error !== undefined || (all !== undefined && index === 0)}
                aria-describedby={`${id}-${index}`}
                onInput={(event) => onChange(urls.with(index, event.currentTarget.value))}
              />
              {urls.length > 1 && (
                <button
                  type="button"
                  class="quiet"
                  aria-label={t('fieldUrlRemove', index + 1)}
                  onClick={() => onChange(urls.toSpliced(index, 1))}
                >
                  ✕
                </button>
              )}
            </div>
            <p id={`${id}-${index}`} class="error">
              {error}
            </p>
          </div>
        );
      })}
      {all !== undefined && <p class="error">{all}</p>}
      <p id={`${id}-help`} class="muted">
        {t('fieldUrlsHelp')}
      </p>
      {urls.length < MOST_URLS && (
        <button type="button" onClick={() => onChange([...urls, ''])}>
          {t('fieldUrlAdd')}
        </button>
      )}
    </fieldset>
  );
}

interface CredentialFieldProps {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

function CredentialField({ value, error, onChange }: CredentialFieldProps): JSX.Element {
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <Frame id={id} label={t('fieldCredential')} help={t('fieldCredentialHelp')} error={error}>
      <div class="with-unit">
        <input
          id={id}
          {...(shown ? { type: 'text' } : { type: 'password' })}
          autocomplete="off"
          spellcheck={false}
          value={value}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-help`}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
        <button type="button" aria-pressed={shown} aria-controls={id} onClick={() => setShown(!shown)}>
          {t(shown ? 'hideCredential' : 'showCredential')}
        </button>
      </div>
    </Frame>
  );
}
