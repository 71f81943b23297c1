/** The servers of many runs beside each other. */
import { median } from './history-series.ts';
import type { JudgedRun } from './monitor-state.ts';
import type { PreCallTestResult } from './quality-change.ts';

export interface ServerSummary {
  readonly provider: string;
  readonly tests: number;
  /** 0-1, the share of the tests in which it was reached. */
  readonly reached: number;
  /** Medians; absent where it was never measured. */
  readonly rtt?: number;
  readonly jitter?: number;
  readonly fractionalLoss?: number;
  readonly throughput?: number;
  readonly mos?: number;
}

/** Best first: the most often reached, then the shortest round trip. */
export function compareServers(runs: readonly JudgedRun[]): ServerSummary[] {
  const byServer = new Map<string, PreCallTestResult[]>();
  for (const result of runs.flatMap((run) => run.preCallTestResults)) {
    const known = byServer.get(result.provider);
    if (known === undefined) byServer.set(result.provider, [result]);
    else known.push(result);
  }
  return [...byServer]
    .map(([provider, results]) => summaryOf(provider, results))
    .sort((a, b) => b.reached - a.reached || (a.rtt ?? Infinity) - (b.rtt ?? Infinity));
}

function summaryOf(provider: string, results: readonly PreCallTestResult[]): ServerSummary {
  const middle = (key: 'rtt' | 'jitter' | 'fractionalLoss' | 'throughput' | 'mos') =>
    median(results.flatMap((result) => result[key] ?? []));
  const [rtt, jitter, fractionalLoss, throughput, mos] = [
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
    ...(rtt !== undefined && { rtt }),
    ...(jitter !== undefined && { jitter }),
    ...(fractionalLoss !== undefined && { fractionalLoss }),
    ...(throughput !== undefined && { throughput }),
    ...(mos !== undefined && { mos }),
  };
}
