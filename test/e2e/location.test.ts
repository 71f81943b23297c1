/** The shipped data is read by the real browsers, from their own extension URLs. */
import type { LocationStamp } from '../../src/core/location/location-index.ts';
import type { Place } from '../../src/core/location/place.ts';
import { FIXTURE_STAMP } from '../core/location/fixture.ts';
import { expect, inCleanBrowser } from './clean-browser.ts';
import type { DrivenExtension } from './driven-extension.ts';
import { FirefoxUnderTest } from './firefox-extension.ts';
import { exposeLocate, mapDocumentation } from './location-data.ts';
import { within } from './within.ts';

const DATA = [
  { prefix: '203.0.113.0/24', isp: '64500 Example Net', place: 'FI Helsinki' },
  { prefix: '2001:db8:1::/48', isp: '64501 Österreich Netz', place: 'AT Wien' },
  { prefix: '198.51.100.0/24', isp: '', place: 'XK ' },
];

const NOWHERE = { isp: null, asn: null, city: null, country: null, countryCode: null };

async function prepare(files: string): Promise<void> {
  await mapDocumentation(files, DATA);
  await exposeLocate(files);
}

const test = inCleanBrowser({ prepare });

test('chrome finds places in the shipped files', ({ extension }) => expectPlacesFound(extension));

test('firefox finds places in the shipped files', { tag: '@long' }, () =>
  within(FirefoxUnderTest.launch({ prepare }), expectPlacesFound),
);

async function expectPlacesFound(extension: DrivenExtension): Promise<void> {
  const { places, stamp } = await extension.call(
    async (addresses: readonly string[]) => {
      const files: typeof import('../../src/platform/location-files.ts') = await import(
        chrome.runtime.getURL('locate.js')
      );
      const found: Place[] = [];
      for (const address of addresses) found.push(await files.locate(address));
      return { places: found, stamp: (await files.locationStamp()) as LocationStamp };
    },
    ['203.0.113.7', '2001:db8:1::7', '198.51.100.1', '192.168.1.1', '8.8.8.8', 'nonsense'],
  );
  expect(places).toEqual([
    { isp: 'Example Net', asn: 64500, city: 'Helsinki', country: 'Finland', countryCode: 'FI' },
    { isp: 'Österreich Netz', asn: 64501, city: 'Wien', country: 'Austria', countryCode: 'AT' },
    { ...NOWHERE, country: 'Kosovo', countryCode: 'XK' },
    NOWHERE,
    NOWHERE,
    NOWHERE,
  ]);
  expect(stamp).toEqual(FIXTURE_STAMP);
}

test('the options say which location data this build carries, and of which date', async ({ extension }) => {
  await extension.configure([]);
  const options = await extension.openPage('options/options.html');
  await expect(options.getByText('Made for a test, as of Jan 2, 2026: CC0')).toBeVisible();
  await expect(options.getByRole('link', { name: 'Fixture' })).toBeVisible();
});
