import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'playwright/test';
import { listingOf, listings, permissions } from '../../scripts/store-listing.mjs';

const texts = { description: ['a'], singlePurpose: 'b', permissions: { alarms: 'c' }, pictures: [] };
const messages = { extensionName: { message: 'n' }, extensionDescription: { message: 's' } };

test('a permission without a justification is named, and nothing is made', () => {
  expect(() => listingOf('en', messages, texts, ['alarms', 'tabs'])).toThrow(
    'store/listing/en.json does not say why: tabs.',
  );
  expect(listingOf('en', messages, texts, ['alarms'])).toMatchObject({ name: 'n', summary: 's' });
});

test('each language of the extension justifies each permission of both manifests, and no other', async () => {
  const needed = await permissions();
  expect(needed).toEqual(expect.arrayContaining(['alarms', 'hosts', 'offscreen', 'privacy', 'storage']));
  const all = await listings();
  expect(all.map(({ locale }) => locale)).toEqual(readdirSync('_locales').sort());
  for (const { locale, permissions: given } of all) {
    expect(Object.keys(given).sort(), locale).toEqual(needed);
  }
});

test('each listing fits the fields of the stores, and is a translation', async () => {
  const all = await listings();
  const english = all.find(({ locale }) => locale === 'en');
  for (const listing of all) {
    // The Chrome Web Store: 132 for the summary, 16,000 for the description, 1,000 for each justification.
    expect(listing.summary.length, listing.locale).toBeLessThanOrEqual(132);
    expect(listing.description.length, listing.locale).toBeLessThanOrEqual(16_000);
    for (const text of [listing.singlePurpose, ...Object.values(listing.permissions)]) {
      expect(text.length, `${listing.locale}: ${text}`).toBeLessThanOrEqual(1000);
    }
    expect(listing.pictures, listing.locale).toHaveLength(5);
    if (listing.locale === 'en') continue;
    expect(listing.description).not.toBe(english?.description);
    expect(Object.keys(listing.permissions)).toEqual(Object.keys(english?.permissions ?? {}));
    for (const [name, text] of Object.entries(listing.permissions)) {
      expect(text, `${listing.locale} ${name}`).not.toBe(english?.permissions[name]);
    }
  }
});

test('what stands beside the listings is there', () => {
  for (const path of ['store/review-notes.md', 'store/data-disclosure.md', 'store/tile.svg', 'PRIVACY.md']) {
    expect(existsSync(path), path).toBe(true);
  }
  expect(readFileSync('store/tile.svg', 'utf8')).toContain('width="440" height="280"');
});
