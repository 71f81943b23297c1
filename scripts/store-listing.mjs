/** The texts of the stores: store/listing/<locale>.json, and the name and summary, which stand in _locales. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestOf } from '../build.mjs';
import { PlainError } from './run.mjs';
import { root } from './set-up.mjs';

/** Every language of the extension. Throws where a language or a permission's justification is missing. */
export async function listings() {
  const needed = await permissions();
  const locales = (await readdir(join(root, '_locales'))).sort();
  return Promise.all(
    locales.map(async (locale) => {
      const messages = JSON.parse(await readFile(join(root, '_locales', locale, 'messages.json'), 'utf8'));
      const texts = JSON.parse(await readFile(join(root, 'store', 'listing', `${locale}.json`), 'utf8'));
      return listingOf(locale, messages, texts, needed);
    }),
  );
}

/** @param needed names of permissions, each of which needs a justification */
export function listingOf(locale, messages, texts, needed) {
  const missing = needed.filter((name) => !texts.permissions[name]);
  if (missing.length > 0) {
    throw new PlainError(`store/listing/${locale}.json does not say why: ${missing.join(', ')}.`);
  }
  return {
    locale,
    name: messages.extensionName.message,
    summary: messages.extensionDescription.message,
    description: texts.description.join('\n\n'),
    singlePurpose: texts.singlePurpose,
    permissions: texts.permissions,
    pictures: texts.pictures,
  };
}

/** What the manifests of both browsers ask for, optional or not; `hosts` for all of the hosts together, as the store asks. */
export async function permissions() {
  const manifests = [await manifestOf('chrome'), await manifestOf('firefox')];
  const named = manifests.flatMap((manifest) => [
    ...(manifest.permissions ?? []),
    ...(manifest.optional_permissions ?? []),
  ]);
  const hosts = manifests.flatMap((manifest) => [
    ...(manifest.host_permissions ?? []),
    ...(manifest.optional_host_permissions ?? []),
    ...(manifest.content_scripts ?? []),
  ]);
  return [...new Set([...named, ...(hosts.length > 0 ? ['hosts'] : [])])].sort();
}
