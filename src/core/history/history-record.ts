/** A run as the history keeps it: the judged run without raw addresses, and a small point for charts. */

import type { JudgedRun } from '../monitor/monitor-state.ts';
import { measuredByDataChannel, measuredOverStream, type Stream } from '../report/measured-over.ts';

/** Addresses are kept only in the newest event, unless the user allows more. */
export function withoutAddresses(run: JudgedRun): JudgedRun {
  const { serverReflexiveAddress: _public, hostAddress: _host, ...network } = run.report.network;
  return { ...run, report: { ...run.report, network }, event: { ...run.event, localIp: null } };
}

/** About what these take in a store: their length as JSON, which is mostly ASCII. */
export function bytesOf(values: readonly unknown[]): number {
  return values.reduce<number>((sum, value) => sum + JSON.stringify(value).length, 0);
}

/** 90 days of a run every five minutes, through three servers with three URLs each. */
const MOST_BYTES = 200_000_000;
/** Of what the browser gives this extension; the rest is for the database's own overhead. */
const SHARE_OF_QUOTA = 0.5;

/** How many bytes the history may take. `quota`: https://storage.spec.whatwg.org/#dom-storageestimate-quota */
export function mostHistoryBytes(quota: number | undefined): number {
  return quota === undefined ? MOST_BYTES : Math.min(MOST_BYTES, quota * SHARE_OF_QUOTA);
}

/** One run in a day's chart; null where the run did not measure. */
export interface HistoryPoint {
  /** ms since the epoch, end of the run. */
  readonly at: number;
  readonly runId: string;
  readonly summaryCode: number;
  readonly connectivityCode: number;
  readonly network: string;
  readonly provider: string | null;
  /** ms. */
  readonly roundTripTimeMs: number | null;
  /** ms. */
  readonly jitterMs: number | null;
  /** 0-1. */
  readonly lossRatio: number | null;
  /** kbit/s. */
  readonly throughputKbps: number | null;
  /** 1 to 4.41; absent in points stored before there was one. */
  readonly mos?: number | null;
  /** Why there is no loss; absent over UDP, and in points stored before it was kept. */
  readonly over?: Stream;
  /** The throughput is a lower bound; absent where it is none, and in points stored before it was kept. */
  readonly atLeast?: true;
  /** A data channel measured; absent where none did, and in points stored before it was kept. */
  readonly byDataChannel?: true;
  readonly unstable: boolean;
  readonly notified: boolean;
}

export function pointOf(run: JudgedRun): HistoryPoint {
  const result = run.preCallTestResults.find(({ provider }) => provider === run.best);
  const server = run.report.servers.find(({ provider }) => provider === run.best);
  const over = measuredOverStream(server);
  return {
    at: run.at,
    runId: run.runId,
    summaryCode: run.event.summaryCode,
    connectivityCode: run.event.connectivityCode,
    network: run.network,
    provider: run.best,
    roundTripTimeMs: result?.rtt ?? null,
    jitterMs: result?.jitter ?? null,
    lossRatio: result?.fractionalLoss ?? null,
    throughputKbps: result?.throughput ?? null,
    mos: result?.mos ?? null,
    ...(over !== undefined && { over }),
    ...(result?.atLeast === true && { atLeast: true }),
    ...(measuredByDataChannel(server) && { byDataChannel: true }),
    unstable: run.unstable,
    notified: run.notified,
  };
}

/** The export's line of a run; `replay` reads it back. Never holds a credential: a judged run has none. */
export interface ExportLine {
  readonly format: 'precall-history';
  readonly version: 2;
  readonly run: JudgedRun;
}

export function exportLine(run: JudgedRun, keepAddresses = false): string {
  const line: ExportLine = {
    format: 'precall-history',
    version: 2,
    run: keepAddresses ? run : withoutAddresses(run),
  };
  return JSON.stringify(line);
}
