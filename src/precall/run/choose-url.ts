/** Which URL of a server a call would use. Pure. */

import type { ProbeReport } from '../../core/report/run-report.ts';
import type { RelayProtocol } from '../../core/servers/ice-server.ts';

/** ICE's own preference: UDP before TCP before TLS, whatever is quicker (RFC 8445 section 5.1.2). */
export const RELAY_ORDER: Readonly<Record<RelayProtocol, number>> = { udp: 0, tcp: 1, tls: 2 };

/** Index of the reachable URL with the best transport, the quickest to connect among equals. */
export function chooseUrl(probes: readonly (ProbeReport | undefined)[]): number | undefined {
  let best: number | undefined;
  probes.forEach((probe, i) => {
    if (probe?.reachable !== true) return;
    const rival = best === undefined ? undefined : probes[best];
    if (rival === undefined || compare(probe, rival) < 0) best = i;
  });
  return best;
}

function compare(a: ProbeReport, b: ProbeReport): number {
  const byTransport = RELAY_ORDER[a.relayProtocol] - RELAY_ORDER[b.relayProtocol];
  return byTransport !== 0
    ? byTransport
    : (a.connectTimeMs ?? Number.POSITIVE_INFINITY) - (b.connectTimeMs ?? Number.POSITIVE_INFINITY);
}
