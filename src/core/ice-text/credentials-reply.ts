/** What a credentials URL answered, as servers to test. Takes every shape that {@link importIceServers} takes. */

import type { CredentialsTrouble } from '../servers/credentials-trouble.ts';
import { parseTurnUri, type TurnServer } from '../servers/ice-server.ts';
import { expiryOfReply } from './credential-expiry.ts';
import { importIceServers } from './ice-servers-import.ts';

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
    }
  | { readonly ok: false; readonly trouble: CredentialsTrouble };

/** Above this a reply is not read. */
export const MOST_REPLY_BYTES = 100_000;
const MOST_FETCHED = 5;
const MOST_FETCHED_URLS = 10;
const PAIR_DEPTH = 3;

/** @param receivedAt ms since the epoch, at the earliest: when it was asked for. */
export function readCredentialsReply(text: string, receivedAt: number): CredentialsReply {
  let reply: unknown;
  try {
    reply = JSON.parse(text);
  } catch {
    // Its message quotes the text, which holds secrets.
    return { ok: false, trouble: { problem: 'not-json' } };
  }
  const imported = importIceServers(text);
  const found = imported.ok ? byCredentials(imported.servers) : [pairIn(reply, PAIR_DEPTH) ?? []].flat();
  const fetched = found.filter(isUsable).slice(0, MOST_FETCHED);
  if (fetched.length === 0) return { ok: false, trouble: { problem: 'nothing-usable' } };
  const expiresAt = expiryOfReply(reply, receivedAt);
  return { ok: true, fetched, ...(expiresAt !== undefined && { expiresAt }) };
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
  const [first] = fetched;
  if (first !== undefined && server.urls.length > 0) {
    const { username, credential } = first;
    return [{ label: server.label, urls: server.urls, username, credential }];
  }
  const used = new Set(taken);
  const filled = fetched
    .filter(({ urls }) => urls.length > 0)
    .map((each, index) => ({ label: index === 0 ? server.label : freeLabel(server.label, used), ...each }));
  return filled.length > 0 ? filled : undefined;
}

function freeLabel(label: string, used: Set<string>): string {
  let free = label;
  for (let n = 2; used.has(free); n += 1) free = `${label} ${n}`;
  used.add(free);
  return free;
}

/** Providers give one host after the other with the same credentials: together they are the server. */
function byCredentials(servers: readonly TurnServer[]): FetchedCredentials[] {
  const found = new Map<string, FetchedCredentials>();
  for (const { urls, username, credential } of servers) {
    const key = JSON.stringify([username, credential]);
    const good = urls.filter((url) => parseTurnUri(url).ok);
    const all = new Set([...(found.get(key)?.urls ?? []), ...good]);
    found.set(key, { urls: [...all].slice(0, MOST_FETCHED_URLS), username, credential });
  }
  return [...found.values()];
}

function isUsable({ username, credential }: FetchedCredentials): boolean {
  return username !== '' && credential !== '';
}

/** A reply without URIs, for the URIs of the settings. */
function pairIn(value: unknown, depth: number): FetchedCredentials | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { username, credential, password } = value as Record<string, unknown>;
  const secret = credential ?? password;
  if (typeof username === 'string' && typeof secret === 'string') {
    return { urls: [], username, credential: secret };
  }
  if (depth === 0) return undefined;
  for (const inner of Object.values(value)) {
    const pair = pairIn(inner, depth - 1);
    if (pair !== undefined) return pair;
  }
  return undefined;
}
