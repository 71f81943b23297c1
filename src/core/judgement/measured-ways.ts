/** What a run measured of a path beyond the four numbers, as the forecast of a call takes it. */
import type { ForecastInput } from '../forecast/forecast-types.ts';
import { measuredOverStream } from '../report/measured-over.ts';
import type { ServerReport } from '../report/run-report.ts';
import { metricsOf } from './metrics.ts';

type MeasuredWays = Pick<ForecastInput, 'p95DeviationMs' | 'overStream' | 'upKbps' | 'downKbps'>;

export function measuredWays(server: ServerReport): MeasuredWays {
  const { jitter, throughput } = metricsOf(server) ?? {};
  return {
    ...(jitter && { p95DeviationMs: jitter.p95DeviationMs }),
    ...(measuredOverStream(server) !== undefined && { overStream: true }),
    ...(throughput?.upKbps !== undefined && { upKbps: throughput.upKbps }),
    ...(throughput?.downKbps !== undefined && { downKbps: throughput.downKbps }),
  };
}
