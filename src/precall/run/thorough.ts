/** What only a thorough test measures, when all servers are: the line while it is full, and each server's other transports. */
import type { Thorough } from '../../core/report/filled-line.ts';
import type { RunProgress } from '../../core/report/run-report.ts';
import type { RelayProtocol } from '../../core/servers/ice-server.ts';
import { RELAY_ORDER } from './choose-url.ts';
import { fillLine } from './fill-line.ts';
import type { FurtherLoopMeans } from './further-loops.ts';
import { chosenOf, type ServerState, type UrlState } from './server-state.ts';
import { relayProtocolOf } from './url-probe.ts';

export interface ThoroughMeans extends FurtherLoopMeans {
  /** Opens a URL again and measures it in full; `mostKbps`: nothing faster is sent. */
  measure(state: UrlState, mostKbps: number): Promise<void>;
  /** `share`: 0-1, of what is done here. */
  progress(phase: RunProgress['phase'], share: number, provider?: string): void;
}

/** Share of the time that filling takes, beside the transports. */
const FILLING_SHARE = 0.35;
/** kbit/s up to which further transports are measured: which is slower counts, and not how fast the faster are. */
const MOST_KBPS = 4_000;

/** One after the other, so that nothing disturbs the other. Rejects only when aborted. */
export async function measureThoroughly(
  servers: readonly ServerState[],
  means: ThoroughMeans,
  signal: AbortSignal,
): Promise<Thorough> {
  means.progress('filling', 0);
  const thorough = await fillLine(servers, means, signal);
  await Promise.all(servers.flatMap(({ urls }) => urls.map(({ settled }) => settled)));
  const others = servers.flatMap(otherTransports);
  for (const [i, state] of others.entries()) {
    const done = FILLING_SHARE + ((1 - FILLING_SHARE) * i) / others.length;
    means.progress('transports', done, state.server.label);
    await means.measure(state, MOST_KBPS);
  }
  return thorough;
}

/** One URL of each transport that was reached and not measured yet: the quickest to connect. */
function otherTransports(server: ServerState): readonly UrlState[] {
  const chosen = server.urls[chosenOf(server) ?? -1];
  if (chosen === undefined) return [];
  const measured = relayProtocolOf(chosen.url);
  const found = new Map<RelayProtocol, UrlState>();
  const connectMs = ({ report }: UrlState) => report?.connectTimeMs ?? Number.POSITIVE_INFINITY;
  for (const state of server.urls) {
    const protocol = relayProtocolOf(state.url);
    if (protocol === measured || state.report?.reachable !== true) continue;
    const rival = found.get(protocol);
    if (rival === undefined || connectMs(state) < connectMs(rival)) found.set(protocol, state);
  }
  return [...found].toSorted(([a], [b]) => RELAY_ORDER[a] - RELAY_ORDER[b]).map(([, state]) => state);
}
