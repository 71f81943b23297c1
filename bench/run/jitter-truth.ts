import type { Direction, LinkSpec } from '../link/link-spec.ts';
import { nearestRank } from '../report/statistics.ts';

export interface JitterTruth {
  /** ms, the mean of |D(i-1,i)|: what RFC 3550's running estimate settles around. */
  readonly jitterMs: number;
  /** ms, 95th percentile of the deviation from the median. */
  readonly p95DeviationMs: number;
}

const PACKETS = 50_000;

/** What evenly sent packets see of a link at rest, by simulation: a link that keeps order gives dense ones less jitter. */
export function jitterTruth(spec: LinkSpec, intervalMs: number): JitterTruth {
  const random = lehmer(1);
  const sent = Array.from({ length: PACKETS }, (_, i) => i * intervalMs);
  const arrivedUp = cross(sent, spec.up, random);
  const transits = cross(arrivedUp, spec.down, random).map((arrived, i) => arrived - (sent[i] ?? 0));
  let sum = 0;
  for (let i = 1; i < PACKETS; i++) sum += Math.abs((transits[i] ?? 0) - (transits[i - 1] ?? 0));
  const middle = nearestRank(transits, 0.5) ?? 0;
  const deviations = transits.map((transit) => Math.abs(transit - middle));
  return { jitterMs: sum / (PACKETS - 1), p95DeviationMs: nearestRank(deviations, 0.95) ?? 0 };
}

/** The emulator's rule for a link at rest (see link-emulator.c). */
function cross(sent: readonly number[], direction: Direction, random: () => number): number[] {
  let last = 0;
  return sent.map((at) => {
    const delayed = at + Math.max(0, direction.delayMs + direction.jitterMs * (2 * random() - 1));
    if (direction.reorder === true) return delayed;
    last = Math.max(last, delayed);
    return last;
  });
}

/** Park and Miller's generator: the truth must not differ from run to run. */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
