import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Settings } from '../../src/core/settings/settings.ts';
import { parseSitePattern } from '../../src/core/sites/site-pattern.ts';
import { requestToReach } from '../../src/platform/sites/site-scripts.ts';
import { holdOpen } from '../../src/views/hold-form.ts';
import { errorText } from '../../src/views/words/error-text.ts';
import { t } from '../../src/views/words/text.ts';
import { Frame, URL_INPUT } from '../fields.tsx';
import { changeValue, useForm } from '../form.ts';
import { SiteCard } from './site-card.tsx';
import { siteOfAddress } from './site-of-address.ts';

type Sites = Settings['sites']['allowed'];

/** Which sites hear of the results: each is added, and its permission asked, by one click, and both go with one. */
export function SitesSection(): JSX.Element {
  const { settings, effective, managed, say } = useForm();
  const [failure, setFailure] = useState<string>();
  const isManaged = managed.includes('sites.allowed');

  const save = async (change: (before: Sites) => Sites, words: string): Promise<string | undefined> => {
    const error = await changeValue('sites.allowed', (before) => ({
      ...before,
      sites: { ...before.sites, allowed: change(before.sites.allowed) },
    }));
    if (error === undefined) say(words);
    return error;
  };

  if (isManaged) {
    return (
      <>
        <p class="notice">{t('managedSites')}</p>
        <SiteList sites={effective.sites.allowed} />
      </>
    );
  }
  return (
    <>
      <p class="muted">{t('sitesIntro')}</p>
      <SiteList
        sites={settings.sites.allowed}
        onShare={async ({ pattern }, shareLocation) =>
          setFailure(
            await save(
              (before) =>
                before.map((site) => (site.pattern === pattern ? { ...site, shareLocation } : site)),
              t('saved'),
            ),
          )
        }
        onRemove={async ({ pattern }) =>
          setFailure(
            await save(
              (before) => before.filter((site) => site.pattern !== pattern),
              t('serverRemoved', pattern),
            ),
          )
        }
      />
      {failure !== undefined && (
        <p class="error" role="alert">
          {failure}
        </p>
      )}
      <SiteForm
        onAdd={(pattern) =>
          save((before) => [...before, { pattern, shareLocation: false }], t('siteAdded', pattern))
        }
      />
    </>
  );
}

type Site = Sites[number];

interface SiteListProps {
  readonly sites: Sites;
  /** Absent where the policy decides. */
  readonly onShare?: (site: Site, share: boolean) => void;
  readonly onRemove?: (site: Site) => void;
}

function SiteList({ sites, onShare, onRemove }: SiteListProps): JSX.Element {
  return (
    <ul class="site-list">
      {sites.map((site) => (
        <li key={site.pattern}>
          <SiteCard
            site={site}
            {...(onShare && { onShare: (share: boolean) => onShare(site, share) })}
            {...(onRemove && { onRemove: () => onRemove(site) })}
          />
        </li>
      ))}
    </ul>
  );
}

function SiteForm({ onAdd }: { onAdd: (pattern: string) => Promise<string | undefined> }): JSX.Element {
  const id = useId();
  const [address, setAddress] = useState('');
  const [error, setError] = useState<string>();
  const add = async (): Promise<void> => {
    const pattern = siteOfAddress(address);
    if (parseSitePattern(pattern) === undefined) {
      setError(errorText({ code: 'site', params: [] }));
      return;
    }
    const close = holdOpen();
    // First of all: the browser asks in the gesture only.
    const refused = (await requestToReach({ pattern })) ? await onAdd(pattern) : t('siteDeclined');
    close();
    setError(refused);
    if (refused === undefined) setAddress('');
  };
  return (
    <form
      class="site-form"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Frame id={id} label={t('siteLabel')} help={t('siteHelp')} error={error}>
        <input
          id={id}
          {...URL_INPUT}
          placeholder="https://calls.example.com"
          value={address}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-help`}
          onInput={(event) => setAddress(event.currentTarget.value)}
        />
      </Frame>
      <div class="actions">
        <button type="submit">{t('siteAdd')}</button>
      </div>
    </form>
  );
}
