import type { JSX } from 'preact';
import { sha256Hex } from '../src/core/base/sha256.ts';
import { expiryOfUsername } from '../src/core/ice-text/credential-expiry.ts';
import { parseCredentialsUrl } from '../src/core/servers/credentials-url.ts';
import { mayAsk } from '../src/platform/credentials-url.ts';
import { callers } from '../src/platform/messages.ts';
import { credentialsItem, monitorItem } from '../src/platform/storage.ts';
import { useAsk } from '../src/views/ask.ts';
import { MessageFailed } from '../src/views/message-failed.tsx';
import { useNow, useStored } from '../src/views/stored.ts';
import { troubleText } from '../src/views/words/credentials-words.ts';
import { formatDateTime } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';
import { allowCredentialsUrl } from './allow-credentials-url.ts';
import { usePermission } from './permission/permission.ts';
import { PermissionNotice } from './permission/permission-notice.tsx';
import type { Server } from './server.ts';

const background = callers('background');
const STORED = { monitor: monitorItem, credentials: credentialsItem };

/** Where a server's credentials come from, until when they hold, and what is wrong with them. */
export function CredentialsNote({ server }: { server: Server }): JSX.Element | null {
  const { credentialsUrl } = server;
  if (credentialsUrl !== undefined) return <FromUrl server={server} url={credentialsUrl} />;
  const expiresAt = expiryOfUsername(server.username);
  return expiresAt === undefined ? null : <Validity expiresAt={expiresAt} />;
}

function FromUrl({ server, url }: { server: Server; url: string }): JSX.Element | null {
  const stored = useStored(STORED);
  const allowed = usePermission(url, () => mayAsk(url));
  const { failed, ask } = useAsk();
  const parsed = parseCredentialsUrl(url);
  if (stored === undefined || 'failed' in stored || allowed === undefined || !parsed.ok) return null;
  const held = stored.credentials[sha256Hex(url)];
  const trouble = stored.monitor.latest?.report.servers.find(
    ({ provider }) => provider === server.label,
  )?.credentialsTrouble;
  const missing = !allowed && (held === undefined || trouble?.problem === 'no-permission');
  const allow = async (): Promise<void> => {
    // The results shown everywhere are from before.
    if (await allowCredentialsUrl(server)) ask(background.startRun({ kind: 'light' }));
  };
  return (
    <>
      <p class="muted">{t('credentialsFromHost', parsed.host)}</p>
      {held?.expiresAt != null && <Validity expiresAt={held.expiresAt} renewed />}
      {trouble !== undefined && trouble.problem !== 'no-permission' && (
        <p class="error">{t('credentialsTroubleThen', troubleText(trouble))}</p>
      )}
      {held?.malformed !== undefined && held.malformed.length > 0 && (
        <p class="muted">{t('credentialsMalformed', held.malformed.join(t('listSeparator')))}</p>
      )}
      {missing && (
        <PermissionNotice text={t('credentialsPermission', parsed.host)} onAllow={() => void allow()} />
      )}
      <MessageFailed failed={failed} />
    </>
  );
}

function Validity({ expiresAt, renewed }: { expiresAt: number; renewed?: boolean }): JSX.Element | null {
  const now = useNow(30_000);
  if (expiresAt > now) return <p class="muted">{t('credentialsValid', formatDateTime(expiresAt))}</p>;
  // Before the next test they are fetched anew.
  if (renewed) return null;
  return <p class="error">{t('credentialsExpired', formatDateTime(expiresAt))}</p>;
}
