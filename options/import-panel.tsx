import type { JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type IceServersImport, importIceServers } from '../src/core/ice-text/ice-servers-import.ts';
import type { LeftOut } from '../src/core/ice-text/settlement.ts';
import { URI_ERROR_CODE } from '../src/core/settings/settings-error.ts';
import { holdOpen } from '../src/views/hold-form.ts';
import { errorText } from '../src/views/words/error-text.ts';
import { plural, type TextKey, t } from '../src/views/words/text.ts';
import { Frame } from './fields.tsx';
import { useForm } from './form.ts';
import type { Server } from './server.ts';
import { checkServer } from './server.ts';

interface ImportPanelProps {
  /** The servers that can be saved, those that need something more, and what there is to say about it. */
  readonly onRead: (complete: readonly Server[], incomplete: readonly Server[], words: string[]) => void;
  readonly onClose: () => void;
}

const LEFT_OUT: Record<LeftOut['why'], TextKey> = {
  'stun-only': 'skipped_stunOnly',
  'no-urls': 'skipped_noUrls',
  oauth: 'skipped_oauth',
  variable: 'skipped_variable',
  malformed: 'skipped_malformed',
  'shared-secret': 'skipped_sharedSecret',
};
const ERRORS = {
  empty: 'importError_empty',
  'too-long': 'importError_tooLong',
  'not-ice-servers': 'importError_notIceServers',
  'nothing-usable': 'importError_nothingUsable',
} as const satisfies Record<string, TextKey>;

export function ImportPanel({ onRead, onClose }: ImportPanelProps): JSX.Element {
  const { settings } = useForm();
  const id = useId();
  const [text, setText] = useState('');
  const [result, setResult] = useState<IceServersImport>();
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(holdOpen, []);
  const read = (): void => {
    const found = importIceServers(
      text,
      settings.servers.map((server) => server.label),
    );
    setResult(found);
    if (!found.ok) {
      field.current?.focus();
      return;
    }
    // A field for the URI that is missing.
    const servers = found.servers.map((server) => ({
      ...server,
      urls: server.urls.length > 0 ? [...server.urls] : [''],
    }));
    const { complete, incomplete } = sorted(servers, (known, server) =>
      checkServer(
        { ...settings, servers: [...settings.servers, ...known] },
        settings.servers.length + known.length,
        server,
      ),
    );
    onRead(complete, incomplete, [
      ...words(complete.length, incomplete.length),
      ...found.leftOut.map(leftOutText),
    ]);
  };
  const error = result === undefined || result.ok ? undefined : t(ERRORS[result.error]);
  return (
    <form
      class="server-form"
      aria-label={t('importTitle')}
      onSubmit={(event) => {
        event.preventDefault();
        read();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <h3>{t('importTitle')}</h3>
      <Frame id={id} label={t('importField')} help={t('importHelp')} error={error}>
        <textarea
          ref={field}
          id={id}
          rows={9}
          dir="ltr"
          spellcheck={false}
          autocomplete="off"
          placeholder={EXAMPLE}
          value={text}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-help`}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Frame>
      {result !== undefined && !result.ok && <AllLeftOut entries={result.leftOut} />}
      <div class="actions">
        <button type="submit" class="primary">
          {t('importRead')}
        </button>
        <button type="button" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}

const EXAMPLE = `[
  {
    "urls": ["turn:turn.example.org:3478", "turns:turn.example.org:443"],
    "username": "…",
    "credential": "…"
  }
]`;

function AllLeftOut({ entries }: { entries: readonly LeftOut[] }): JSX.Element | null {
  if (entries.length === 0) return null;
  return (
    <ul>
      {entries.map((entry) => (
        <li key={`${entry.why} ${entry.what}`}>{leftOutText(entry)}</li>
      ))}
    </ul>
  );
}

function leftOutText(entry: LeftOut): string {
  const why = entry.why === 'malformed' ? errorText({ code: URI_ERROR_CODE[entry.error], params: [] }) : '';
  return t(LEFT_OUT[entry.why], entry.what, why);
}

function words(complete: number, incomplete: number): string[] {
  return [
    ...(complete > 0 ? [plural('importAdded', complete)] : []),
    ...(incomplete > 0 ? [plural('importIncomplete', incomplete)] : []),
  ];
}

function sorted(
  servers: readonly Server[],
  check: (known: Server[], server: Server) => { readonly server?: Server },
): { complete: Server[]; incomplete: Server[] } {
  const complete: Server[] = [];
  const incomplete: Server[] = [];
  for (const server of servers) {
    const checked = check(complete, server).server;
    if (checked === undefined) incomplete.push(server);
    else complete.push(checked);
  }
  return { complete, incomplete };
}
