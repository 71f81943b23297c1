/**
 * What the numbers of a server were measured over, where that limits what they can say.
 * Over TCP and TLS a lost segment is sent again: loss shows as delay, and the bandwidth is what such a connection gets,
 * not what the link carries. Who reads the numbers is to know.
 */
import type { ProbeReport, ServerReport } from './run-report.ts';

export const TCP_AND_TLS = ['TCP', 'TLS'] as const;
export type TcpOrTls = (typeof TCP_AND_TLS)[number];

/** Where the server's numbers were measured over one; undefined over UDP, or where there are none. */
export function measuredOverTcp(server: ServerReport | undefined): TcpOrTls | undefined {
  const probe = measuredProbe(server);
  if (probe === undefined || probe.relayProtocol === 'udp') return undefined;
  return probe.relayProtocol === 'tcp' ? 'TCP' : 'TLS';
}

/**
 * Whether a data channel stood in for RTP datagrams, as in a browser without encoded transforms. Its own congestion
 * control slows it down on fast or lossy links: the bandwidth is a lower bound there.
 */
export function measuredByDataChannel(server: ServerReport | undefined): boolean {
  return measuredProbe(server)?.metrics?.method === 'data-channel';
}

function measuredProbe(server: ServerReport | undefined): ProbeReport | undefined {
  const probe = server?.chosen === undefined ? undefined : server.probes[server.chosen];
  return probe?.reachable === true && probe.metrics !== undefined ? probe : undefined;
}
