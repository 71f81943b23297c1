/** Whom the places come from, as the licences of the location data ask: beside what it found, and in the options. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LocationStamp } from '../core/location/location-index.ts';
import { locationStamp } from '../platform/location-files.ts';
import { formatDate } from './words/format.ts';
import { t } from './words/text.ts';

/** One line of links, for a page that shows a provider, a city or a country. */
export function LocationCredit(): JSX.Element | null {
  const stamp = useLocationStamp();
  return stamp === undefined || stamp.attribution.length === 0 ? null : (
    <p class="muted location-credit">
      <Links links={stamp.attribution} />
    </p>
  );
}

/** What location data this build carries, of which days, under which licences. */
export function LocationData(): JSX.Element | null {
  const stamp = useLocationStamp();
  if (stamp === undefined) return null;
  return (
    <>
      <h3>{t('locationTitle')}</h3>
      {stamp.sources.length === 0 && <p>{t('locationNone')}</p>}
      <ul>
        {stamp.sources.map(({ name, date, license, licenseUrl }) => (
          <li key={name}>
            {t('locationSource', name, formatDate(date))}{' '}
            <Links links={[{ text: license, url: licenseUrl }]} />
          </li>
        ))}
      </ul>
      {stamp.changes !== '' && <p lang="en">{stamp.changes}</p>}
      <LocationCredit />
    </>
  );
}

function Links({ links }: { links: LocationStamp['attribution'] }): JSX.Element {
  return (
    <>
      {links.map(({ text, url }, index) => (
        <span key={url}>
          {index > 0 && t('listSeparator')}
          <a href={url} target="_blank" rel="noreferrer">
            {text}
          </a>
        </span>
      ))}
    </>
  );
}

function useLocationStamp(): LocationStamp | undefined {
  const [stamp, setStamp] = useState<LocationStamp>();
  useEffect(() => {
    locationStamp().then(setStamp, (error: unknown) =>
      console.error('Precall: the location data cannot be read.', error),
    );
  }, []);
  return stamp;
}
