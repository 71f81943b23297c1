/** The bandwidth tier as a call can use it: of a wide line whose delay varies a call gets little. */
import { levelOfCall } from '../forecast/forecast.ts';
import type { CallLevel, ForecastInput } from '../forecast/forecast-types.ts';
import { TIERS, type Tier, tierOf } from './limits.ts';

/** Which sentence comes true in a call of that level: good audio and poor video is a thumbnail, fair video 360 lines. */
const TIER_OF_LEVEL: Record<CallLevel, Exclude<Tier, 'insufficient'>> = {
  0: 'poor',
  1: 'poor',
  2: 'fair',
  3: 'good',
  4: 'excellent',
};
/** Of the foretold rate: a better sentence is taken away only where the call is clearly foretold to fall short of it. */
const BENEFIT_OF_DOUBT = 1.25;
/** Levels that delay variation must cost a call to be felt as an unstable connection. */
const FELT_LEVELS = 2;

/**
 * With no bandwidth ever measured on this network, a line is taken for a good one: calling it slow would be a
 * claim without a measurement, and so would be calling it excellent.
 */
const TIER_WHEN_UNKNOWN = 'good' satisfies Tier;

/** The lower of what the line carries and what a call over it is foretold to get of it. */
export function callTier(path: ForecastInput): Tier {
  const carried = path.throughputKbps === undefined ? TIER_WHEN_UNKNOWN : tierOf(path.throughputKbps);
  const level = levelOn(path);
  if (level === undefined) return carried;
  const told = TIER_OF_LEVEL[level];
  return TIERS.indexOf(told) < TIERS.indexOf(carried) ? told : carried;
}

/** Whether a call feels the delay's variation: without it the call would be of quite another kind. */
export function feelsDelayVariation(path: ForecastInput): boolean {
  const level = levelOn(path);
  const without = levelOn({ ...path, jitterMs: 0, p95DeviationMs: 0, medianDeviationMs: 0 });
  return level !== undefined && without !== undefined && without - level >= FELT_LEVELS;
}

/** By the bandwidth that counts for the tier; a single run's readings of each way are news for the forecast alone. */
function levelOn({ upKbps: _up, downKbps: _down, ...path }: ForecastInput): CallLevel | undefined {
  const throughputKbps = path.throughputKbps ?? Number.POSITIVE_INFINITY;
  return levelOfCall({ ...path, throughputKbps }, BENEFIT_OF_DOUBT);
}
