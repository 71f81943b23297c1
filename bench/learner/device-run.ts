/** One run of an emulated device: what a detector is told. */
import { localTime } from '../../src/core/base/local-time.ts';
import type { Measured, StabilityRun } from '../../src/core/stability/stability-types.ts';

export interface DeviceRun extends Measured {
  /** ms since the epoch. */
  readonly at: number;
  readonly network: string;
}

/** As the extension's learner is told it: one server, in UTC. */
export function asStabilityRun({ at, network, ...measured }: DeviceRun): StabilityRun {
  return { at, ...localTime(at, () => 0), network, paths: { server: measured }, best: 'server' };
}
