/** What was known of the credentials of a run, and what that makes of its report. Holds no secret. */

import type { CredentialsTrouble } from '../servers/credentials-trouble.ts';
import { parseTurnUri } from '../servers/ice-server.ts';
import type { FailureReason } from './failure-reasons.ts';
import type { ProbeReport, RunReport, ServerReport } from './run-report.ts';

export interface RunCredentials {
  /** ms since the epoch, by the label of a tested server; absent where nothing tells. */
  readonly expiresAt: Readonly<Record<string, number>>;
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
  return problem === 'unreachable' ? 'credentials-unreachable' : 'no-credentials';
}

/** The whole report: untested servers in their places, and expired credentials told apart from wrong ones. */
export function withCredentialFacts(report: RunReport, credentials: RunCredentials): RunReport {
  const endedAt = report.startedAt + report.durationMs;
  const servers = report.servers.map((server) => {
    const expiresAt = credentials.expiresAt[server.provider];
    return expiresAt !== undefined && expiresAt <= endedAt ? toldExpired(server) : server;
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

/** Without a network nothing is known of the credentials. */
function offline({ provider, probes }: ServerReport): ServerReport {
  return { provider, probes: probes.map((probe): ProbeReport => ({ ...probe, reason: 'no-network' })) };
}
