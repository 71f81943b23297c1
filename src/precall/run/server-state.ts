/** What is open and known of the servers of one run so far. */
import type { PathMetrics } from '../../core/report/path-metrics.ts';
import type { ProbeReport, ServerReport } from '../../core/report/run-report.ts';
import type { TurnServer } from '../../core/servers/ice-server.ts';
import { type AllocationTurns, allocationTurns } from './allocation-turns.ts';
import { chooseUrl, RELAY_ORDER } from './choose-url.ts';
import { type OpenUrl, type ProbedUrl, relayProtocolOf, unfinishedReport } from './url-probe.ts';

export interface UrlState {
  readonly url: string;
  readonly server: TurnServer;
  readonly turns: AllocationTurns;
  report?: ProbeReport;
  open?: OpenUrl;
  metrics?: PathMetrics;
  /** Of the datagrams that count for the loss, in the order of sending, once it is measured. */
  lost?: readonly boolean[];
  /** The first try, side by side with the others'. */
  tried: Promise<ProbedUrl | undefined>;
  settled: Promise<void>;
}

export interface ServerState {
  readonly server: TurnServer;
  readonly urls: readonly UrlState[];
  /** Settles when this run has measured what it measures of the server. */
  readonly measured: { readonly promise: Promise<void>; resolve(): void };
}

/** Of servers of which nothing is known yet. URLs whose allocations are counted together share their turns. */
export function serverStates(servers: readonly TurnServer[]): readonly ServerState[] {
  const turnsOf = allocationTurns(servers);
  return servers.map((server) => ({
    server,
    measured: settledLater(),
    urls: server.urls.map((url) => ({
      url,
      server,
      turns: turnsOf(url),
      tried: Promise.resolve(undefined),
      settled: Promise.resolve(),
    })),
  }));
}

/** Index of the URL that a call would use, of those that are known to be reachable. */
export function chosenOf({ urls }: Pick<ServerState, 'urls'>): number | undefined {
  return chooseUrl(urls.map(({ report }) => report));
}

/** The same, once it is known: waits for the URLs of one transport after the other, until one is reachable. */
export async function chosenOfSettled({ urls }: ServerState): Promise<number | undefined> {
  for (const rank of Object.values(RELAY_ORDER).sort()) {
    const ofRank = urls.filter((state) => RELAY_ORDER[relayProtocolOf(state.url)] === rank);
    await Promise.all(ofRank.map((state) => state.settled));
    if (ofRank.some((state) => state.report?.reachable)) return chosenOf({ urls });
  }
  return undefined;
}

/** With what is known so far. `online`: false only when the browser is sure that there is no network. */
export function reportOf(server: ServerState, online: boolean): ServerReport {
  const chosen = chosenOf(server);
  return {
    provider: server.server.label,
    probes: server.urls.map(({ url, report, metrics }) => ({
      ...(report ?? unfinishedReport(url, online)),
      ...(metrics && { metrics }),
    })),
    ...(chosen !== undefined && { chosen }),
  };
}

function settledLater(): ServerState['measured'] {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
