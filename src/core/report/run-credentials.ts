/** What was known of the credentials of a run, and what that makes of its report. Holds no secret. */

import { ownValue } from '../base/own-value.ts';
import type { CredentialsTrouble } from '../servers/credentials-trouble.ts';
import { parseTurnUri } from '../servers/ice-server.ts';
import type { FailureReason } from './failure-reasons.ts';
import type { ProbeReport, RunReport, ServerReport } from './run-report.ts';

export interface RunCredentials {
  /** ms since the epoch, by the label of a tested server; absent where nothing tells. */
  readonly expiresAt: Readonly<Record<string, number>>;
  /** By the label of a server that is tested with what its URL gave before: why it gave nothing now. */
  readonly troubles?: Readonly<Record<string, CredentialsTrouble>>;
  /** Servers that could not be tested for want of credentials, with their places among all. */
  readonly untested: readonly { readonly place: number; readonly server: ServerReport }[];
}

export function untestedServer(
  provider: string,
  urls: readonly string[],
  credentialsTrouble: CredentialsTrouble,
): ServerReport {
  const probes = urls.map((url): ProbeReport => {
    const parsed = parseTurnUri(url);
    const relayProtocol = parsed.ok ? parsed.uri.relayProtocol : 'udp';
    return { url, relayProtocol, reachable: false, reason: reasonOfTrouble(credentialsTrouble) };
  });
  return { provider, probes, credentialsTrouble };
}

/** Only for want of an answer may the network be to blame. */
function reasonOfTrouble({ problem }: CredentialsTrouble): FailureReason {
  if (problem === 'sign-in') return 'sign-in';
  return problem === 'unreachable' ? 'credentials-unreachable' : 'no-credentials';
}

/** The whole report: untested servers in their places, and expired credentials told apart from wrong ones. */
export function withCredentialFacts(report: RunReport, credentials: RunCredentials): RunReport {
  const endedAt = report.startedAt + report.durationMs;
  const servers = report.servers.map((server) => {
    const expiresAt = ownValue(credentials.expiresAt, server.provider);
    const told = expiresAt !== undefined && expiresAt <= endedAt ? toldExpired(server) : server;
    const trouble = ownValue(credentials.troubles, server.provider);
    return trouble?.problem === 'sign-in' ? toldSignIn(told, trouble) : told;
  });
  for (const { place, server } of credentials.untested) {
    servers.splice(place, 0, report.outcome === 'offline' ? offline(server) : server);
  }
  return { ...report, servers };
}

function toldExpired(server: ServerReport): ServerReport {
  const probes = server.probes.map(
    (probe): ProbeReport =>
      probe.reason === 'wrong-credentials' ? { ...probe, reason: 'expired-credentials' } : probe,
  );
  return { ...server, probes };
}

/** A server that nothing reaches is behind the page that asks to sign in; one that answers is not. */
function toldSignIn(server: ServerReport, credentialsTrouble: CredentialsTrouble): ServerReport {
  const isCutOff = server.probes.every(({ reason }) => reason !== undefined && CUT_OFF.includes(reason));
  if (!isCutOff) return server;
  const probes = server.probes.map((probe): ProbeReport => ({ ...probe, reason: 'sign-in' }));
  return { ...server, probes, credentialsTrouble };
}

const CUT_OFF: readonly FailureReason[] = [
  'unreachable',
  'refused',
  'tls-failed',
  'host-not-found',
  'timed-out',
  'no-network',
];

/** Without a network nothing is known of the credentials. */
function offline({ provider, probes }: ServerReport): ServerReport {
  return { provider, probes: probes.map((probe): ProbeReport => ({ ...probe, reason: 'no-network' })) };
}
