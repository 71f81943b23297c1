/** Why a call is not better: what, taken away from the worse way, would make the most of it. */
import type { ForecastParameters } from './forecast-parameters.ts';
import type { Cause, ForecastInput, Way } from './forecast-types.ts';
import { compareWays, levelOfForecast, type WaysOfPath, worseOf } from './way-quality.ts';

/** Each trouble, and the way without it. */
const CURES: readonly (readonly ['bandwidth' | 'delay-variation' | 'loss', Partial<Way>])[] = [
  ['bandwidth', { rateKbps: Number.POSITIVE_INFINITY }],
  ['delay-variation', { jitterMs: 0, p95DeviationMs: 0, medianDeviationMs: 0 }],
  ['loss', { lossRatio: 0 }],
];
/** ms of round trip above which a talk suffers though picture and voice are whole: G.114's 150 one way, there and back. */
const LATE_MS = 300;

export function causeOf(
  ways: WaysOfPath,
  { roundTripTimeMs, narrower }: ForecastInput,
  parameters: ForecastParameters,
): Cause | undefined {
  const worse = worseOf(ways, parameters);
  if (levelOfForecast(worse, parameters) === 4) {
    return roundTripTimeMs !== undefined && roundTripTimeMs > LATE_MS ? 'round-trip' : undefined;
  }
  const [[trouble]] = CURES.map(([name, cure]) => [name, { ...worse, ...cure }] as const).toSorted(
    ([, a], [, b]) => compareWays(b, a, parameters),
  ) as [(typeof CURES)[number]];
  if (trouble !== 'bandwidth') return trouble;
  if (ways.up.rateKbps === ways.down.rateKbps) return narrower ? `bandwidth-${narrower}` : trouble;
  return worse === ways.up ? 'bandwidth-up' : 'bandwidth-down';
}
