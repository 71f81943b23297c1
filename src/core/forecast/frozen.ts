/**
 * The share of the time in which the picture stands still for what was lost: frozenPerLossMs x loss x (round trip - 100 ms). A lost packet comes again a round trip
 * after it is missed, and until then no frame can be shown. That counts as a freeze when it takes 150 ms more than a frame usually does (webrtc-stats, `freezeCount`), which a near
 * server's repetition never does. Over TCP and TLS nothing is lost: what is held up there is delay.
 */
import { rounded } from '../base/rounded.ts';
import type { ForecastParameters } from './forecast-parameters.ts';
import type { Way } from './forecast-types.ts';

/** ms of round trip: with the frame that shows the gap and the time it takes to ask, a repetition is then late by 150 ms. */
const SEEN_FROM_MS = 100;

export function frozenShareOf(
  { lossRatio, roundTripTimeMs = 0 }: Way,
  { frozenPerLossMs }: ForecastParameters,
): number {
  const share = frozenPerLossMs * lossRatio * Math.max(0, roundTripTimeMs - SEEN_FROM_MS);
  return rounded(Math.min(1, share), 1000);
}
