/** What a collector is told of a run: numbers with the attributes that were chosen; no address, credential or device is in it. */
import { METRICS, type Metric, measuredNumbers } from '../judgement/metrics.ts';
import type { JudgedRun } from '../monitor/judged-run.ts';
import type { NetworkFacts, ServerReport } from '../report/run-report.ts';
import type { OtlpAttribute } from '../settings/otlp-settings.ts';
import type { RunMetricName } from './fleet-metrics.ts';

export type PointAttributes = Readonly<Record<string, string>>;

export interface RunPoint {
  readonly metric: RunMetricName | Metric['collected']['name'];
  readonly value: number;
  readonly attributes: PointAttributes;
}

/** One run, as it waits for its delivery. Whenever it is sent, it says the same of the same time: a store knows it again. */
export interface RunPoints {
  readonly runId: string;
  /** ms since the epoch, end of the run. */
  readonly at: number;
  readonly points: readonly RunPoint[];
}

export function pointsOfRun(run: JudgedRun, chosen: readonly OtlpAttribute[]): RunPoints {
  const shared = sharedAttributes(run, chosen);
  // Without their names the servers could not be told apart: then the one that the codes describe speaks for the run.
  const servers = run.report.servers.filter(
    ({ provider }) => chosen.includes('server') || provider === run.best,
  );
  const about = (metric: RunMetricName, value: number): RunPoint => ({ metric, value, attributes: shared });
  return {
    runId: run.runId,
    at: run.at,
    points: [
      about('precall.summary_code', run.summaryCode),
      about('precall.notification', run.notified ? 1 : 0),
      about('precall.run.duration', run.report.durationMs / 1000),
      ...servers.flatMap((server) => pointsOfServer(server, chosen, shared)),
    ],
  };
}

function pointsOfServer(
  server: ServerReport,
  chosen: readonly OtlpAttribute[],
  shared: PointAttributes,
): RunPoint[] {
  const probe = server.chosen === undefined ? undefined : server.probes[server.chosen];
  const named = { ...shared, ...(chosen.includes('server') && { 'precall.server': server.provider }) };
  const measured = {
    ...named,
    ...(probe !== undefined && chosen.includes('transport') && { 'precall.transport': probe.relayProtocol }),
  };
  const numbers = measuredNumbers(server);
  return [
    // Without the transport: whether it is reachable stays one series when the way there changes.
    { metric: 'precall.reachable', value: probe === undefined ? 0 : 1, attributes: named },
    ...METRICS.flatMap(({ key, collected: { name, inUnit } }): RunPoint[] => {
      const value = numbers[key];
      return value === undefined ? [] : [{ metric: name, value: inUnit(value), attributes: measured }];
    }),
  ];
}

function sharedAttributes(run: JudgedRun, chosen: readonly OtlpAttribute[]): PointAttributes {
  const { isp, city, country } = run.place;
  const type = connectionType(run.report.network);
  return {
    ...(chosen.includes('networkType') && type !== undefined && { 'network.connection.type': type }),
    ...(chosen.includes('isp') && isp !== null && { 'precall.isp': isp }),
    ...(chosen.includes('place') && city !== null && { 'geo.locality.name': city }),
    ...(chosen.includes('place') && country !== null && { 'precall.country': country }),
  };
}

/** OpenTelemetry's words for RTCNetworkType's: https://opentelemetry.io/docs/specs/semconv/registry/attributes/network/ */
const CONNECTION_TYPES = new Map([
  ['ethernet', 'wired'],
  ['cellular', 'cell'],
]);

function connectionType({ networkType }: NetworkFacts): string | undefined {
  return networkType && (CONNECTION_TYPES.get(networkType) ?? networkType);
}
