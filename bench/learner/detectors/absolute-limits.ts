import type { Detector } from './detector.ts';

/** The limits that are the same everywhere. */
export function absoluteLimits(): Detector {
  return (run) => (run.lossRatio ?? 0) > 0.01 || (run.jitterMs ?? 0) > 30 || (run.roundTripTimeMs ?? 0) > 250;
}
