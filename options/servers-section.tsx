import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { holdOpen } from '../src/views/hold-form.ts';
import { t } from '../src/views/words/text.ts';
import { allowCredentialsUrl } from './allow-credentials-url.ts';
import { changeValue, useForm } from './form.ts';
import { ImportPanel } from './import-panel.tsx';
import { placeOf, type Server } from './server.ts';
import { ServerCard } from './server-card.tsx';
import { ServerForm } from './server-form.tsx';

/** What is open beside the list. */
type Open =
  | { readonly kind: 'edit'; readonly label: string }
  | { readonly kind: 'new'; readonly draft: Server; readonly tried: boolean }
  | { readonly kind: 'import' };

const EMPTY: Server = { label: '', urls: [''], username: '', credential: '' };

export function ServersSection(): JSX.Element {
  const { settings, effective, managed, say } = useForm();
  const [open, setOpen] = useState<Open>();
  const [waiting, setWaiting] = useState<readonly Server[]>([]);
  const [removed, setRemoved] = useState<{ readonly server: Server; readonly index: number }>();
  const [imported, setImported] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<string>();
  const { servers } = settings;
  if (managed.includes('servers')) return <ManagedServers servers={effective.servers} />;

  const save = async (change: (before: Server[]) => Server[], words: string): Promise<void> => {
    const error = await changeValue('servers', (before) => ({ ...before, servers: change(before.servers) }));
    setFailure(error);
    if (error === undefined) say(words);
  };
  /** Drafts that an import left incomplete are opened one after the other. */
  const openNext = (drafts: readonly Server[]): void => {
    const [draft, ...rest] = drafts;
    setWaiting(rest);
    setOpen(draft && { kind: 'new', draft, tried: true });
  };
  const move = ({ label }: Server, by: number): void => {
    const place = placeOf(servers, label) + by;
    // Its name tells which one it is, wherever it stands by then.
    const moved = (before: Server[]): Server[] => {
      const own = before.filter((server) => server.label === label);
      return before.filter((server) => server.label !== label).toSpliced(place, 0, ...own);
    };
    void save(moved, t('serverMoved', label, place + 1));
  };
  const remove = (server: Server): void => {
    setRemoved({ server, index: placeOf(servers, server.label) });
    void save(
      (before) => before.filter(({ label }) => label !== server.label),
      t('serverRemoved', server.label),
    );
  };
  const undo = async (): Promise<void> => {
    if (removed === undefined) return;
    setRemoved(undefined);
    // With the server its host permission was given back, or is just now.
    const close = holdOpen();
    await allowCredentialsUrl(removed.server);
    await save((before) => before.toSpliced(removed.index, 0, removed.server), t('saved'));
    close();
  };

  return (
    <>
      <p class="muted">{t(servers.length === 0 ? 'serversNone' : 'serversIntro')}</p>
      <ol class="server-list">
        {servers.map((server, index) => (
          <li key={server.label}>
            {open?.kind === 'edit' && open.label === server.label ? (
              <ServerForm
                edited={server.label}
                initial={server}
                tried={false}
                onDone={() => setOpen(undefined)}
              />
            ) : (
              <ServerCard
                server={server}
                {...(index > 0 && { onUp: () => move(server, -1) })}
                {...(index < servers.length - 1 && { onDown: () => move(server, 1) })}
                onEdit={() => setOpen({ kind: 'edit', label: server.label })}
                onRemove={() => remove(server)}
              />
            )}
          </li>
        ))}
      </ol>
      <div role="status">
        {imported.length > 0 && (
          <ul class="notice imported">
            {imported.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </div>
      {removed !== undefined && (
        <p class="removed">
          {t('serverRemoved', removed.server.label)}{' '}
          <button type="button" onClick={() => void undo()}>
            {t('undo')}
          </button>
        </p>
      )}
      {failure !== undefined && (
        <p class="error" role="alert">
          {failure}
        </p>
      )}
      {open?.kind === 'new' && (
        <ServerForm
          key={open.draft.label}
          initial={open.draft}
          tried={open.tried}
          onDone={() => openNext(waiting)}
        />
      )}
      {open?.kind === 'import' && (
        <ImportPanel
          onClose={() => setOpen(undefined)}
          onRead={(found, incomplete, words) => {
            if (found.length > 0) void save((before) => [...before, ...found], words[0] ?? '');
            setImported(words);
            openNext(incomplete);
          }}
        />
      )}
      {(open === undefined || open.kind === 'edit') && (
        <div class="actions">
          <button
            type="button"
            class={servers.length === 0 ? 'primary' : ''}
            onClick={() => setOpen({ kind: 'new', draft: EMPTY, tried: false })}
          >
            {t('serverAdd')}
          </button>
          <button
            type="button"
            onClick={() => {
              setImported([]);
              setOpen({ kind: 'import' });
            }}
          >
            {t('serverPaste')}
          </button>
        </div>
      )}
    </>
  );
}

function ManagedServers({ servers }: { servers: readonly Server[] }): JSX.Element {
  return (
    <>
      <p class="notice">{t('managedServers')}</p>
      <ol class="server-list">
        {servers.map((server) => (
          <li key={server.label}>
            <ServerCard server={server} />
          </li>
        ))}
      </ol>
    </>
  );
}
