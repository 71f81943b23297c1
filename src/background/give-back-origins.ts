/** A host that the user allowed is given back when no credentials URL, no allowed site and no export needs it any more. */
import { credentialsOrigins, originsToGiveBack } from '../core/servers/credentials-origins.ts';
import { otlpOrigins } from '../core/settings/otlp-settings.ts';
import { siteOrigins } from '../core/sites/site-origins.ts';
import { grantedOrigins, removeOrigins } from '../platform/credentials-url.ts';
import { effectiveSettings } from '../platform/effective-settings.ts';
import { isFormOpen } from '../platform/open-form.ts';
import { settingsAsideItem, settingsItem } from '../platform/storage.ts';

/** Not while a form is open: whatever closes it, or wakes the background next, asks again. */
export async function giveBackOrigins(): Promise<void> {
  if (await isFormOpen()) return;
  const [own, aside, { settings }, granted] = await Promise.all([
    settingsItem.load(),
    settingsAsideItem.get(),
    effectiveSettings(),
    grantedOrigins(),
  ]);
  // Settings that could not be read may name servers that are not seen here.
  if (own.kind === 'newer' || own.kind === 'corrupt' || aside !== null) return;
  const needed = [own.value, settings].flatMap(({ servers, sites, otlp }) => [
    ...credentialsOrigins(servers),
    ...siteOrigins(sites.allowed),
    ...otlpOrigins(otlp),
  ]);
  const unneeded = originsToGiveBack(granted, needed);
  if (unneeded.length > 0) await removeOrigins(unneeded);
}
