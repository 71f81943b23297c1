/** What one way of a call looks and sounds like, and which of two is the worse. */
import { levelOfWay } from './call-level.ts';
import type { ForecastParameters } from './forecast-parameters.ts';
import type { CallLevel, Way } from './forecast-types.ts';
import { frozenShareOf } from './frozen.ts';
import { framesPerSecondAt, heightPxAt } from './picture.ts';
import { videoKbps } from './video-rate.ts';
import { concealedShareOf } from './voice.ts';

export interface WaysOfPath {
  readonly up: Way;
  readonly down: Way;
}

/** `times`: of the expected rate, for the ends of its interval; a better line freezes as much less. */
export function levelOfForecast(way: Way, parameters: ForecastParameters, times = 1): CallLevel {
  const kbps = times * videoKbps(way, parameters);
  return levelOfWay({
    kbps,
    heightPx: heightPxAt(kbps),
    framesPerSecond: framesPerSecondAt(kbps),
    frozenShare: frozenShareOf(way, parameters) / times,
    concealedShare: concealedShareOf(way, parameters),
  });
}

export function worseOf({ up, down }: WaysOfPath, parameters: ForecastParameters): Way {
  return compareWays(up, down, parameters) <= 0 ? up : down;
}

/** Negative where `a` is the worse. */
export function compareWays(a: Way, b: Way, parameters: ForecastParameters): number {
  return (
    levelOfForecast(a, parameters) - levelOfForecast(b, parameters) ||
    videoKbps(a, parameters) - videoKbps(b, parameters)
  );
}
