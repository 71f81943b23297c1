/**
 * The metrics that leave for a collector: names and units by OpenTelemetry's rules (seconds, ratios, bits a second; a unit in
 * braces is a word and no unit). https://opentelemetry.io/docs/specs/semconv/general/metrics/
 */
import type { MetricKey } from '../base/metric-key.ts';

interface FleetMetric {
  /** UCUM. */
  readonly unit: string;
  readonly description: string;
}

/** What is measured at a server: how each of the house's metrics is told. */
export const MEASURED_METRICS = {
  roundTripTimeMs: {
    name: 'precall.rtt',
    unit: 's',
    inUnit: (ms: number) => ms / 1000,
    description: 'Round trip from the device to the TURN server and back',
  },
  jitterMs: {
    name: 'precall.jitter',
    unit: 's',
    inUnit: (ms: number) => ms / 1000,
    description: 'Interarrival jitter (RFC 3550)',
  },
  lossRatio: {
    name: 'precall.loss',
    unit: '1',
    inUnit: (ratio: number) => ratio,
    description: 'Lost datagrams, both ways together',
  },
  throughputKbps: {
    name: 'precall.bandwidth',
    unit: 'bit/s',
    inUnit: (kbps: number) => kbps * 1000,
    description: 'What the path carries at IP level, without what is lost',
  },
} as const satisfies Record<
  MetricKey,
  FleetMetric & { readonly name: string; readonly inUnit: (value: number) => number }
>;

const OTHER_METRICS = {
  'precall.reachable': { unit: '{server}', description: '1: a relay of the server works, 0: none does' },
  'precall.summary_code': {
    unit: '{code}',
    description: 'The run’s code: 10 to 40 red, 50 to 65 and 70 to 75 amber, 90 and 95 green',
  },
  'precall.notification': { unit: '{notification}', description: '1: the run told its person of trouble' },
  'precall.run.duration': { unit: 's', description: 'How long the run took' },
} as const satisfies Record<string, FleetMetric>;

type MeasuredName = (typeof MEASURED_METRICS)[MetricKey]['name'];
export type FleetMetricName = MeasuredName | keyof typeof OTHER_METRICS;

/** Every metric by its name. */
export const FLEET_METRICS: ReadonlyMap<string, FleetMetric> = new Map<string, FleetMetric>([
  ...Object.values(MEASURED_METRICS).map((metric) => [metric.name, metric] as const),
  ...Object.entries(OTHER_METRICS),
]);
