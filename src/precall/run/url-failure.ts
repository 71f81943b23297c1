/** Failures of a URL that no answer of its server tells: of the test itself, and such as another try may mend. */
import type { ProbeReport, ServerReport } from '../../core/report/run-report.ts';
import { parseTurnUri, type TurnServer } from '../../core/servers/ice-server.ts';
import { NO_ANSWER_CODE } from '../loop/failure-reason.ts';
import { WebRtcOff } from './precall-environment.ts';
import { relayProtocolOf } from './url-probe.ts';

/** Characters of a message that are kept. */
const MOST_CHARACTERS = 200;

/** For an error that nobody expected. */
export function failedReport(server: TurnServer, url: string, error: unknown): ProbeReport {
  const failed = { url, relayProtocol: relayProtocolOf(url), reachable: false } as const;
  if (error instanceof WebRtcOff) return { ...failed, reason: 'webrtc-off' };
  return { ...failed, reason: 'test-failed', errorMessage: messageOf(error, server) };
}

/** Another try, alone, may get what this one did not: the server counts allocations, or had a fault. */
export function mayFindRoomLater({ reason }: Pick<ProbeReport, 'reason'>): boolean {
  return reason === 'no-capacity' || reason === 'server-error';
}

/**
 * A device that reaches one URL has a network: where the browser sent nothing to another, it was told not to. And a name that one URL
 * was found by is known: a look-up that failed (of a device with IPv4 and IPv6, for the kind of address that the name has not) is not why
 * another was not reached.
 */
export function asSeenTogether(servers: readonly ServerReport[]): readonly ServerReport[] {
  const all = servers.flatMap(({ probes }) => probes);
  const isOnline = all.some(({ reachable }) => reachable);
  const known = new Set(all.filter(tellsOfHost).map(hostOf));
  const told = (probe: ProbeReport): ProbeReport => {
    if (probe.reason === 'no-network' && isOnline) return { ...probe, reason: 'browser-forbids' };
    if (probe.reason !== 'host-not-found' || !known.has(hostOf(probe))) return probe;
    return { ...probe, reason: probe.relayProtocol === 'udp' ? 'unreachable' : 'refused' };
  };
  return servers.map((server) => ({ ...server, probes: server.probes.map(told) }));
}

/** Its server answered, or refused. */
function tellsOfHost({ reachable, reason, allocationTimeMs, errorCode }: ProbeReport): boolean {
  const isAnswer = errorCode !== undefined && errorCode !== NO_ANSWER_CODE;
  return (
    reachable || isAnswer || reason === 'refused' || reason === 'tls-failed' || allocationTimeMs !== undefined
  );
}

function hostOf({ url }: ProbeReport): string {
  const parsed = parseTurnUri(url);
  return parsed.ok ? parsed.uri.host.toLowerCase() : url;
}

/** The browser's own words may quote what it was given. */
function messageOf(
  error: unknown,
  { username, credential }: Pick<TurnServer, 'username' | 'credential'>,
): string {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const secrets = [credential, username]
    .flatMap((text) => [text, JSON.stringify(text).slice(1, -1)])
    .filter((text) => text !== '')
    // One may be part of another.
    .sort((a, b) => b.length - a.length);
  const clean = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), said);
  return clean.slice(0, MOST_CHARACTERS);
}
