/** The URLs of a server that a run has measured, one after the other: a thorough test measures one of each transport. */
import type { PathMetrics } from '../report/path-metrics.ts';
import type { ProbeReport, RunReport } from '../report/run-report.ts';

export interface MeasuredTransport extends Pick<ProbeReport, 'url' | 'relayProtocol'> {
  readonly provider: string;
  readonly metrics: PathMetrics;
}

/** Of a thorough test; none of any other. */
export function measuredTransports({ thorough, servers }: RunReport): readonly MeasuredTransport[] {
  if (thorough === undefined) return [];
  return servers.flatMap(({ provider, probes }) =>
    probes.flatMap(({ url, relayProtocol, metrics }) =>
      metrics === undefined || metrics.method === 'ice-checks'
        ? []
        : [{ provider, url, relayProtocol, metrics }],
    ),
  );
}
