/** What is open and known of the servers of one run so far. */
import type { PathMetrics } from '../../core/report/path-metrics.ts';
import type { ProbeReport, ServerReport } from '../../core/report/run-report.ts';
import type { TurnServer } from '../../core/servers/ice-server.ts';
import { type AllocationTurns, allocationTurns } from './allocation-turns.ts';
import { chooseUrl } from './choose-url.ts';
import type { OpenUrl, ProbedUrl } from './url-probe.ts';

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

export function chosenField(server: ServerState): Pick<ServerReport, 'chosen'> {
  const chosen = chosenOf(server);
  return chosen === undefined ? {} : { chosen };
}

function settledLater(): ServerState['measured'] {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
