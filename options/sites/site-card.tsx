import type { JSX } from 'preact';
import type { Site } from '../../src/core/settings/site-settings.ts';
import { parseSitePattern } from '../../src/core/sites/site-pattern.ts';
import { mayReach, requestToReach } from '../../src/platform/sites/site-scripts.ts';
import { useAsk } from '../../src/views/ask.ts';
import { MessageFailed } from '../../src/views/message-failed.tsx';
import { t } from '../../src/views/words/text.ts';
import { Check } from '../fields.tsx';
import { usePermission } from '../permission/permission.ts';
import { PermissionNotice } from '../permission/permission-notice.tsx';

interface SiteCardProps {
  readonly site: Site;
  /** Absent where a site cannot be changed. */
  readonly onShare?: (share: boolean) => void;
  readonly onRemove?: () => void;
}

export function SiteCard({ site, onShare, onRemove }: SiteCardProps): JSX.Element {
  const { pattern, shareLocation } = site;
  const allowed = usePermission(pattern, () => mayReach(site));
  const { failed, ask } = useAsk();
  return (
    <article class="server-card">
      <div class="server-line">
        <h3>
          <code dir="ltr">{pattern}</code>
        </h3>
        {onRemove && (
          <span class="tools">
            <button
              type="button"
              class="quiet danger"
              aria-label={t('serverRemoveNamed', pattern)}
              onClick={onRemove}
            >
              {t('serverRemove')}
            </button>
          </span>
        )}
      </div>
      <Check
        label={t('siteShare')}
        checked={shareLocation}
        managed={onShare === undefined}
        onChange={(share) => onShare?.(share)}
      />
      {allowed === false && (
        <PermissionNotice
          text={t('sitePermission', parseSitePattern(pattern)?.host ?? pattern)}
          onAllow={() => ask(requestToReach(site))}
        />
      )}
      <MessageFailed failed={failed} />
    </article>
  );
}
