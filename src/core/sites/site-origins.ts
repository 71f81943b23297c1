/** The host permissions that allowed sites need. */
import { parseSitePattern } from './site-pattern.ts';

/** Match patterns for the hosts of these sites, each once. */
export function siteOrigins(sites: readonly { readonly pattern: string }[]): string[] {
  return [...new Set(sites.flatMap(({ pattern }) => parseSitePattern(pattern)?.origin ?? []))];
}
