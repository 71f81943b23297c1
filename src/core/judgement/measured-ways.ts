/** What a run measured of a path beyond the four numbers, as the forecast of a call takes it. */
import type { ForecastInput } from '../forecast/forecast-types.ts';
import { measuredOverStream } from '../report/measured-over.ts';
import type { ServerReport } from '../report/run-report.ts';
import { lossierDirection } from './loss-direction.ts';
import { metricsOf } from './metrics.ts';

type MeasuredWays = Pick<
  ForecastInput,
  'p95DeviationMs' | 'overStream' | 'upKbps' | 'downKbps' | 'upLossRatio' | 'downLossRatio'
>;

export function measuredWays(server: ServerReport): MeasuredWays {
  const { jitter, throughput, loss } = metricsOf(server) ?? {};
  const apart = lossierDirection(loss) !== undefined;
  return {
    ...(jitter && { p95DeviationMs: jitter.p95DeviationMs }),
    ...(measuredOverStream(server) !== undefined && { overStream: true }),
    ...(throughput?.upKbps !== undefined && { upKbps: throughput.upKbps }),
    ...(throughput?.downKbps !== undefined && { downKbps: throughput.downKbps }),
    ...(apart && loss?.up && { upLossRatio: loss.up.lossRatio }),
    ...(apart && loss?.down && { downLossRatio: loss.down.lossRatio }),
  };
}
