/**
 * The video rate, kbit/s, that a call's congestion control (GCC) gives one way after some seconds:
 *
 *   clean  = videoShare x (rate - besideVideo), softened towards 0 where the line is that narrow; over TCP and TLS streamShare of it
 *   ramp   = rampKbps x exp(-perLoss x (loss - 2 %) x (1 + round trip / 100 ms)): what the ramp-up has reached by then
 *   video  = clean and ramp, the smaller of both, softened between, x exp(-perDeviationMs x (deviation - freeDeviationMs))
 *
 * Below 2 % of loss GCC goes on raising its rate, above it only where the delay allows, a step each round trip
 * (draft-ietf-rmcat-gcc, sections 5 and 6). The deviation is the 95th percentile of the transit's: delay that each packet meets for itself is
 * smoothed away by GCC's trendline, delay that comes in waves looks to it like a queue that fills.
 *
 * It is monotone in each input. It knows neither the queue, nor what else is on the line, nor the camera's picture.
 */
import type { ForecastParameters } from './forecast-parameters.ts';
import type { Way } from './forecast-types.ts';

/** 0-1, of one way: below it GCC takes a loss for none of its own making. */
const FREE_LOSS_RATIO = 0.02;
/** ms of round trip that make the steps of the ramp-up twice as long. */
const STEP_MS = 100;
/**
 * Deviation over RFC 3550 jitter where only that is known: 1.74 where each packet meets a delay of its own, normally so, and 4.3 in waves of 40 ms
 * (packets 20 ms apart); a call must be feared to meet waves.
 */
const DEVIATION_OVER_JITTER = 4.3;

export function videoKbps(way: Way, parameters: ForecastParameters): number {
  const { perDeviationMs, freeDeviationMs } = parameters;
  const { jitterMs, p95DeviationMs = DEVIATION_OVER_JITTER * jitterMs } = way;
  const felt = Math.max(0, p95DeviationMs - freeDeviationMs);
  return rampedKbps(way, parameters) * Math.exp(-perDeviationMs * felt);
}

function rampedKbps(way: Way, parameters: ForecastParameters): number {
  const { videoShare, besideVideoKbps, narrowKbps, streamShare, rampSharpness } = parameters;
  const rampKbps = reachedKbps(way, parameters);
  if (way.rateKbps === Number.POSITIVE_INFINITY) return rampKbps;
  const left = way.rateKbps - besideVideoKbps;
  const share = videoShare * (way.overStream ? streamShare : 1);
  const cleanKbps = (share * (left + Math.hypot(left, narrowKbps))) / 2;
  return cleanKbps / (1 + (cleanKbps / rampKbps) ** rampSharpness) ** (1 / rampSharpness);
}

function reachedKbps(way: Way, { rampKbps, perLoss }: ForecastParameters): number {
  const held = Math.max(0, way.lossRatio - FREE_LOSS_RATIO) * (1 + (way.roundTripTimeMs ?? 0) / STEP_MS);
  return rampKbps * Math.exp(-perLoss * held);
}
