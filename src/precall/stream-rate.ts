/** The rate of the bottleneck from trains over TCP: what a window let out in one go leaves it at its rate. Pure. */
import { type ArrivalPoint, arrivalCurve } from './arrival-curve.ts';
import { type Crossing, type Returned, returned } from './packet-log.ts';
import { mean, median, quantile } from './quantile.ts';
import { type SteadyRate, steadyRate } from './steady-rate.ts';

/** A gap this many times as long as a datagram takes, this long and most of a round trip is a window that waited for acknowledgements. */
const WAITED = { steps: 6, ms: 25, shareOfRoundTrip: 0.6 } as const;
const LEAST_POINTS = 3;
const STRETCH = 3;
const LEAST_UNCERTAINTY = 0.02;

/** kbit/s at IP level, and how sure; undefined when no train says anything. */
export function streamRate(
  trains: readonly (readonly Crossing[])[],
  overheadBytes: number,
  restMs: number,
): SteadyRate | undefined {
  const waitedMs = Math.max(WAITED.ms, WAITED.shareOfRoundTrip * restMs);
  const wireBits = ({ bytes }: { readonly bytes: number }) => (bytes + overheadBytes) * 8;
  const runs = trains.flatMap((train) => {
    const back = returned(train).sort((a, b) => a.receivedMs - b.receivedMs);
    const first = back[0];
    if (first === undefined) return [];
    const stepMs = usualGap(back, waitedMs);
    const lostBits = back.map(() => 0);
    return unbroken(
      arrivalCurve(back, { wireBits, pace: stepMs / wireBits(first), lostBits }),
      waitedMs,
      stepMs,
    );
  });
  const steady = steadyRate(runs, ({ bits }) => bits);
  if (steady !== undefined) return { ...steady, spread: steady.spread + LEAST_UNCERTAINTY };
  const rates = runs.flatMap(stretches);
  const kbps = quantile(rates, 0.5);
  if (kbps === undefined) return undefined;
  const low = quantile(rates, 0.1) ?? kbps;
  const high = quantile(rates, 0.9) ?? kbps;
  return { kbps, spread: Math.min(1, LEAST_UNCERTAINTY + (high - low) / 2 / kbps) };
}

/** ms between arrivals, without the waits for acknowledgements. */
function usualGap(back: readonly Returned[], waitedMs: number): number {
  const gaps = back.slice(1).map((packet, i) => packet.receivedMs - (back[i]?.receivedMs ?? 0));
  const middle = median(gaps) ?? 0;
  return mean(gaps.filter((gap) => gap <= Math.max(waitedMs, WAITED.steps * middle))) ?? 0;
}

function unbroken(curve: readonly ArrivalPoint[], waitedMs: number, stepMs: number): ArrivalPoint[][] {
  const runs: ArrivalPoint[][] = [];
  let run: ArrivalPoint[] = [];
  for (const point of curve) {
    const gap = point.ms - (run.at(-1)?.ms ?? point.ms);
    if (gap > Math.max(waitedMs, WAITED.steps * stepMs)) {
      runs.push(run);
      run = [];
    }
    run.push(point);
  }
  runs.push(run);
  return runs.filter((each) => each.length >= LEAST_POINTS);
}

function stretches(run: readonly ArrivalPoint[]): number[] {
  const apart = Math.max(STRETCH - 1, Math.floor(0.6 * (run.length - 1)));
  return run.slice(apart).flatMap((last, i) => {
    const first = run[i];
    return first === undefined || last.ms <= first.ms
      ? []
      : [(last.bits - first.bits) / (last.ms - first.ms)];
  });
}
