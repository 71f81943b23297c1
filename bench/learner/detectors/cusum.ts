import { badness, type Detector, measured } from './detector.ts';

interface Baseline {
  count: number;
  mean: number;
  deviation: number;
  sum: number;
}

/** Page's one-sided CUSUM per network and metric, on scores limited to +-4: allowance 1, threshold 5. */
export function cusum(): Detector {
  const networks = new Map<string, Map<string, Baseline>>();
  let current = '';
  return (run) => {
    const baselines = networks.get(run.network) ?? new Map<string, Baseline>();
    networks.set(run.network, baselines);
    if (run.network !== current) for (const baseline of baselines.values()) baseline.sum = 0;
    current = run.network;
    for (const [metric, value] of measured(run)) {
      const baseline = baselines.get(metric) ?? {
        count: 0,
        mean: badness(metric, value),
        deviation: 0,
        sum: 0,
      };
      baselines.set(metric, baseline);
      const off = badness(metric, value) - baseline.mean;
      const sigma = Math.max(0.07, 1.25 * baseline.deviation);
      const score = Math.min(4, Math.max(-4, off / sigma));
      if (baseline.count >= 6) baseline.sum = Math.min(10, Math.max(0, baseline.sum + score - 1));
      const rate = Math.max(0.01, 1 / (baseline.count + 1));
      baseline.count++;
      baseline.mean += rate * Math.min(2.5 * sigma, Math.max(-2.5 * sigma, off));
      baseline.deviation += rate * (Math.min(Math.abs(off), 5 * sigma) - baseline.deviation);
    }
    return [...baselines.values()].some((baseline) => baseline.sum >= 5);
  };
}
