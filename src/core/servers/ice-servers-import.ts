/**
 * Turns a pasted `iceServers` into servers to check and save. Takes the shapes of providers' documentation: the
 * array itself, `{iceServers}` (also as a single object, or inside a provider's reply), one entry, `urls` as a text
 * or a list, the legacy `url` (https://www.w3.org/TR/webrtc/#rtciceserver-dictionary), and the TURN REST reply
 * `{username, password, uris}` (draft-uberti-behave-turn-rest). What it cannot use it names, and never drops silently.
 */
import { parseTurnUri, type TurnServer } from './ice-server.ts';
import { type ObjectText, type ObjectTextError, type ObjectTextMap, parseObjectText } from './object-text.ts';

export interface SkippedEntry {
  readonly why: 'stun-only' | 'no-urls' | 'not-an-object' | 'oauth';
  /** The URI, or the number of the entry (from 1) when it has none. */
  readonly what: string;
}

export type IceServersImport =
  | { readonly ok: true; readonly servers: readonly TurnServer[]; readonly skipped: readonly SkippedEntry[] }
  | {
      readonly ok: false;
      readonly error: 'empty' | 'too-long' | 'not-ice-servers' | 'nothing-usable' | ObjectTextError;
      readonly skipped: readonly SkippedEntry[];
    };

const MOST_CHARACTERS = 100_000;
const LIST_KEYS = ['iceServers', 'ice_servers'];
/** How deep in a provider's reply the list may stand, as in `{"v": {"iceServers": ...}}`. */
const LIST_DEPTH = 3;

interface Entry {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

/**
 * @param taken labels in use, which the found servers do not repeat.
 * The servers are as pasted: check them with `parseSettings` before they are saved.
 */
export function importIceServers(text: string, taken: readonly string[] = []): IceServersImport {
  const skipped: SkippedEntry[] = [];
  if (text.trim() === '') return { ok: false, error: 'empty', skipped };
  if (text.length > MOST_CHARACTERS) return { ok: false, error: 'too-long', skipped };
  const parsed = parseObjectText(text);
  if (!parsed.ok) return { ok: false, error: parsed.error, skipped };
  const list = entryList(parsed.value, LIST_DEPTH);
  if (list === undefined) return { ok: false, error: 'not-ice-servers', skipped };
  const entries = list.flatMap((item, index) => readEntry(item, index + 1, skipped) ?? []);
  const servers = labelled(merged(entries), taken);
  return servers.length > 0
    ? { ok: true, servers, skipped }
    : { ok: false, error: 'nothing-usable', skipped };
}

function entryList(value: ObjectText, depth: number): readonly ObjectText[] | undefined {
  if (isList(value)) return value;
  if (!isMap(value)) return undefined;
  if (urlsOf(value) !== undefined) return [value];
  for (const key of LIST_KEYS) {
    const list = value.get(key);
    if (list !== undefined) return entryList(list, 0) ?? [list];
  }
  if (depth === 0) return undefined;
  for (const inner of value.values()) {
    const list = isMap(inner) ? entryList(inner, depth - 1) : undefined;
    if (list !== undefined) return list;
  }
  return undefined;
}

function readEntry(item: ObjectText, number: number, skipped: SkippedEntry[]): Entry | undefined {
  if (!isMap(item)) {
    skipped.push({ why: 'not-an-object', what: String(number) });
    return undefined;
  }
  const all = urlsOf(item) ?? [];
  if (all.length === 0) {
    skipped.push({ why: 'no-urls', what: String(number) });
    return undefined;
  }
  if (item.get('credentialType') === 'oauth' || isMap(item.get('credential') ?? null)) {
    skipped.push({ why: 'oauth', what: all[0] ?? String(number) });
    return undefined;
  }
  const urls = all.filter((url) => {
    const result = parseTurnUri(url);
    if (result.ok || result.error !== 'stun-only') return true;
    skipped.push({ why: 'stun-only', what: url });
    return false;
  });
  if (urls.length === 0) return undefined;
  return {
    urls,
    username: textOf(item, ['username', 'user']),
    credential: textOf(item, ['credential', 'password']),
  };
}

function urlsOf(item: ObjectTextMap): readonly string[] | undefined {
  const value = item.get('urls') ?? item.get('url') ?? item.get('uris');
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  if (value === undefined || !isList(value)) return undefined;
  return value.flatMap((url) => (typeof url === 'string' ? url.trim() : []));
}

function textOf(item: ObjectTextMap, keys: readonly string[]): string {
  for (const key of keys) {
    const value = item.get(key);
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
  }
  return '';
}

/** Providers list each transport as an entry of its own: the same host and credentials are one server. */
function merged(entries: readonly Entry[]): Entry[] {
  const found = new Map<string, Entry>();
  for (const entry of entries) {
    const key = JSON.stringify([hostOf(entry), entry.username, entry.credential]);
    const urls = new Set([...(found.get(key)?.urls ?? []), ...entry.urls]);
    found.set(key, { ...entry, urls: [...urls] });
  }
  return [...found.values()];
}

function labelled(entries: readonly Entry[], taken: readonly string[]): TurnServer[] {
  const used = new Set(taken);
  return entries.map((entry) => {
    const host = hostOf(entry).slice(0, 90) || 'TURN';
    let label = host;
    for (let n = 2; used.has(label); n += 1) label = `${host} ${n}`;
    used.add(label);
    return { label, ...entry };
  });
}

function hostOf(entry: Entry): string {
  for (const url of entry.urls) {
    const result = parseTurnUri(url);
    if (result.ok) return result.uri.host;
  }
  return '';
}

function isList(value: ObjectText): value is readonly ObjectText[] {
  return Array.isArray(value);
}

function isMap(value: ObjectText): value is ObjectTextMap {
  return value instanceof Map;
}
