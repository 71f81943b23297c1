/** Run reports with literal numbers, for tests of the judgement. */
import type { PathMetrics } from '../../../src/core/report/path-metrics.ts';
import type { ProbeReport, RunReport, ServerReport } from '../../../src/core/report/run-report.ts';

export interface Measured {
  readonly rtt?: number;
  readonly jitter?: number;
  readonly loss?: number;
  readonly throughput?: number;
}

export function metrics({ rtt, jitter, loss, throughput }: Measured): PathMetrics {
  return {
    method: 'rtp-datagrams',
    ...(rtt !== undefined && { roundTripTime: { roundTripTimeMs: rtt, minMs: rtt, p95Ms: rtt } }),
    ...(jitter !== undefined && { jitter: { jitterMs: jitter, p95DeviationMs: jitter } }),
    ...(loss !== undefined && {
      loss: {
        lossRatio: loss,
        interval: [loss, loss] as const,
        packetsSent: 100,
        packetsReceived: 100 - 100 * loss,
        bursts: 0,
        longestBurst: 1,
        reordered: 0,
        duplicates: 0,
      },
    }),
    ...(throughput !== undefined && {
      throughput: { capacityKbps: throughput, throughputKbps: throughput, atLeast: false },
    }),
  };
}

export function reachable(provider: string, measured: Measured): ServerReport {
  const probe: ProbeReport = {
    url: `turn:${provider}.example`,
    relayProtocol: 'udp',
    reachable: true,
    allocationTimeMs: 50,
    metrics: metrics(measured),
  };
  return { provider, probes: [probe], chosen: 0 };
}

export function unreachable(provider: string): ServerReport {
  const probe: ProbeReport = {
    url: `turn:${provider}.example`,
    relayProtocol: 'udp',
    reachable: false,
    reason: 'unreachable',
  };
  return { provider, probes: [probe] };
}

let runs = 0;

export function report(servers: readonly ServerReport[], change: Partial<RunReport> = {}): RunReport {
  runs += 1;
  return {
    runId: `run-${runs}`,
    kind: 'full',
    startedAt: 1_700_000_000_000,
    durationMs: 2500,
    outcome: 'complete',
    hasMicrophone: true,
    servers,
    network: { networkType: 'wifi', serverReflexiveAddress: '198.51.100.7' },
    bytesSent: 700_000,
    bytesReceived: 700_000,
    ...change,
  };
}

export const GOOD: Measured = { rtt: 40, jitter: 2, loss: 0, throughput: 10_000 };
