import type { JSX } from 'preact';
import { t } from '../src/views/words/text.ts';
import { CredentialsNote } from './credentials-note.tsx';
import type { Server } from './server.ts';
import { ServerTest } from './server-test.tsx';

interface ServerCardProps {
  readonly server: Server;
  /** Absent where a server cannot be changed or is at the end already. */
  readonly onUp?: () => void;
  readonly onDown?: () => void;
  readonly onEdit?: () => void;
  readonly onRemove?: () => void;
}

export function ServerCard({ server, onUp, onDown, onEdit, onRemove }: ServerCardProps): JSX.Element {
  const { label } = server;
  return (
    <article class="server-card">
      <div class="server-line">
        <h3>{label}</h3>
        {onEdit && (
          <span class="tools">
            <button
              type="button"
              class="quiet"
              aria-label={t('serverUp', label)}
              disabled={!onUp}
              onClick={onUp}
            >
              ↑
            </button>
            <button
              type="button"
              class="quiet"
              aria-label={t('serverDown', label)}
              disabled={!onDown}
              onClick={onDown}
            >
              ↓
            </button>
            <button type="button" class="quiet" aria-label={t('serverEditNamed', label)} onClick={onEdit}>
              {t('serverEdit')}
            </button>
            <button
              type="button"
              class="quiet danger"
              aria-label={t('serverRemoveNamed', label)}
              onClick={onRemove}
            >
              {t('serverRemove')}
            </button>
          </span>
        )}
      </div>
      {server.urls.length > 0 && (
        <ul class="urls" dir="ltr">
          {server.urls.map((url) => (
            <li key={url}>
              <code>{url}</code>
            </li>
          ))}
        </ul>
      )}
      <CredentialsNote server={server} />
      <ServerTest label={t('serverTest')} name={t('serverTestNamed', label)} server={() => server} />
    </article>
  );
}
