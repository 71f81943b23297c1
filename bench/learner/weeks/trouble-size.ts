/** Trouble that nobody could miss on this line, sized by what the line itself does on a quiet day. */
import type { Random } from '../random.ts';
import type { LineTraits } from './line-traits.ts';
import { type Trouble, trouble } from './trouble.ts';

export const TROUBLE_KINDS = ['delay', 'jitter', 'loss', 'congestion'] as const;
export type TroubleKind = (typeof TROUBLE_KINDS)[number] | 'bandwidth';

/** ms that the round trip of a quiet line wanders and the jitter it has, roughly. */
function restlessMs({
  serviceMs,
  scatterMs,
  cellMs,
  wayWanderMs,
  contention,
  contentionMs,
}: LineTraits): number {
  return 1.5 * serviceMs + scatterMs + cellMs + wayWanderMs + 4 * contention * contentionMs;
}

/** `size` 1 is just clear, 2 is plain. */
export function clearTrouble(
  random: Random,
  kind: TroubleKind,
  traits: LineTraits,
  size = random.between(1.1, 2.2),
): Trouble {
  const restless = restlessMs(traits);
  switch (kind) {
    case 'delay':
      return trouble({ addedDelayMs: size * Math.max(35, 0.5 * traits.wayMs, 5 * restless) });
    case 'jitter':
      return trouble({ scatterMs: size * Math.max(25, 4 * restless) });
    case 'loss':
      return trouble({ lossRatio: size * Math.max(0.03, 5 * traits.lossRatio) });
    case 'congestion':
      // Somebody's upload fills the line: a standing queue, jitter, overflow, and little left.
      return trouble({
        addedDelayMs: size * Math.max(40, 0.5 * traits.wayMs, 5 * restless),
        scatterMs: size * Math.max(15, 2 * restless),
        lossRatio: size * 0.01,
        capacityShare: 0.4,
      });
    case 'bandwidth':
      return trouble({ capacityShare: Math.min(0.2, 0.25 / size) });
  }
}
