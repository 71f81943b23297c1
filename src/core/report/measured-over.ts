/**
 * Over TCP and TLS a lost segment is sent again: loss shows as delay, and the bandwidth is what such a connection gets,
 * not what the link carries. Who reads the numbers is to know.
 */
import type { ServerReport } from './run-report.ts';

export const STREAMS = ['TCP', 'TLS'] as const;
export type Stream = (typeof STREAMS)[number];

/** Where the server's numbers were measured over one; undefined over UDP, or where there are none. */
export function measuredOverStream(server: ServerReport | undefined): Stream | undefined {
  const probe = server?.chosen === undefined ? undefined : server.probes[server.chosen];
  if (probe?.reachable !== true || probe.metrics === undefined) return undefined;
  return probe.relayProtocol === 'udp' ? undefined : probe.relayProtocol === 'tcp' ? 'TCP' : 'TLS';
}
