/** What a run measured of a path beyond the four numbers, as the forecast of a call takes it. */
import type { ForecastInput } from '../forecast/forecast-types.ts';
import { measuredOverTcp } from '../report/measured-over.ts';
import { knownWaysOf, type LargePairs } from '../report/path-metrics.ts';
import type { ServerReport } from '../report/run-report.ts';
import { lossierDirection } from './loss-direction.ts';
import { metricsOf } from './metrics.ts';

/** Pairs of which every second one must be lost: at one loss in five, chance does that in one run of a hundred. */
const ENOUGH_PAIRS = 3;

type MeasuredWays = Pick<
  ForecastInput,
  | 'p95DeviationMs'
  | 'medianDeviationMs'
  | 'meanLossRun'
  | 'overStream'
  | 'upKbps'
  | 'downKbps'
  | 'narrower'
  | 'upLossRatio'
  | 'downLossRatio'
  | 'secondOfTwoLost'
>;

export function measuredWays(server: ServerReport): MeasuredWays {
  const { jitter, throughput, loss, largePairs } = metricsOf(server) ?? {};
  const apart = lossierDirection(loss) !== undefined;
  return {
    ...(jitter?.p95DeviationMs !== undefined && { p95DeviationMs: jitter.p95DeviationMs }),
    ...(jitter?.medianDeviationMs !== undefined && { medianDeviationMs: jitter.medianDeviationMs }),
    ...(loss?.meanLossRun !== undefined && { meanLossRun: loss.meanLossRun }),
    ...(measuredOverTcp(server) !== undefined && { overStream: true }),
    ...(throughput && knownWaysOf(throughput)),
    ...(largePairs && isSecondOfTwoLost(largePairs) && { secondOfTwoLost: true }),
    ...(apart && loss?.up && { upLossRatio: loss.up.lossRatio }),
    ...(apart && loss?.down && { downLossRatio: loss.down.lossRatio }),
  };
}

function isSecondOfTwoLost({ firstReceived, secondLost }: LargePairs): boolean {
  return firstReceived >= ENOUGH_PAIRS && secondLost === firstReceived;
}
