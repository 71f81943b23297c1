/** What a credentials URL answered, as servers to test. Takes every text that {@link readIceText} takes. */
import { parsedJson } from '../base/parsed-json.ts';
import type { CredentialsTrouble } from '../servers/credentials-trouble.ts';
import { parseTurnUri, type TurnServer } from '../servers/ice-server.ts';
import { expiryOf } from './credential-expiry.ts';
import type { IceEntry } from './ice-facts.ts';
import { withoutTwins } from './ice-servers-import.ts';
import { readIceText } from './ice-text.ts';

/** URIs that share a user name and a credential. */
export interface FetchedCredentials {
  /** Empty where the reply has credentials only. */
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

export type CredentialsReply =
  | {
      readonly ok: true;
      readonly fetched: readonly FetchedCredentials[];
      /** ms since the epoch; absent when the reply does not say. */
      readonly expiresAt?: number;
      /** URIs of the answer that no browser takes. */
      readonly malformed: readonly string[];
    }
  | { readonly ok: false; readonly trouble: CredentialsTrouble };

/** Bytes; a longer reply is not read. */
export const MOST_REPLY_BYTES = 100_000;
/** Entries that are taken of a reply, URIs of each, and malformed URIs that a person is told: services give one or two. */
const MOST_FETCHED = 5;
const MOST_FETCHED_URLS = 10;
const MOST_MALFORMED = 5;

/** @param receivedAt ms since the epoch, at the earliest: when it was asked for. */
export function readCredentialsReply(text: string, receivedAt: number): CredentialsReply {
  const { entries, pairs, leftOut } = readIceText(text);
  const malformed = leftOut
    .flatMap(({ why, what }) => (why === 'malformed' ? what : []))
    .slice(0, MOST_MALFORMED);
  const found = entries.filter((entry) => isUsable(entry) && entry.urls.length > 0);
  const used = found.length > 0 ? found : pairs.filter(isUsable).slice(0, 1);
  // A pair is for the URIs of the settings, but not in place of those that the answer has and nobody can use.
  if (used.length === 0 || (found.length === 0 && malformed.length > 0)) {
    return { ok: false, trouble: troubleOf(text, malformed) };
  }
  const ends = used.flatMap((entry) => expiryOf(entry, receivedAt) ?? []);
  return {
    ok: true,
    fetched: byCredentials(used).slice(0, MOST_FETCHED),
    ...(ends.length > 0 && { expiresAt: Math.min(...ends) }),
    malformed,
  };
}

function troubleOf(text: string, malformed: readonly string[]): CredentialsTrouble {
  if (malformed.length > 0) return { problem: 'malformed-uris', uris: malformed };
  return { problem: parsedJson(text) === undefined ? 'not-json' : 'nothing-usable' };
}

/** A page for people, as a network answers that asks to sign in first. */
export function isWebPage(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*<(?:!doctype\s+html|html|head|body|meta|script)\b/i.test(
    text,
  );
}

/**
 * One server of the settings, for which a provider may give several; undefined when no URI is known.
 * @param taken labels of all servers, which the further ones do not repeat.
 */
export function fillServer(
  server: { readonly label: string; readonly urls: readonly string[] },
  fetched: readonly FetchedCredentials[],
  taken: ReadonlySet<string>,
): TurnServer[] | undefined {
  const used = new Set(taken);
  const filled = (server.urls.length > 0 ? ownUrls(server.urls, fetched) : fetched)
    .filter(({ urls }) => urls.length > 0)
    .map((each, index) => ({ label: index === 0 ? server.label : freeLabel(server.label, used), ...each }));
  return filled.length > 0 ? filled : undefined;
}

/** Each URI of the settings with the credentials that came for its host; the first, where none came for it. */
function ownUrls(urls: readonly string[], fetched: readonly FetchedCredentials[]): FetchedCredentials[] {
  const found = new Map<FetchedCredentials, string[]>();
  for (const url of urls) {
    const host = hostOf(url);
    const own =
      fetched.find((each) => each.urls.some((other) => hostOf(other) === host)) ??
      fetched.find((each) => each.urls.length === 0) ??
      fetched[0];
    if (own !== undefined) found.set(own, [...(found.get(own) ?? []), url]);
  }
  return [...found].map(([{ username, credential }, own]) => ({ urls: own, username, credential }));
}

function hostOf(url: string): string | undefined {
  const parsed = parseTurnUri(url);
  return parsed.ok ? parsed.uri.host.toLowerCase().replace(/\.$/, '') : undefined;
}

function freeLabel(label: string, used: Set<string>): string {
  let free = label;
  for (let n = 2; used.has(free); n += 1) free = `${label} ${n}`;
  used.add(free);
  return free;
}

/** Providers give one host after the other with the same credentials: together they are the server. */
function byCredentials(entries: readonly IceEntry[]): FetchedCredentials[] {
  const found = new Map<string, { readonly entry: IceEntry; readonly urls: string[] }>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.username, entry.credential]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { entry, urls: [...entry.urls] });
    else known.urls.push(...entry.urls);
  }
  return [...found.values()].map(({ entry: { username, credential }, urls }) => ({
    urls: withoutTwins(urls).slice(0, MOST_FETCHED_URLS),
    username,
    credential,
  }));
}

function isUsable({ username, credential }: FetchedCredentials): boolean {
  return username !== '' && credential !== '';
}
