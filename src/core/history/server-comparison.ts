/** The servers of many runs beside each other. */

import type { MetricKey } from '../base/metric-key.ts';
import { median } from '../base/statistics.ts';
import { METRICS, measuredNumbers } from '../judgement/metrics.ts';
import { mosOf } from '../judgement/server-mos.ts';
import type { JudgedRun } from '../monitor/judged-run.ts';
import {
  measuredByDataChannel,
  measuredOverTcp,
  TCP_AND_TLS,
  type TcpOrTls,
} from '../report/measured-over.ts';
import type { ServerReport } from '../report/run-report.ts';

/** Medians; absent where it was never measured. */
type Medians = { readonly [K in MetricKey | 'mos']?: number };

export interface ServerSummary extends Medians {
  readonly provider: string;
  readonly tests: number;
  /** 0-1, the share of the tests in which it was reached. */
  readonly reached: number;
  /** Of TCP and TLS, what it was measured over at times: there, no loss can be seen. */
  readonly over: readonly TcpOrTls[];
  /** Whether a data channel measured it at times: there, the throughput is a lower bound. */
  readonly byDataChannel: boolean;
}

/** Best first: the most often reached, then the shortest round trip. */
export function compareServers(runs: readonly JudgedRun[]): ServerSummary[] {
  const byServer = new Map<string, ServerReport[]>();
  for (const server of runs.flatMap(({ report }) => report.servers)) {
    const known = byServer.get(server.provider);
    if (known === undefined) byServer.set(server.provider, [server]);
    else known.push(server);
  }
  return [...byServer]
    .map(([provider, tests]) => summaryOf(provider, tests))
    .sort(
      (a, b) => b.reached - a.reached || (a.roundTripTimeMs ?? Infinity) - (b.roundTripTimeMs ?? Infinity),
    );
}

function summaryOf(provider: string, tests: readonly ServerReport[]): ServerSummary {
  const reached = tests.filter(({ probes }) => probes.some((probe) => probe.reachable));
  return {
    provider,
    tests: tests.length,
    reached: reached.length / tests.length,
    over: TCP_AND_TLS.filter((transport) => tests.some((server) => measuredOverTcp(server) === transport)),
    byDataChannel: tests.some(measuredByDataChannel),
    ...mediansOf(tests),
  };
}

function mediansOf(tests: readonly ServerReport[]): Medians {
  const numbers = tests.map((server) => ({
    ...measuredNumbers(server),
    mos: mosOf(server).mos ?? undefined,
  }));
  const keys = [...METRICS.map(({ key }) => key), 'mos'] as const;
  return Object.fromEntries(
    keys.flatMap((key) => {
      const middle = median(numbers.flatMap((each) => each[key] ?? []));
      return middle === undefined ? [] : [[key, middle]];
    }),
  );
}
