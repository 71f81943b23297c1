/** Location and scale CUSUM per network with a histogram that may object: the best known before, from its description. */
import { badness, type Detector, type Metric, measured } from './detector.ts';

const FLOOR: Record<Metric, number> = {
  roundTripTimeMs: 0.07,
  jitterMs: 0.25,
  lossRatio: 0.45,
  throughputKbps: 0.12,
};
const RANGE: Record<Metric, readonly [number, number]> = {
  roundTripTimeMs: [0, 8],
  jitterMs: [1, 7],
  lossRatio: [-5.6, 0.1],
  throughputKbps: [-12, 0],
};
const BINS = 48;
const FORGET = 0.5 ** (1 / 800);
const HOUR = 3_600_000;
const LONG_GAP = 25 * 60_000;

interface Baseline {
  count: number;
  mu: number;
  deviation: number;
  bins: number[];
  sum: number;
  last: number[];
}

interface Network {
  metrics: Map<Metric, Baseline>;
  at: number;
  unstableSince: number | undefined;
  good: number;
}

export function duox(): Detector {
  const networks = new Map<string, Network>();
  let current = '';
  return (run) => {
    const network = networks.get(run.network) ?? {
      metrics: new Map<Metric, Baseline>(),
      at: run.at,
      unstableSince: undefined,
      good: 0,
    };
    networks.set(run.network, network);
    if (run.network !== current || run.at - network.at > LONG_GAP) {
      network.unstableSince = undefined;
      network.good = 0;
      for (const baseline of network.metrics.values()) {
        baseline.sum = 0;
        baseline.last = [];
      }
    }
    current = run.network;
    network.at = run.at;
    let trip = false;
    let hold = false;
    for (const [metric, value] of measured(run)) {
      const baseline = network.metrics.get(metric) ?? {
        count: 0,
        mu: badness(metric, value),
        deviation: 0,
        bins: Array.from({ length: BINS }, () => 0),
        sum: 0,
        last: [],
      };
      network.metrics.set(metric, baseline);
      follow(baseline, metric, value, run.at, network.unstableSince);
      const middle = [...baseline.last].sort((a, b) => a - b)[baseline.last.length >> 1] ?? value;
      const share = materialShare(metric, middle, baseline.mu);
      trip ||= baseline.sum >= 4.2 && baseline.last.length >= 2 && share >= 1;
    }
    for (const [metric, baseline] of network.metrics) {
      const middle = [...baseline.last].sort((a, b) => a - b)[baseline.last.length >> 1];
      hold ||= middle !== undefined && baseline.sum > 1 && materialShare(metric, middle, baseline.mu) >= 0.5;
    }
    if (network.unstableSince === undefined) {
      if (trip) network.unstableSince = run.at;
    } else {
      network.good = hold ? 0 : network.good + 1;
      if (network.good >= 2) {
        network.unstableSince = undefined;
        network.good = 0;
      }
    }
    return network.unstableSince !== undefined;
  };
}

function follow(
  b: Baseline,
  metric: Metric,
  value: number,
  at: number,
  unstableSince: number | undefined,
): void {
  const off = badness(metric, value) - b.mu;
  const sigma = Math.max(FLOOR[metric], 1.25 * b.deviation);
  const [low, high] = RANGE[metric];
  const bin = Math.min(
    BINS - 1,
    Math.max(0, Math.floor(((badness(metric, value) - low) / (high - low)) * BINS)),
  );
  const weight = b.bins.reduce((sum, one) => sum + one, 0);
  const tail = b.bins.slice(bin).reduce((sum, one) => sum + one, 0);
  const top = b.bins.findLastIndex((one) => one > 0.01);
  const rarity = probit(1 - (tail + 0.3) / (weight + 0.6)) + Math.min(1, Math.max(0, bin - top) * 0.25);
  const z = Math.min(off / sigma, rarity + 0.7);
  if (b.count >= 6) b.sum = Math.min(8, Math.max(0, b.sum + Math.min(3.5, Math.max(-1.5, z)) - 1.1));
  const usual = b.count < 10 ? 1 / (b.count + 1) : Math.max(1 / 500, Math.min(0.08, 3 / b.count));
  const speed = unstableSince === undefined ? 1 : at - unstableSince > 4 * HOUR ? 2 : 0.3;
  const rate = Math.min(1, usual * speed);
  b.count++;
  b.mu += rate * Math.min(2.5 * sigma, Math.max(-2.5 * sigma, off));
  b.deviation += rate * (Math.abs(off) - b.deviation);
  b.bins = b.bins.map((one, index) => one * FORGET + (index === bin ? speed : 0));
  b.last = [...b.last, value].slice(-3);
}

function materialShare(metric: Metric, now: number, mu: number): number {
  if (metric === 'roundTripTimeMs') {
    const usual = Math.exp(mu);
    return (now - usual) / Math.max(20, 0.25 * usual);
  }
  if (metric === 'jitterMs') {
    const usual = Math.exp(mu) - 3;
    return (now - usual) / Math.max(12, 0.8 * usual);
  }
  if (metric === 'lossRatio') return (now - (Math.exp(mu) - 0.004)) / 0.015;
  return (1 - now / Math.exp(-mu)) / 0.5;
}

/** Quantile of the normal distribution (Abramowitz and Stegun 26.2.23). */
function probit(p: number): number {
  const q = Math.min(1 - 1e-9, Math.max(1e-9, p));
  if (q < 0.5) return -probit(1 - q);
  const t = Math.sqrt(-2 * Math.log(1 - q));
  return (
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3)
  );
}
