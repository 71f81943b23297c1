/** The MOS of a server: of the URL that a call would use, from what one run measured of it. */

import type { ServerReport } from '../report/run-report.ts';
import { meanOpinionScore } from './mos.ts';

const MOS_MISSING = ['unreachable', 'no-round-trip', 'no-jitter', 'no-loss', 'out-of-range'] as const;

/**
 * Why there is no MOS: nothing got through, or this run did not measure that input (a run that only tests
 * connectivity measures neither jitter nor loss). `out-of-range`: an input that is no measurement, in an import.
 */
export type MosMissing = (typeof MOS_MISSING)[number];

export type ServerMos = { readonly mos: number } | { readonly mos: null; readonly mosMissing: MosMissing };

/** 1 to 4.41, in steps of 0.01: the model knows no better. */
export function mosOf(server: ServerReport): ServerMos {
  const probe = server.chosen === undefined ? undefined : server.probes[server.chosen];
  if (probe?.reachable !== true) return none('unreachable');
  const { roundTripTime, jitter, loss } = probe.metrics ?? {};
  if (roundTripTime === undefined) return none('no-round-trip');
  if (jitter === undefined) return none('no-jitter');
  // TCP and TLS repeat what is lost: there it is in the delay already.
  if (loss === undefined && probe.relayProtocol === 'udp') return none('no-loss');
  const score = meanOpinionScore({
    roundTripTimeMs: roundTripTime.roundTripTimeMs,
    jitterMs: jitter.jitterMs,
    ...(loss && { lossRatio: loss.lossRatio }),
    ...(loss?.meanLossRun !== undefined && { meanLossRun: loss.meanLossRun }),
  });
  return score === undefined ? none('out-of-range') : { mos: Math.round(100 * score.mos) / 100 };
}

function none(mosMissing: MosMissing): ServerMos {
  return { mos: null, mosMissing };
}
