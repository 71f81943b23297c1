import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { FieldError } from '../src/core/settings/settings-error.ts';
import { extensionVersion } from '../src/platform/pages.ts';
import { useEffectiveSettings } from '../src/views/effective.ts';
import { StatusIcon } from '../src/views/status-icon.tsx';
import { errorText } from '../src/views/words/error-text.ts';
import { type TextKey, t } from '../src/views/words/text.ts';
import { CallsSection } from './calls-section.tsx';
import { ManagedSettings } from './fleet/managed-settings.tsx';
import { OtlpSection } from './fleet/otlp-section.tsx';
import { type Form, FormContext } from './form.ts';
import { NotificationsSection } from './notifications-section.tsx';
import { PrivacySection } from './privacy-section.tsx';
import { ScheduleSection } from './schedule-section.tsx';
import { ServersSection } from './servers-section.tsx';
import { SitesSection } from './sites/sites-section.tsx';
import { TransferSection } from './transfer-section.tsx';
import { Welcome } from './welcome.tsx';

const SECTIONS = [
  { id: 'servers', title: 'sectionServers', Part: ServersSection },
  { id: 'calls', title: 'sectionCalls', Part: CallsSection },
  { id: 'schedule', title: 'sectionSchedule', Part: ScheduleSection },
  { id: 'notifications', title: 'sectionNotifications', Part: NotificationsSection },
  { id: 'sites', title: 'sectionSites', Part: SitesSection },
  { id: 'privacy', title: 'sectionPrivacy', Part: PrivacySection },
  { id: 'otlp', title: 'sectionOtlp', Part: OtlpSection },
  { id: 'transfer', title: 'sectionTransfer', Part: TransferSection },
] as const satisfies readonly { id: string; title: TextKey; Part: () => JSX.Element }[];

/** ms; what is said here stands beside its field too, wherever it asks for something. */
const SAID_MS = 5000;

export function Options(): JSX.Element | null {
  const stored = useEffectiveSettings();
  const [said, setSaid] = useState('');
  const [place, setPlace] = useState(location.hash.slice(1));
  const ready = stored !== undefined;
  useEffect(() => {
    const follow = () => setPlace(location.hash.slice(1));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => setSaid(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  useEffect(() => {
    // The place named in the address is only there once the settings are read.
    if (ready) document.getElementById(place)?.scrollIntoView();
  }, [ready, place]);
  if (stored === undefined) return null;
  if ('failed' in stored) return <p class="notice">{t('storageUnreadable')}</p>;
  const form: Form = { ...stored, say: setSaid };
  return (
    <FormContext.Provider value={form}>
      {place === 'welcome' ? <Welcome onDone={leaveWelcome} /> : <AllSections faulty={stored.policyErrors} />}
      <p class="said" role="status">
        {said}
      </p>
    </FormContext.Provider>
  );
}

function leaveWelcome(): void {
  location.hash = '';
}

function AllSections({ faulty }: { faulty: readonly FieldError[] }): JSX.Element {
  return (
    <>
      <header class="page-header">
        <StatusIcon look="brand" size={28} />
        <h1>{t('optionsTitle')}</h1>
        <span class="muted">{t('version', extensionVersion())}</span>
      </header>
      <div class="page">
        <nav aria-label={t('optionsNav')}>
          <ul>
            {SECTIONS.map(({ id, title }) => (
              <li key={id}>
                <a href={`#${id}`}>{t(title)}</a>
              </li>
            ))}
          </ul>
        </nav>
        <main>
          <ManagedSettings />
          {faulty.length > 0 && <PolicyErrors faulty={faulty} />}
          {SECTIONS.map(({ id, title, Part }) => (
            <section key={id} id={id} class="card" aria-labelledby={`${id}-title`}>
              <h2 id={`${id}-title`}>{t(title)}</h2>
              <Part />
            </section>
          ))}
        </main>
      </div>
    </>
  );
}

/** For whoever can tell the administrator. */
function PolicyErrors({ faulty }: { faulty: readonly FieldError[] }): JSX.Element {
  return (
    <div class="notice">
      <div>
        <p>{t('managedFaulty')}</p>
        <ul>
          {faulty.map((error) => (
            <li key={error.field}>
              <code>{error.field}</code>: {errorText(error)}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
