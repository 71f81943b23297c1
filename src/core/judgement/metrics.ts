/**
 * A metric is one row: its unit, where a report has it, from where on a call suffers, and how it is charted, exported and
 * put into words. What is judged, kept, shown and exported of a run, and told a collector, is read from this table. Only the
 * learner's scale stands beside the learner, in `stability/metric-scale.ts`.
 */
import type { MetricKey } from '../base/metric-key.ts';
import type { PathMetrics } from '../report/path-metrics.ts';
import type { ServerReport } from '../report/run-report.ts';
import { TIER_FROM_KBPS, UNSTABLE_JITTER_MS, UNSTABLE_LOSS_RATIO, UNSTABLE_ROUND_TRIP_MS } from './limits.ts';

export type MetricUnit = 'ms' | 'ratio' | 'kbit/s';

interface MetricTraits {
  readonly unit: MetricUnit;
  readonly of: (metrics: PathMetrics) => number | undefined;
  readonly worse: 'higher' | 'lower';
  /** Beyond it a call suffers; at it, not yet. */
  readonly limit: number;
  /** What the limit decides: whether a connection is stable, or how much it carries. */
  readonly decides: 'stability' | 'tier';
  /** True where the value is a bound: the path may carry more. */
  readonly isBound?: (metrics: PathMetrics) => boolean;
  /** The least height of a chart's scale, so that noise does not fill it. */
  readonly chartScale: number;
  /** Heading of its column in the CSV: people's spreadsheets know it. */
  readonly column: string;
  /** In a ticket's English. */
  readonly ticketWord: string;
  /** As a collector knows it, by the rules of `fleet/fleet-metrics.ts`. */
  readonly collected: {
    readonly name: `precall.${string}`;
    readonly unit: string;
    readonly inUnit: (value: number) => number;
    readonly description: string;
  };
}

const TRAITS: Readonly<Record<MetricKey, MetricTraits>> = {
  roundTripTimeMs: {
    unit: 'ms',
    of: ({ roundTripTime }) => roundTripTime?.roundTripTimeMs,
    worse: 'higher',
    limit: UNSTABLE_ROUND_TRIP_MS,
    decides: 'stability',
    chartScale: 60,
    column: 'roundTripMs',
    ticketWord: 'round trip',
    collected: {
      name: 'precall.rtt',
      unit: 's',
      inUnit: (ms) => ms / 1000,
      description: 'Round trip from the device to the TURN server and back',
    },
  },
  jitterMs: {
    unit: 'ms',
    of: ({ jitter }) => jitter?.jitterMs,
    worse: 'higher',
    limit: UNSTABLE_JITTER_MS,
    decides: 'stability',
    chartScale: 10,
    column: 'jitterMs',
    ticketWord: 'jitter',
    collected: {
      name: 'precall.jitter',
      unit: 's',
      inUnit: (ms) => ms / 1000,
      description: 'Interarrival jitter (RFC 3550)',
    },
  },
  lossRatio: {
    unit: 'ratio',
    of: ({ loss }) => loss?.lossRatio,
    worse: 'higher',
    limit: UNSTABLE_LOSS_RATIO,
    decides: 'stability',
    chartScale: 0.02,
    column: 'lossRatio',
    ticketWord: 'loss',
    collected: {
      name: 'precall.loss',
      unit: '1',
      inUnit: (ratio) => ratio,
      description: 'Lost datagrams, both ways together',
    },
  },
  throughputKbps: {
    unit: 'kbit/s',
    of: ({ throughput }) => throughput?.throughputKbps,
    worse: 'lower',
    limit: TIER_FROM_KBPS.good,
    decides: 'tier',
    isBound: ({ throughput }) => throughput?.atLeast ?? false,
    chartScale: 2500,
    column: 'throughputKbps',
    ticketWord: 'bandwidth',
    collected: {
      name: 'precall.bandwidth',
      unit: 'bit/s',
      inUnit: (kbps) => kbps * 1000,
      description: 'What the path carries at IP level, without what is lost',
    },
  },
};

export interface Metric extends MetricTraits {
  readonly key: MetricKey;
}

/** In the order in which they are shown. */
export const METRICS: readonly Metric[] = (Object.keys(TRAITS) as MetricKey[]).map((key) => ({
  key,
  ...TRAITS[key],
}));

/** Whether a call suffers from it. */
export function isBeyondLimit({ worse, limit }: Metric, value: number): boolean {
  return worse === 'higher' ? value > limit : value < limit;
}

/** Metrics of the URL that a call would use. */
export function metricsOf(server: ServerReport): PathMetrics | undefined {
  return server.chosen === undefined ? undefined : server.probes[server.chosen]?.metrics;
}

/** What was measured of the path that a call through the server would use. */
export function measuredNumbers(server: ServerReport | undefined): { readonly [K in MetricKey]?: number } {
  const metrics = server && metricsOf(server);
  return metrics === undefined ? {} : measuredNumbersOf(metrics);
}

/** The same of one path. */
export function measuredNumbersOf(metrics: PathMetrics): { readonly [K in MetricKey]?: number } {
  return Object.fromEntries(
    METRICS.flatMap(({ key, of }) => {
      const value = of(metrics);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
