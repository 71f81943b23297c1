/** The forecast's numbers for delay that varies, from simulated calls alone: no call of the lab has a part in them. */
import { quantile } from '../../../src/core/base/statistics.ts';
import {
  FORECAST_PARAMETERS,
  type ForecastParameters,
} from '../../../src/core/forecast/forecast-parameters.ts';
import { leftBesideWaves } from '../../../src/core/forecast/video-rate.ts';
import { createRandom, type Random } from '../../learner/random.ts';
import { nelderMead } from '../nelder-mead.ts';
import { rankCorrelation } from '../rank-correlation.ts';
import { simulatedVideoKbps } from './simulated-call.ts';
import { simulatedReading } from './simulated-reading.ts';
import type { VaryingDelay } from './varying-delay.ts';

const LINKS = 1500;
const FITTED = ['waveKbpsMs', 'waveSharpness', 'jitterInDeviation'] as const;
/** kbit/s below which a picture is a still, whatever its rate. */
const STILL_KBPS = 10;

interface SimulatedCall {
  readonly cleanKbps: number;
  readonly kbps: number;
  readonly jitterMs: number;
  readonly p95DeviationMs: number;
  readonly medianDeviationMs: number;
}

export function waveFit(): string {
  const random = createRandom(1);
  const calls = Array.from({ length: LINKS }, (_, at) => simulatedCall(drawnLink(random), at + 1));
  const at = (logs: readonly number[]): ForecastParameters => ({
    ...FORECAST_PARAMETERS,
    ...Object.fromEntries(
      FITTED.map((name, i) => [name, FORECAST_PARAMETERS[name] * Math.exp(logs[i] ?? 0)]),
    ),
  });
  const fitted = at(
    nelderMead(
      (logs) => deviationOf(calls, at(logs)),
      FITTED.map(() => 0),
    ),
  );
  const lines = FITTED.map((name) => `  ${name}: ${Number(fitted[name].toPrecision(3))},`);
  return [
    `${LINKS} simulated calls; ${said(calls, fitted)} (the present table: ${said(calls, FORECAST_PARAMETERS)})`,
    ...lines,
    `reference link, 25 ms of waves of 40 ms: ${Math.round(referenceKbps())} kbit/s`,
  ].join('\n');
}

/** As the lab draws them, half in waves, half each packet for itself; and half as many lines more that stall now and then. */
function drawnLink(random: Random): VaryingDelay {
  const line = {
    rateKbps: random.logBetween(300, 10_000),
    queueMs: random.logBetween(30, 1000),
    delayMs: random.logBetween(5, 250),
    tauMs: 0,
    uniform: false,
  };
  if (random.chance(1 / 3))
    return {
      ...line,
      jitterMs: 0.5,
      stalls: { everyMs: random.logBetween(100, 1500), ms: random.logBetween(10, 120) },
    };
  const jitterMs = Math.min(random.logBetween(2, 40), line.delayMs);
  if (random.chance(0.5)) return { ...line, jitterMs, tauMs: random.logBetween(10, 200) };
  return random.chance(0.5)
    ? { ...line, jitterMs }
    : { ...line, jitterMs: jitterMs / Math.sqrt(3), uniform: true };
}

function simulatedCall(link: VaryingDelay, seed: number): SimulatedCall {
  return {
    cleanKbps: simulatedVideoKbps(withoutVariation(link), seed),
    kbps: simulatedVideoKbps(link, seed),
    ...simulatedReading(link, seed),
  };
}

function withoutVariation({ stalls: _none, ...link }: VaryingDelay): VaryingDelay {
  return { ...link, jitterMs: 0 };
}

function deviationOf(calls: readonly SimulatedCall[], parameters: ForecastParameters): number {
  const sum = calls.reduce((total, call) => {
    const told = leftBesideWaves(call.cleanKbps, call, parameters);
    return total + Math.abs(Math.log((told + STILL_KBPS) / (call.kbps + STILL_KBPS)));
  }, 0);
  return sum / calls.length;
}

function said(calls: readonly SimulatedCall[], parameters: ForecastParameters): string {
  const pairs = calls.map((call) => [leftBesideWaves(call.cleanKbps, call, parameters), call.kbps] as const);
  return `rank correlation ${rankCorrelation(pairs)?.toFixed(3)}, mean deviation ${deviationOf(calls, parameters).toFixed(3)}`;
}

/** Of 15 calls, the median; a real one had 232 and 310. */
function referenceKbps(): number {
  const link = { rateKbps: 5000, queueMs: 200, delayMs: 30, jitterMs: 25, tauMs: 40, uniform: false };
  return (
    quantile(
      Array.from({ length: 15 }, (_, seed) => simulatedVideoKbps(link, seed + 1)),
      0.5,
    ) ?? 0
  );
}
