/** The order in which a watch tries URLs: the one that a call would use first. */
import type { JudgedRun } from '../monitor/judged-run.ts';
import { parseTurnUri, type RelayProtocol, type TurnServer } from '../servers/ice-server.ts';
import type { WatchRequest } from './watch-report.ts';

/** ICE's own preference (RFC 8445 section 5.1.2). */
const TRANSPORTS: readonly RelayProtocol[] = ['udp', 'tcp', 'tls'];

type Relay = WatchRequest['relays'][number];

/** Best server of the newest run first, and its chosen URL; where nothing is known, in the order of the settings. */
export function watchRelays(servers: readonly TurnServer[], latest: JudgedRun | null): Relay[] {
  const ranked = latest?.ranking.map(({ provider }) => provider) ?? [];
  const order = [...(latest?.best == null ? [] : [latest.best]), ...ranked];
  const placeOf = ({ label }: TurnServer) => {
    const place = order.indexOf(label);
    return place < 0 ? order.length : place;
  };
  return servers.toSorted((a, b) => placeOf(a) - placeOf(b)).flatMap((server) => relaysOf(server, latest));
}

function relaysOf({ label, urls, username, credential }: TurnServer, latest: JudgedRun | null): Relay[] {
  const seen = latest?.report.servers.find(({ provider }) => provider === label);
  const chosen = seen?.chosen === undefined ? undefined : seen.probes[seen.chosen]?.url;
  return urls
    .flatMap((url): Relay[] => {
      const parsed = parseTurnUri(url);
      if (!parsed.ok) return [];
      return [{ label, url, relayProtocol: parsed.uri.relayProtocol, username, credential }];
    })
    .sort(
      (a, b) =>
        Number(b.url === chosen) - Number(a.url === chosen) ||
        TRANSPORTS.indexOf(a.relayProtocol) - TRANSPORTS.indexOf(b.relayProtocol),
    );
}
