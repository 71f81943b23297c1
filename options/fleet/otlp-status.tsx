import type { JSX } from 'preact';
import type { Delivery } from '../../src/core/fleet/delivery.ts';
import { parseCredentialsUrl } from '../../src/core/servers/credentials-url.ts';
import { mayAsk } from '../../src/platform/credentials-url.ts';
import { callers } from '../../src/platform/messages.ts';
import { deliveryItem } from '../../src/platform/storage.ts';
import { useAsk } from '../../src/views/ask.ts';
import { MessageFailed } from '../../src/views/message-failed.tsx';
import { useStored } from '../../src/views/stored.ts';
import { formatDateTime } from '../../src/views/words/format.ts';
import { plural, t } from '../../src/views/words/text.ts';
import { allowUrl } from '../allow-credentials-url.ts';
import { usePermission } from '../permission/permission.ts';
import { PermissionNotice } from '../permission/permission-notice.tsx';

const background = callers('background');
const STORED = { delivery: deliveryItem };

/** What became of the export: what was delivered, what waits, and what is wrong. */
export function OtlpStatus({ endpoint }: { endpoint: string }): JSX.Element | null {
  const stored = useStored(STORED);
  const allowed = usePermission(endpoint, () => mayAsk(endpoint));
  const { failed, ask } = useAsk();
  const parsed = parseCredentialsUrl(endpoint);
  if (stored === undefined || 'failed' in stored) return null;
  if (!parsed.ok) return <p class="notice">{t('otlpNoEndpoint')}</p>;
  const { delivery } = stored;
  const refused = delivery.refusedPoints + delivery.refusedRuns;
  // Without the permission it works where the collector lets the extension in.
  const asks =
    allowed === false && (delivery.deliveredAt === null || delivery.trouble?.kind === 'no-permission');
  return (
    <div class="field" role="status">
      <p>
        {delivery.deliveredAt === null
          ? t('otlpNotDelivered')
          : t('otlpDelivered', formatDateTime(delivery.deliveredAt))}{' '}
        {delivery.waiting > 0 && plural('otlpWaiting', delivery.waiting)}
      </p>
      {delivery.trouble !== null && delivery.trouble.kind !== 'no-permission' && (
        <p class="error">
          {troubleText(delivery.trouble)}{' '}
          {delivery.nextAt !== null && t('otlpNext', formatDateTime(delivery.nextAt))}
        </p>
      )}
      {delivery.dropped > 0 && <p class="error">{plural('otlpDropped', delivery.dropped)}</p>}
      {refused > 0 && <p class="error">{plural('otlpRefused', refused)}</p>}
      {asks && (
        <PermissionNotice
          text={t('otlpPermission', parsed.host)}
          onAllow={() => void allowUrl(endpoint).then((yes) => yes && ask(background.deliver()))}
        />
      )}
      {delivery.waiting > 0 && (
        <button type="button" onClick={() => ask(background.deliver())}>
          {t('otlpSendNow')}
        </button>
      )}
      <MessageFailed failed={failed} />
    </div>
  );
}

function troubleText({ kind, status = 0 }: NonNullable<Delivery['trouble']>): string {
  switch (kind) {
    case 'busy':
      return t('otlpTrouble_busy', status);
    case 'refused':
      return status === 404 ? t('otlpTrouble_notFound') : t('otlpTrouble_refused', status);
    case 'unreachable':
    // Told with the button that mends it.
    case 'no-permission':
      return t('otlpTrouble_unreachable');
    case 'redirected':
      return t('otlpTrouble_redirected');
    case 'storage':
      return t('otlpTrouble_storage');
  }
}
