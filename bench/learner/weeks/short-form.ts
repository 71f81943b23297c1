/** A run as `npm run replay` reads it, one JSON object a line. */
import type { WeekRun } from './week.ts';

export interface ShortForm {
  readonly t: number;
  readonly network: string;
  readonly type: string;
  readonly server: string;
  readonly rtt: number | null;
  readonly jitter: number | null;
  readonly loss: number | null;
  readonly bandwidth: number | null;
}

export function shortFormOf(run: WeekRun): ShortForm {
  return {
    t: run.at,
    network: run.network,
    type: run.type,
    server: run.server,
    rtt: run.roundTripTimeMs ?? null,
    jitter: run.jitterMs ?? null,
    loss: run.lossRatio ?? null,
    bandwidth: run.throughputKbps ?? null,
  };
}
