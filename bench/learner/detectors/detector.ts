import type { DeviceRun } from '../device-run.ts';

/** Told one run after the other; says whether the network is unstable after it. */
export type Detector = (run: DeviceRun) => boolean;

export const METRICS = ['roundTripTimeMs', 'jitterMs', 'lossRatio', 'throughputKbps'] as const;
export type Metric = (typeof METRICS)[number];

/** Higher is worse, and noise is about as wide at any level. */
export function badness(metric: Metric, value: number): number {
  if (metric === 'roundTripTimeMs') return Math.log(Math.max(0.1, value));
  if (metric === 'jitterMs') return Math.log(value + 3);
  if (metric === 'lossRatio') return Math.log(value + 0.004);
  return -Math.log(Math.max(1, value));
}

export function measured(run: DeviceRun): [Metric, number][] {
  return METRICS.flatMap((metric): [Metric, number][] => {
    const value = run[metric];
    return value === undefined || value === null ? [] : [[metric, value]];
  });
}
