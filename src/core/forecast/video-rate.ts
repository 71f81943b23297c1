/**
 * The video rate, kbit/s, that a call's congestion control (GCC) gives one way after some seconds:
 *
 *   clean  = videoShare x (rate - besideVideo), softened towards 0 where the line is that narrow
 *   ramped = clean and rampKbps, the smaller of both, softened between
 *   video  = ramped x exp(-perJitterMs x jitter x (1 + perWideness x wideness) - perLoss x loss)
 *
 * It is monotone in each input. It knows neither the queue, nor what else is on the line, nor the camera's picture.
 */
import type { ForecastParameters } from './forecast-parameters.ts';
import type { Way } from './forecast-types.ts';

export function videoKbps(way: Way, parameters: ForecastParameters): number {
  const { perJitterMs, perWideness, perLoss } = parameters;
  const troubled = perJitterMs * way.jitterMs * (1 + perWideness * wideness(way)) + perLoss * way.lossRatio;
  return rampedKbps(way.rateKbps, parameters) * Math.exp(-troubled);
}

function rampedKbps(rateKbps: number, parameters: ForecastParameters): number {
  const { videoShare, besideVideoKbps, narrowKbps, rampKbps, rampSharpness } = parameters;
  if (rateKbps === Number.POSITIVE_INFINITY) return rampKbps;
  const left = rateKbps - besideVideoKbps;
  const cleanKbps = (videoShare * (left + Math.hypot(left, narrowKbps))) / 2;
  return cleanKbps / (1 + (cleanKbps / rampKbps) ** rampSharpness) ** (1 / rampSharpness);
}

/** 95th percentile over jitter of delays that vary independently, normally so: 1.96 / (2 / sqrt(pi)). */
const INDEPENDENT = 1.74;
/** More of it tells nothing more. */
const WIDEST = 3;

/** 0 where each packet meets a delay of its own, more where the delay comes in waves; 0 where the deviation is not known. */
function wideness({ jitterMs, p95DeviationMs }: Way): number {
  if (p95DeviationMs === undefined || jitterMs <= 0) return 0;
  return Math.min(WIDEST, Math.max(0, p95DeviationMs / jitterMs - INDEPENDENT));
}
