/** The host permissions that credentials URLs need, and those that nothing needs any more. */
import { parseCredentialsUrl } from './credentials-url.ts';

/** Match patterns for the credentials URLs of these servers, each once. */
export function credentialsOrigins(servers: readonly { readonly credentialsUrl?: string }[]): string[] {
  const found = servers.flatMap(({ credentialsUrl }) => {
    const parsed = parseCredentialsUrl(credentialsUrl ?? '');
    return parsed.ok ? [parsed.origin] : [];
  });
  return [...new Set(found)];
}

/** Of the granted patterns those of one host, which only we ask for; a wider one the user granted in the browser's own settings. */
export function originsToGiveBack(granted: readonly string[], needed: readonly string[]): string[] {
  return granted.filter((origin) => /^https?:\/\/[^*/]+\/\*$/.test(origin) && !needed.includes(origin));
}
