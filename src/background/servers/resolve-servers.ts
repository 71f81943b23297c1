/**
 * From the settings' servers to those a run can test: short-lived credentials are fetched and kept until they
 * expire. What cannot be had is reported at its server, and the others are tested all the same.
 */

import { sha256Hex } from '../../core/base/sha256.ts';
import { expiryOfUsername } from '../../core/ice-text/credential-expiry.ts';
import {
  type FetchedCredentials,
  fillServer,
  isWebPage,
  readCredentialsReply,
} from '../../core/ice-text/credentials-reply.ts';
import { isRefusal } from '../../core/report/failure-reasons.ts';
import { type RunCredentials, untestedServer } from '../../core/report/run-credentials.ts';
import type { RunReport } from '../../core/report/run-report.ts';
import type { CredentialsTrouble } from '../../core/servers/credentials-trouble.ts';
import { type Bridged, bridged, holdsOn } from '../../core/servers/held-credentials.ts';
import type { TurnServer } from '../../core/servers/ice-server.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { askForCredentials } from '../../platform/credentials-url.ts';
import { credentialsItem, type HeldCredentials } from '../../platform/storage.ts';

type Server = Settings['servers'][number];

export interface ResolvedServers {
  readonly servers: readonly TurnServer[];
  readonly credentials: RunCredentials;
}

/** The newest replies kept. */
const MOST_HELD = 40;

export async function resolveServers(servers: readonly Server[]): Promise<ResolvedServers> {
  const found = await credentialsOf(servers);
  const taken = new Set(servers.map(({ label }) => label));
  const tested: TurnServer[] = [];
  const untested: RunCredentials['untested'][number][] = [];
  const expiresAt: [string, number][] = [];
  const troubles: [string, CredentialsTrouble][] = [];
  for (const server of servers) {
    const own = filled(server, found, taken);
    if ('trouble' in own) {
      const { trouble, urls } = own;
      const place = tested.length + untested.length;
      untested.push({ place, server: untestedServer(server.label, urls, trouble) });
      continue;
    }
    for (const each of own.servers) {
      tested.push(each);
      taken.add(each.label);
      const end = own.expiresAt ?? expiryOfUsername(each.username);
      if (end !== undefined) expiresAt.push([each.label, end]);
      if (own.passing !== undefined) troubles.push([each.label, own.passing]);
    }
  }
  return {
    servers: tested,
    credentials: {
      expiresAt: Object.fromEntries(expiresAt),
      troubles: Object.fromEntries(troubles),
      untested,
    },
  };
}

/** What a server refused must not be used again, whatever its expiry says: the next run fetches it anew. */
export async function forgetRefused(report: RunReport, servers: readonly Server[]): Promise<void> {
  const refused = report.servers
    .filter(({ probes }) => probes.some(({ reason }) => reason !== undefined && isRefusal(reason)))
    .map(({ provider }) => provider);
  if (refused.length === 0) return;
  await credentialsItem.update((before) => {
    const held = { ...before };
    for (const { credentialsUrl, label } of servers) {
      const key = credentialsUrl === undefined ? '' : sha256Hex(credentialsUrl);
      const own = held[key];
      // A provider's further servers have the label and a number.
      if (own === undefined || !refused.some((provider) => provider.startsWith(label))) continue;
      held[key] = { ...own, expiresAt: null, refused: true };
    }
    return held;
  });
}

type Found = HeldCredentials | Bridged<HeldCredentials>;

/** By URL. Each is asked once, all side by side. */
async function credentialsOf(servers: readonly Server[]): Promise<ReadonlyMap<string, Found>> {
  const urls = [...new Set(servers.flatMap(({ credentialsUrl }) => credentialsUrl ?? []))];
  if (urls.length === 0) return new Map();
  const held = await credentialsItem.get();
  return new Map(
    await Promise.all(urls.map(async (url) => [url, await renewed(url, held[sha256Hex(url)])] as const)),
  );
}

async function renewed(url: string, last: HeldCredentials | undefined): Promise<Found> {
  if (last !== undefined && holdsOn(last, Date.now())) return last;
  const reply = await askOnce(url);
  return 'trouble' in reply ? bridged(last, reply, Date.now()) : reply;
}

type Reply = HeldCredentials | { readonly trouble: CredentialsTrouble; readonly isPage?: boolean };
const underWay = new Map<string, Promise<Reply>>();

/** A run and the test of a server may need the same at the same time. */
function askOnce(url: string): Promise<Reply> {
  const asked = underWay.get(url) ?? askAndKeep(url).finally(() => underWay.delete(url));
  underWay.set(url, asked);
  return asked;
}

/** Kept as it comes, beside what others have kept or refused in the meantime. */
async function askAndKeep(url: string): Promise<Reply> {
  const fetchedAt = Date.now();
  const answer = await askForCredentials(url);
  const reply = answer.ok ? readCredentialsReply(answer.text, fetchedAt) : answer;
  if (!reply.ok) return { trouble: reply.trouble, isPage: answer.ok && isWebPage(answer.text) };
  const fresh = {
    fetched: reply.fetched,
    fetchedAt,
    expiresAt: reply.expiresAt ?? null,
    malformed: reply.malformed,
  };
  await credentialsItem.update((held) => {
    const all = Object.entries({ ...held, [sha256Hex(url)]: fresh });
    return Object.fromEntries(all.sort(([, a], [, b]) => b.fetchedAt - a.fetchedAt).slice(0, MOST_HELD));
  });
  return fresh;
}

interface Filled {
  readonly servers: readonly TurnServer[];
  readonly expiresAt?: number;
  readonly passing?: CredentialsTrouble;
}

function filled(
  server: Server,
  found: ReadonlyMap<string, Found>,
  taken: ReadonlySet<string>,
): Filled | { readonly trouble: CredentialsTrouble; readonly urls: readonly string[] } {
  const { label, urls, username, credential, credentialsUrl } = server;
  if (credentialsUrl === undefined) return { servers: [{ label, urls, username, credential }] };
  const own = found.get(credentialsUrl);
  if (own === undefined) throw new Error('A credentials URL was not asked.');
  if ('trouble' in own) {
    const known = urls.length > 0 ? urls : urlsOf(own.last?.fetched ?? []);
    return { trouble: own.trouble, urls: known };
  }
  const servers = fillServer(server, own.fetched, taken);
  if (servers === undefined) return { trouble: { problem: 'nothing-usable' }, urls };
  return {
    servers,
    ...(own.expiresAt !== null && { expiresAt: own.expiresAt }),
    ...('passing' in own && { passing: own.passing }),
  };
}

function urlsOf(fetched: readonly FetchedCredentials[]): string[] {
  return [...new Set(fetched.flatMap(({ urls }) => urls))];
}
