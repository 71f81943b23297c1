import { INITIAL_STABILITY, updateStability } from '../../../src/core/stability/stability.ts';
import type { StabilityState } from '../../../src/core/stability/stability-types.ts';
import { TUNING, type Tuning } from '../../../src/core/stability/tuning.ts';
import { asStabilityRun } from '../device-run.ts';
import type { Detector } from './detector.ts';

/** The extension's learner; `changed` leaves a part of it out. */
export function ours(changed: Partial<Tuning> = {}): () => Detector {
  const tuning = { ...TUNING, ...changed };
  return () => {
    let state: StabilityState = INITIAL_STABILITY;
    return (run) => {
      const result = updateStability(state, asStabilityRun(run), tuning);
      state = result.state;
      return result.verdict.unstable;
    };
  };
}
