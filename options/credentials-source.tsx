import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../src/views/words/text.ts';
import { Frame, URL_INPUT } from './fields.tsx';
import type { Server } from './server.ts';

interface CredentialsSourceProps {
  readonly draft: Server;
  /** What is wrong with the URL. */
  readonly error: string | undefined;
  readonly onChange: (draft: Server) => void;
  /** The fields for credentials that stay the same. */
  readonly children: ComponentChildren;
}

/** Credentials that stay the same, or a URL that returns short-lived ones. */
export function CredentialsSource({ draft, error, onChange, children }: CredentialsSourceProps): JSX.Element {
  const name = useId();
  const { credentialsUrl, ...own } = draft;
  const choice = (id: 'own' | 'url', checked: boolean, chosen: Server): JSX.Element => (
    <div class="check-field">
      <input
        id={`${name}-${id}`}
        type="radio"
        name={name}
        checked={checked}
        onChange={() => onChange(chosen)}
      />
      <label for={`${name}-${id}`}>{t(id === 'own' ? 'credentialsFixed' : 'credentialsFromUrl')}</label>
    </div>
  );
  return (
    <>
      <fieldset class="field">
        <legend>{t('credentialsSource')}</legend>
        {choice('own', credentialsUrl === undefined, own)}
        {/* What is fetched replaces them, so they are not kept. */}
        {choice('url', credentialsUrl !== undefined, {
          ...own,
          username: '',
          credential: '',
          credentialsUrl: credentialsUrl ?? '',
        })}
      </fieldset>
      {credentialsUrl === undefined ? (
        children
      ) : (
        <Frame id={`${name}-field`} label={t('credentialsUrl')} help={<Help />} error={error}>
          <input
            id={`${name}-field`}
            {...URL_INPUT}
            placeholder="https://api.example.org/turn-credentials?key=…"
            value={credentialsUrl}
            aria-invalid={error !== undefined}
            aria-describedby={`${name}-field-help`}
            onInput={(event) => onChange({ ...draft, credentialsUrl: event.currentTarget.value })}
          />
        </Frame>
      )}
    </>
  );
}

function Help(): JSX.Element {
  return (
    <>
      {t('credentialsUrlHelp')} <code dir="ltr">{'{"iceServers": […], "ttl": 3600}'}</code>
      {t('listSeparator')}
      <code dir="ltr">{'{"username", "password", "ttl", "uris"}'}</code>. {t('credentialsUrlPrivacy')}
    </>
  );
}
