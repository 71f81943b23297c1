import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'playwright/test';
import { sourceFiles } from './house/source-files.ts';

type Messages = Record<string, { readonly message: string }>;

const folder = fileURLToPath(new URL('../_locales', import.meta.url));
const locales = readdirSync(folder);
const messagesOf = (locale: string): Messages =>
  JSON.parse(readFileSync(`${folder}/${locale}/messages.json`, 'utf8'));
const english = messagesOf('en');
const placeholders = (text: string) => [...text.matchAll(/\$\d/g)].map(String).sort();
/** Kept the same on purpose: names, units and what has no words. */
const SAME_IN_ALL =
  /^(?:unit|network_|listSeparator|textDirection|toolbarSummary|stripSlot|chipFailed|timelineRow)/;

test('English is there', () => expect(locales).toContain('en'));

for (const locale of locales) {
  test(`${locale} has every text, with the same placeholders, and no other`, () => {
    const messages = messagesOf(locale);
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
    for (const [key, { message }] of Object.entries(messages)) {
      expect(message.trim() === '' && key !== 'listSeparator', `${key} is empty`).toBe(false);
      expect(placeholders(message), key).toEqual(placeholders(english[key]?.message ?? ''));
    }
  });

  test(`${locale} names itself, and fits the stores`, () => {
    const messages = messagesOf(locale);
    expect(messages.languageTag?.message).toBe(locale.replace('_', '-'));
    // https://developer.chrome.com/docs/extensions/reference/manifest/description
    expect(messages.extensionDescription?.message.length).toBeLessThanOrEqual(132);
    // Chrome takes 75, addons.mozilla.org 50, Edge 45: https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/manifest.json/name
    expect(messages.extensionName?.message.length).toBeLessThanOrEqual(45);
  });

  test(`${locale} is a translation`, () => {
    const messages = messagesOf(locale);
    const same = Object.keys(english).filter(
      (key) => messages[key]?.message === english[key]?.message && !SAME_IN_ALL.test(key),
    );
    if (locale !== 'en') expect(same.length).toBeLessThan(Object.keys(english).length / 10);
  });
}

test('German says du to a person, throughout', () => {
  const formal = /\b(?:Ihnen|Ihren|Ihrem|Ihrer)\b|\p{Lu}\p{Ll}+n Sie\b/u;
  const found = Object.entries(messagesOf('de')).filter(([, { message }]) => formal.test(message));
  expect(found).toEqual([]);
});

test('every text is used', () => {
  const sources = [
    ...sourceFiles('src', 'popup', 'options', 'history', 'watch', 'cli').map(({ text }) => text),
    readFileSync('manifest.json', 'utf8'),
  ].join('\n');
  const isUsed = (key: string) => {
    const name = key.replace(/_(?:one|other)$/, '');
    if (new RegExp(`['"\`]${name}['"\`]|__MSG_${name}__`).test(sources)) return true;
    // Made of a prefix and a value that stands elsewhere, as `reason_${reason}` is; a key has underscores where the value has hyphens.
    const [, prefix = '', value = ''] = /^([^_]+_)(.+)$/.exec(key) ?? [];
    const written = value.replaceAll('_', '[-_ ]');
    return (
      sources.includes(`\`${prefix}\${`) && new RegExp(`['"]${written}['"]|\\b${written}:`).test(sources)
    );
  };
  expect(Object.keys(english).filter((key) => !isUsed(key))).toEqual([]);
});
