/** The servers of many runs beside each other. */

import { median } from '../base/statistics.ts';
import type { PreCallTestResult } from '../judgement/quality-change.ts';
import type { JudgedRun } from '../monitor/monitor-state.ts';
import { measuredByDataChannel, measuredOverStream, STREAMS, type Stream } from '../report/measured-over.ts';

export interface ServerSummary {
  readonly provider: string;
  readonly tests: number;
  /** 0-1, the share of the tests in which it was reached. */
  readonly reached: number;
  /** Medians; absent where it was never measured. */
  readonly roundTripTimeMs?: number;
  readonly jitterMs?: number;
  readonly lossRatio?: number;
  readonly throughputKbps?: number;
  readonly mos?: number;
  /** Over which streams it was measured at times: there, no loss can be seen. */
  readonly over: readonly Stream[];
  /** Whether a data channel measured it at times: there, the throughput is a lower bound. */
  readonly byDataChannel: boolean;
}

interface Measured {
  readonly result: PreCallTestResult;
  readonly over: Stream | undefined;
  readonly byDataChannel: boolean;
}

/** Best first: the most often reached, then the shortest round trip. */
export function compareServers(runs: readonly JudgedRun[]): ServerSummary[] {
  const byServer = new Map<string, Measured[]>();
  for (const measured of runs.flatMap(measuredIn)) {
    const { provider } = measured.result;
    const known = byServer.get(provider);
    if (known === undefined) byServer.set(provider, [measured]);
    else known.push(measured);
  }
  return [...byServer]
    .map(([provider, measured]) => summaryOf(provider, measured))
    .sort(
      (a, b) => b.reached - a.reached || (a.roundTripTimeMs ?? Infinity) - (b.roundTripTimeMs ?? Infinity),
    );
}

function measuredIn({ preCallTestResults, report }: JudgedRun): Measured[] {
  return preCallTestResults.map((result) => {
    const server = report.servers.find(({ provider }) => provider === result.provider);
    return { result, over: measuredOverStream(server), byDataChannel: measuredByDataChannel(server) };
  });
}

function summaryOf(provider: string, measured: readonly Measured[]): ServerSummary {
  const results = measured.map(({ result }) => result);
  const middle = (key: 'rtt' | 'jitter' | 'fractionalLoss' | 'throughput' | 'mos') =>
    median(results.flatMap((result) => result[key] ?? []));
  const [roundTripTimeMs, jitterMs, lossRatio, throughputKbps, mos] = [
    middle('rtt'),
    middle('jitter'),
    middle('fractionalLoss'),
    middle('throughput'),
    middle('mos'),
  ];
  return {
    provider,
    tests: results.length,
    reached: results.filter((result) => result.mediaConnectivity).length / results.length,
    over: STREAMS.filter((stream) => measured.some(({ over }) => over === stream)),
    byDataChannel: measured.some(({ byDataChannel }) => byDataChannel),
    ...(roundTripTimeMs !== undefined && { roundTripTimeMs }),
    ...(jitterMs !== undefined && { jitterMs }),
    ...(lossRatio !== undefined && { lossRatio }),
    ...(throughputKbps !== undefined && { throughputKbps }),
    ...(mos !== undefined && { mos }),
  };
}
