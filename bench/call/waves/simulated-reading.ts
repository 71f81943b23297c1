/** What a precall test reads of a link whose delay varies: probes at a voice's pace over the loop, for two seconds. */
import { median, quantile } from '../../../src/core/base/statistics.ts';
import { createRandom } from '../../learner/random.ts';
import { type VaryingDelay, VaryingWay } from './varying-delay.ts';

const PROBES = 100;
const SPACING_MS = 20;
const PROBE_BYTES = 100;

export function simulatedReading(
  link: VaryingDelay,
  seed: number,
): { jitterMs: number; p95DeviationMs: number; medianDeviationMs: number } {
  const random = createRandom(seed);
  const [up, down] = [new VaryingWay(link, random), new VaryingWay(link, random)];
  const transits = Array.from({ length: PROBES }, (_, i) => {
    const sentAt = 1000 + i * SPACING_MS;
    const there = up.cross(sentAt, PROBE_BYTES) ?? sentAt;
    return (down.cross(there, PROBE_BYTES) ?? there) - sentAt;
  });
  const differences = transits.slice(1).map((transit, i) => Math.abs(transit - (transits[i] ?? transit)));
  const middle = median(transits) ?? 0;
  const deviations = transits.map((transit) => Math.abs(transit - middle));
  return {
    jitterMs: differences.reduce((sum, ms) => sum + ms, 0) / differences.length,
    p95DeviationMs: quantile(deviations, 0.95) ?? 0,
    medianDeviationMs: median(deviations) ?? 0,
  };
}
