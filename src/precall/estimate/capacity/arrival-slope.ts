/** The slope of a cumulative arrival curve. Pure. */

import { mean } from '../../../core/base/statistics.ts';
import type { ArrivalPoint } from './arrival-curve.ts';

/** ms for each bit: least squares of arrival time over bits, for the noise is in the times. */
export function msPerBit(
  run: readonly ArrivalPoint[],
  bitsOf: (point: ArrivalPoint) => number,
): number | undefined {
  const meanX = mean(run.map(bitsOf)) ?? 0;
  const meanY = mean(run.map((point) => point.ms)) ?? 0;
  let xx = 0;
  let xy = 0;
  for (const point of run) {
    const x = bitsOf(point) - meanX;
    xx += x ** 2;
    xy += x * (point.ms - meanY);
  }
  return xx > 0 && xy > 0 ? xy / xx : undefined;
}
