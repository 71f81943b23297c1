/** Runs of one network with noise that is the same every time, for tests of the learner. */
import { localTime } from '../../../src/core/base/local-time.ts';
import { INITIAL_STABILITY, updateStability } from '../../../src/core/stability/stability.ts';
import type {
  Measured,
  StabilityRun,
  StabilityState,
  StabilityVerdict,
} from '../../../src/core/stability/stability-types.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const MONDAY = 1_700_438_400_000;

export type Sample = Measured;

/** 0 to 1, the same for the same index. */
export function noise(index: number): number {
  const value = Math.sin(index * 12.9898) * 43758.5453;
  return value - Math.floor(value);
}

/** An ordinary Wi-Fi: 42-55 ms, hardly any loss, 8-10 Mbit/s. */
export function usual(index: number): Sample {
  return {
    roundTripTimeMs: 42 + 13 * noise(index),
    jitterMs: 2 + 3 * noise(index + 1000),
    lossRatio: noise(index + 2000) < 0.03 ? 0.005 : 0,
    throughputKbps: 8000 + 2000 * noise(index + 3000),
  };
}

/** One server, in UTC. */
export function runOf(at: number, network: string, measured: Measured, server = 'server'): StabilityRun {
  return { at, ...localTime(at, () => 0), network, paths: { [server]: measured }, best: server };
}

export class Line {
  state: StabilityState = INITIAL_STABILITY;
  at = MONDAY;
  #made = 0;

  constructor(
    readonly network = 'home',
    readonly intervalMs = 5 * MINUTE,
  ) {}

  /** One run; what is not given is as usual. */
  run(change: Sample = {}, network = this.network): StabilityVerdict {
    this.at += this.intervalMs;
    const sample = { ...usual(this.#made++), ...change };
    const { state, verdict } = updateStability(this.state, runOf(this.at, network, sample));
    this.state = state;
    return verdict;
  }

  runs(count: number, change: (index: number) => Sample = () => ({}), network = this.network) {
    return Array.from({ length: count }, (_, index) => this.run(change(index), network));
  }
}

/** The index of the first unstable verdict; -1: none. */
export function firstUnstable(verdicts: readonly StabilityVerdict[]): number {
  return verdicts.findIndex(({ unstable }) => unstable);
}
