/**
 * The metrics that leave for a collector: names and units by OpenTelemetry's rules (UCUM: seconds, ratios, bits a second; a unit
 * in braces is a word and no unit). https://opentelemetry.io/docs/specs/semconv/general/metrics/
 */
import { METRICS } from '../judgement/metrics.ts';

interface FleetMetric {
  readonly unit: string;
  readonly description: string;
}

/** What is told of a run beside the numbers of `judgement/metrics.ts`. */
const RUN_METRICS = {
  'precall.reachable': { unit: '{server}', description: '1: a relay of the server works, 0: none does' },
  'precall.summary_code': {
    unit: '{code}',
    description: 'The run’s code: 10 to 40 red, 50 to 65 and 70 to 75 amber, 90 and 95 green',
  },
  'precall.notification': { unit: '{notification}', description: '1: the run told its person of trouble' },
  'precall.run.duration': { unit: 's', description: 'How long the run took' },
} as const satisfies Record<string, FleetMetric>;

export type RunMetricName = keyof typeof RUN_METRICS;

/** Every metric by its name. */
export const FLEET_METRICS: ReadonlyMap<string, FleetMetric> = new Map<string, FleetMetric>([
  ...METRICS.map(({ collected }) => [collected.name, collected] as const),
  ...Object.entries(RUN_METRICS),
]);
