/** Lines drawn from a seed whose ways carry different rates: below 3 Mbit/s the smaller one, as the narrower way is looked for there. */
import { createRandom } from '../learner/random.ts';
import { type LinkSpec, linkSpec } from '../link/link-spec.ts';

/** kbit/s of the narrower way, and how many times of it the other one carries. */
const NARROWER_KBPS = [150, 2_800] as const;
const WIDER_TIMES = [1.15, 12] as const;

export interface DrawnLine {
  readonly spec: LinkSpec;
  readonly narrower: 'up' | 'down';
}

export function drawLine(seed: number): DrawnLine {
  const random = createRandom(seed);
  const narrower = random.chance(0.5) ? 'up' : 'down';
  const narrow = Math.round(random.logBetween(...NARROWER_KBPS));
  const wide = Math.round(narrow * random.logBetween(...WIDER_TIMES));
  const rttMs = random.logBetween(8, 250);
  const trouble = {
    ...(random.chance(0.4) && { jitterMs: Math.min(random.logBetween(1, 12), rttMs / 4) }),
    ...(random.chance(0.4) && { loss: random.logBetween(0.002, 0.03) }),
  };
  const [upKbps, downKbps] = narrower === 'up' ? [narrow, wide] : [wide, narrow];
  const queueMs = random.logBetween(80, 600);
  return { narrower, spec: linkSpec(`line ${seed}`, { upKbps, downKbps, rttMs, queueMs, ...trouble }) };
}
