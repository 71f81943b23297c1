import { badness, type Detector, measured } from './detector.ts';

interface Baseline {
  count: number;
  mean: number;
  variance: number;
}

/** Outside three standard deviations of an exponentially weighted baseline, for some runs in a row. */
export function threeSigma(options: { perNetwork: boolean; inARow: number }): () => Detector {
  return () => {
    const baselines = new Map<string, Baseline>();
    let inARow = 0;
    let current = '';
    return (run) => {
      if (options.perNetwork && run.network !== current) inARow = 0;
      current = run.network;
      let outside = false;
      for (const [metric, value] of measured(run)) {
        const key = options.perNetwork ? `${run.network} ${metric}` : metric;
        const baseline = baselines.get(key) ?? { count: 0, mean: 0, variance: 0 };
        const deviation = badness(metric, value) - baseline.mean;
        if (baseline.count >= 6 && deviation > 3 * Math.max(0.05, Math.sqrt(baseline.variance)))
          outside = true;
        const rate = Math.max(0.02, 1 / (baseline.count + 1));
        baselines.set(key, {
          count: baseline.count + 1,
          mean: baseline.mean + rate * deviation,
          variance: (1 - rate) * (baseline.variance + rate * deviation ** 2),
        });
      }
      inARow = outside ? inARow + 1 : 0;
      return inARow >= options.inARow;
    };
  };
}
