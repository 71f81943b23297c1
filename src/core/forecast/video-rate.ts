/**
 * The video rate, kbit/s, that a call's congestion control (GCC) gives one way after some seconds:
 *
 *   clean   = videoShare x (rate - besideVideo), softened towards 0 where the line is that narrow; over TCP and TLS streamShare of it
 *   ramp    = rampKbps x exp(-perLoss x (loss - 2 %) x (1 + round trip / 100 ms)): what the ramp-up has reached by then
 *   waves   = waveKbpsMs / height, height = deviation - jitterInDeviation x jitter: what is left where the delay comes in waves
 *   picture = the smallest of the three, softened between
 *   video   = picture, and where the line has room for it the error protection that a sender adds to a full picture on a lossy line
 *
 * Below 2 % of loss GCC goes on raising its rate, above it only where the delay allows, a step each round trip
 * (draft-ietf-rmcat-gcc, sections 5 and 6). To its trendline delay that comes in waves looks like a queue that fills, and its threshold follows
 * what it sees: the rate falls as one over the waves' height. Delay that each packet meets for itself is smoothed away: it makes a deviation
 * (the 95th percentile of the transit's) of some twice the jitter, and what the deviation has beyond that is waves. A stall that ends with all that
 * was held coming at once costs nothing either: few packets meet it, so that it is left out by 2.9 times the median deviation.
 * They come from a simulation of GCC (`npm run bench:call-fit -- --waves`, which prints how well they read its calls beside its best fit).
 *
 * Where the jitter alone is known, a small one is taken for each packet's own, and what it has more is feared to be waves.
 *
 * It falls with the jitter where that alone is known, and with the deviation; of two lines of one deviation the one with less jitter has
 * the longer waves. It rises with the rate. Loss takes from the picture; what it adds to the rate is protection alone. It knows neither
 * the queue, nor what else is on the line, nor the camera's picture.
 */
import { rounded } from '../base/rounded.ts';
import type { ForecastParameters } from './forecast-parameters.ts';
import type { Way } from './forecast-types.ts';

/** 0-1, of one way: below it GCC takes a loss for none of its own making. */
const FREE_LOSS_RATIO = 0.02;
/** ms of round trip that make the steps of the ramp-up twice as long. */
const STEP_MS = 100;
/** ms of jitter that is taken for each packet's own, and ms of waves for each ms beyond it, where no deviation is known (bench/call/RESULTS.md). */
const OWN_JITTER_MS = 3;
const WAVES_PER_JITTER = 2.2;
/** 95th percentile over median of the deviation of a normal distribution: as waves have it. */
const P95_OVER_MEDIAN = 2.9;
/** kbit/s of a picture to which a sender adds protection. */
const FULL_PICTURE_KBPS = 1_000;
/** 0-1, of one way: at some times this loss a sender protects as much as it ever will. */
const PROTECTED_LOSS_RATIO = 0.004;

/** To a tenth, as it is told: level and picture are those of the rate that is told. */
export function videoKbps(way: Way, parameters: ForecastParameters): number {
  const cleanKbps = cleanLineKbps(way, parameters);
  const ramped = smaller(cleanKbps, reachedKbps(way, parameters), parameters.rampSharpness);
  const picture = leftBesideWaves(ramped, way, parameters);
  const wanted =
    parameters.protectionShare *
    (1 - Math.exp(-way.lossRatio / PROTECTED_LOSS_RATIO)) *
    Math.max(0, picture - FULL_PICTURE_KBPS);
  return rounded(picture + Math.min(wanted, cleanKbps - picture), 10);
}

function cleanLineKbps(way: Way, parameters: ForecastParameters): number {
  const { videoShare, besideVideoKbps, narrowKbps, streamShare } = parameters;
  if (way.rateKbps === Number.POSITIVE_INFINITY) return way.rateKbps;
  const left = way.rateKbps - besideVideoKbps;
  const share = videoShare * (way.overStream ? streamShare : 1);
  return Math.min(way.rateKbps, (share * (left + Math.hypot(left, narrowKbps))) / 2);
}

function reachedKbps(way: Way, { rampKbps, perLoss }: ForecastParameters): number {
  const held = Math.max(0, way.lossRatio - FREE_LOSS_RATIO) * (1 + (way.roundTripTimeMs ?? 0) / STEP_MS);
  return rampKbps * Math.exp(-perLoss * held);
}

type DelayVariation = Pick<Way, 'jitterMs' | 'p95DeviationMs' | 'medianDeviationMs'>;

/** Of a rate, kbit/s, on a line without them. */
export function leftBesideWaves(
  kbps: number,
  { jitterMs, p95DeviationMs, medianDeviationMs = Number.POSITIVE_INFINITY }: DelayVariation,
  { waveKbpsMs, waveSharpness, jitterInDeviation }: ForecastParameters,
): number {
  const heightMs =
    p95DeviationMs === undefined
      ? WAVES_PER_JITTER * (jitterMs - OWN_JITTER_MS)
      : Math.min(p95DeviationMs, P95_OVER_MEDIAN * medianDeviationMs) - jitterInDeviation * jitterMs;
  return smaller(kbps, waveKbpsMs / Math.max(0, heightMs), waveSharpness);
}

/** The smaller of two; nearly, where they are near each other. `b` may be infinite. */
function smaller(a: number, b: number, sharpness: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low / (1 + (low / high) ** sharpness) ** (1 / sharpness);
}
