/**
 * What a call over a measured path will be, as far as it is known. The far end is taken for one beside the TURN server, so
 * that this line alone decides; the call sends video of a 720p camera and Opus, and has run for some seconds.
 *
 * How far it is right on calls that were made stands in docs/forecast.md. What it does not know: the queue, what else
 * is on the line, another camera's picture, a line that changes.
 */
import { rounded } from '../base/rounded.ts';
import { causeOf } from './cause.ts';
import { FORECAST_PARAMETERS, type ForecastParameters } from './forecast-parameters.ts';
import type { CallLevel, Forecast, ForecastInput, Way, WayForecast } from './forecast-types.ts';
import { frozenShareOf } from './frozen.ts';
import { oneWayLoss } from './one-way-loss.ts';
import { framesPerSecondAt, heightPxAt } from './picture.ts';
import { scoreOf } from './score.ts';
import { videoKbps } from './video-rate.ts';
import { voiceOf } from './voice.ts';
import { levelOfForecast, type WaysOfPath } from './way-quality.ts';

export function forecast(
  input: ForecastInput,
  parameters: ForecastParameters = FORECAST_PARAMETERS,
): Forecast {
  // What loses everything is no line, whatever rate an older run knew.
  if (!input.reachable || input.lossRatio === 1) return { level: 0, levels: [0, 0], cause: 'no-connection' };
  if (input.secondOfTwoLost) return { level: 0, levels: [0, 0], cause: 'short-queue' };
  const { up, down } = waysOf(input);
  const score = scoreOfCall(input);
  return {
    ...(up && down && wholeCall({ up, down }, input, parameters)),
    ...voiceOfCall(input, up, down, parameters),
    ...(up && { sent: videoOf(up, parameters) }),
    ...(down && { received: { ...videoOf(down, parameters), ...wideDown(input) } }),
    ...(score !== undefined && { score }),
  };
}

/**
 * Undefined where a number is missing that a rate hangs on. Over TCP and TLS loss is not: it has become delay, and is in
 * the rate.
 */
function wayOf(input: ForecastInput, rateKbps: number | undefined, ownLossRatio?: number): Way | undefined {
  const { jitterMs, p95DeviationMs, medianDeviationMs, overStream, roundTripTimeMs, meanLossRun } = input;
  const loopRatio = input.lossRatio ?? (overStream ? 0 : undefined);
  const lossRatio = ownLossRatio ?? (loopRatio === undefined ? undefined : oneWayLoss(loopRatio));
  if (rateKbps === undefined || jitterMs === undefined || lossRatio === undefined) return undefined;
  return {
    rateKbps,
    jitterMs,
    ...(p95DeviationMs !== undefined && { p95DeviationMs }),
    ...(medianDeviationMs !== undefined && { medianDeviationMs }),
    ...(roundTripTimeMs !== undefined && { roundTripTimeMs }),
    ...(overStream && { overStream }),
    lossRatio,
    ...(meanLossRun !== undefined && { meanLossRun }),
  };
}

/** The level where video came to `times` of the rate that is foretold; undefined where one of its ways is not known. */
export function levelOfCall(
  input: ForecastInput,
  times: number,
  parameters: ForecastParameters = FORECAST_PARAMETERS,
): CallLevel | undefined {
  const { up, down } = waysOf(input);
  return up && down && levelOfWays({ up, down }, times, parameters);
}

function waysOf(input: ForecastInput) {
  const { throughputKbps, upKbps = throughputKbps, downKbps = throughputKbps } = input;
  return {
    up: wayOf(input, upKbps, input.upLossRatio),
    down: wayOf(input, downKbps, input.downLossRatio),
  };
}

function levelOfWays({ up, down }: WaysOfPath, times: number, parameters: ForecastParameters): CallLevel {
  return Math.min(
    levelOfForecast(up, parameters, times),
    levelOfForecast(down, parameters, times),
  ) as CallLevel;
}

function wholeCall(ways: WaysOfPath, input: ForecastInput, parameters: ForecastParameters) {
  const at = (times: number) => levelOfWays(ways, times, parameters);
  const spread = Math.exp(parameters.rateSpread);
  const cause = causeOf(ways, input, parameters);
  return {
    level: at(1),
    levels: [at(1 / spread), at(spread)] as const,
    ...(cause !== undefined && { cause }),
  };
}

/** The loop's rate stands for a way down that is known to carry at least that: so little is all that can be told of it. */
function wideDown({ narrower, downKbps }: ForecastInput): Pick<WayForecast, 'atLeast'> {
  return narrower === 'up' && downKbps === undefined ? { atLeast: true } : {};
}

/** A voice needs so little that where no rate is known it is taken to have it: a light run can tell it. */
function voiceOfCall(
  input: ForecastInput,
  up: Way | undefined,
  down: Way | undefined,
  parameters: ForecastParameters,
) {
  const ample = (ownLossRatio?: number) => wayOf(input, Number.POSITIVE_INFINITY, ownLossRatio);
  const { roundTripTimeMs } = input;
  const ways = [up ?? ample(input.upLossRatio), down ?? ample(input.downLossRatio)].filter(
    (way) => way !== undefined,
  );
  if (ways.length === 0 || roundTripTimeMs === undefined) return {};
  const voices = ways.map((way) => voiceOf(way, roundTripTimeMs, parameters));
  return {
    voiceMos: rounded(Math.min(...voices.map(({ mos }) => mos)), 1000),
    mouthToEarMs: rounded(Math.max(...voices.map(({ mouthToEarMs }) => mouthToEarMs)), 1),
    concealedShare: Math.max(...voices.map(({ concealedShare }) => concealedShare)),
  };
}

function videoOf(way: Way, parameters: ForecastParameters): WayForecast {
  const kbps = videoKbps(way, parameters);
  const spread = Math.exp(parameters.rateSpread);
  return {
    kbps,
    interval: [rounded(kbps / spread, 10), rounded(kbps * spread, 10)],
    heightPx: heightPxAt(kbps),
    framesPerSecond: framesPerSecondAt(kbps),
    frozenShare: frozenShareOf(way, parameters),
  };
}

function scoreOfCall(input: ForecastInput): number | undefined {
  const { roundTripTimeMs, jitterMs, lossRatio, throughputKbps } = input;
  const { upKbps = throughputKbps, downKbps = throughputKbps } = input;
  if (upKbps === undefined || downKbps === undefined) return undefined;
  const score = scoreOf({
    upKbps,
    downKbps,
    ...(roundTripTimeMs !== undefined && { roundTripTimeMs }),
    ...(jitterMs !== undefined && { jitterMs }),
    ...(lossRatio !== undefined && { lossRatio: oneWayLoss(lossRatio) }),
  });
  return rounded(score, 10_000);
}
