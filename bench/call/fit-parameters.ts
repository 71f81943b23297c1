/** Fits the forecast's table: the mean deviation of logarithms, held near the present table where the calls say little. */
import { forecast } from '../../src/core/forecast/forecast.ts';
import type { ForecastParameters } from '../../src/core/forecast/forecast-parameters.ts';
import { nelderMead } from './nelder-mead.ts';
import type { ComparedCall, SeenWay } from './reference-calls.ts';

/** What is fitted, and how far from the present value one fitted unit is. */
const RATE: readonly (keyof ForecastParameters)[] = [
  'videoShare',
  'besideVideoKbps',
  'narrowKbps',
  'rampKbps',
  'rampSharpness',
  'streamShare',
  'perLoss',
  'protectionShare',
];
const VOICE: readonly (keyof ForecastParameters)[] = [
  'concealedAtBest',
  'concealedPerLoss',
  'concealedPerJitterMs',
  'voiceStarvesKbps',
];
/** A parameter twice or half its present value costs as much as this much of the mean deviation, shared by all calls. */
const HOLD = 0.4;
/** kbit/s below which a picture is a still, whatever its rate. */
const STILL_KBPS = 10;
const LEAST_CONCEALED = 0.003;

export function fitParameters(
  calls: readonly ComparedCall[],
  present: ForecastParameters,
): ForecastParameters {
  const rates = fitted(RATE, calls, present, (seen, way) =>
    Math.abs(Math.log((way.kbps + STILL_KBPS) / (seen.videoKbps + STILL_KBPS))),
  );
  return fitted(VOICE, calls, rates, (seen, way) =>
    Math.abs(Math.log((way.concealedShare + LEAST_CONCEALED) / (seen.concealedShare + LEAST_CONCEALED))),
  );
}

type Foretold = { readonly kbps: number; readonly concealedShare: number };

function fitted(
  names: readonly (keyof ForecastParameters)[],
  calls: readonly ComparedCall[],
  present: ForecastParameters,
  deviation: (seen: SeenWay, way: Foretold) => number,
): ForecastParameters {
  // In logarithms every parameter stays positive, which is what keeps the forecast monotone.
  const at = (logs: readonly number[]): ForecastParameters => ({
    ...present,
    ...Object.fromEntries(names.map((name, i) => [name, present[name] * Math.exp(logs[i] ?? 0)])),
  });
  const cost = (logs: readonly number[]): number => {
    const parameters = at(logs);
    const deviations = calls.flatMap(({ input, sent, received }) => {
      const { concealedShare, ...told } = forecast(input, parameters);
      return (
        [
          [sent, told.sent],
          [received, told.received],
        ] as const
      ).flatMap(([seen, way]) =>
        seen === undefined || way === undefined || concealedShare === undefined
          ? []
          : [deviation(seen, { kbps: way.kbps, concealedShare })],
      );
    });
    const held = logs.reduce((sum, log) => sum + (log / Math.LN2) ** 2, 0);
    return deviations.reduce((sum, value) => sum + value, 0) + HOLD * held;
  };
  return at(
    nelderMead(
      cost,
      names.map(() => 0),
    ),
  );
}
