/** Turns a pasted text into servers to check and save. What it cannot use it names, and never drops silently. */

import { canonicalTurnUri, parseTurnUri, type TurnServer } from '../servers/ice-server.ts';
import { readIceText } from './ice-text.ts';
import type { LeftOut } from './settlement.ts';

export type IceServersImport =
  | { readonly ok: true; readonly servers: readonly TurnServer[]; readonly leftOut: readonly LeftOut[] }
  | {
      readonly ok: false;
      readonly error: 'empty' | 'too-long' | 'not-ice-servers' | 'nothing-usable';
      readonly leftOut: readonly LeftOut[];
    };

/** Characters; what is longer is a program or a log. */
export const MOST_PASTED = 262_144;

interface Entry {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

/**
 * @param taken labels in use, which the found servers do not repeat.
 * The servers are as pasted, with '' for what is not written out: check them with `parseSettings` before they are saved.
 */
export function importIceServers(text: string, taken: readonly string[] = []): IceServersImport {
  if (text.trim() === '') return { ok: false, error: 'empty', leftOut: [] };
  if (text.length > MOST_PASTED) return { ok: false, error: 'too-long', leftOut: [] };
  const { entries, pairs, leftOut } = readIceText(text);
  const servers = labelled(merged(entries), taken);
  if (servers.length > 0) return { ok: true, servers, leftOut };
  const all: readonly LeftOut[] = pairs.length > 0 ? [...leftOut, { why: 'no-urls', what: '' }] : leftOut;
  return { ok: false, error: all.length > 0 ? 'nothing-usable' : 'not-ice-servers', leftOut: all };
}

/** Providers list each transport as an entry of its own: the same host and credentials are one server. */
function merged(entries: readonly Entry[]): Entry[] {
  const found = new Map<string, { readonly entry: Entry; readonly urls: string[] }>();
  for (const entry of entries) {
    const key = JSON.stringify([hostOf(entry), entry.username, entry.credential]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { entry, urls: [...entry.urls] });
    else known.urls.push(...entry.urls);
  }
  return [...found.values()].map(({ entry, urls }) => ({ ...entry, urls: withoutTwins(urls) }));
}

/** Each URI once, whichever way it is written. */
export function withoutTwins(urls: readonly string[]): string[] {
  const seen = new Set<string>();
  return urls.filter((url) => {
    const canonical = canonicalTurnUri(url) ?? url;
    return !seen.has(canonical) && seen.add(canonical);
  });
}

function labelled(entries: readonly Entry[], taken: readonly string[]): TurnServer[] {
  const used = new Set(taken);
  const next = new Map<string, number>();
  return entries.map(({ urls, username, credential }) => {
    const host = hostOf({ urls }).slice(0, 90) || 'TURN';
    let label = host;
    let n = next.get(host) ?? 2;
    for (; used.has(label); n += 1) label = `${host} ${n}`;
    next.set(host, n);
    used.add(label);
    return { label, urls, username, credential };
  });
}

function hostOf({ urls }: { readonly urls: readonly string[] }): string {
  for (const url of urls) {
    const result = parseTurnUri(url);
    if (result.ok) return result.uri.host.toLowerCase();
  }
  return '';
}
