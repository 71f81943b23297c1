/** What is normal on an emulated network: the noise of the real traces, moved to another level. */
import type { Random } from './random.ts';
import { CABLE_SAMPLING_MS, type LabelledSeries, medianOf, type Traces } from './traces.ts';

export interface Sample {
  roundTripTimeMs: number;
  jitterMs: number;
  lossRatio: number;
  throughputKbps: number;
}

export interface NetworkNoise {
  readonly type: 'ethernet' | 'wifi' | 'cellular';
  readonly at: (time: number) => Sample;
}

type Level = (time: number) => number;

const HOUR = 3_600_000;

/** `raw`: the traces with their unlabelled and labelled changes of level as they are. */
export function createNetworkNoise(
  random: Random,
  traces: Traces,
  { rough = false, raw = false } = {},
): NetworkNoise {
  const type = random.pick(['ethernet', 'wifi', 'wifi', 'cellular'] as const);
  const wild = { ethernet: 0.3, wifi: 1, cellular: 1.6 }[type];
  const base =
    type === 'cellular' ? random.between(35, 110) : Math.exp(random.between(Math.log(9), Math.log(210)));
  const extra = roundTripNoise(random, traces, type, base, raw);
  const congestion = eveningCongestion(random);
  const throughput = throughputNoise(random, traces, type);
  const jitterBase = wild * random.between(0.2, 5);
  const jitterSpread = random.between(0.15, 0.5) * Math.min(1, wild + 0.3);
  const jitterFollows = random.between(0, 0.4);
  const packets = random.pick([100, 150, 200, 250, 500]);
  const lossBase = random.chance(0.5) ? 0 : wild * random.between(0.0002, 0.004);
  const blip = rough ? blips(random, random.between(0.0005, 0.003) * wild) : () => 0;
  let before = 0;
  return {
    type,
    at: (time) => {
      const busy = congestion(time);
      const deviation = extra(time) + blip(time);
      // An outlier of the round trip shows in the jitter of the same run.
      const change = Math.max(0, Math.min(deviation, deviation - before));
      before = deviation;
      const jitterMs =
        (jitterBase * Math.exp(jitterSpread * random.normal()) + jitterFollows * change) * (1 + busy);
      const lossiness = lossBase * random.exponential() * (1 + 2 * busy);
      return {
        roundTripTimeMs: Math.max(base * 0.7, base * (1 + 0.25 * busy) + deviation),
        jitterMs,
        lossRatio: drawLoss(random, packets, lossiness),
        throughputKbps: throughput(time) * (1 - 0.3 * busy),
      };
    },
  };
}

/** Loss is counted in packets: a run of 100 cannot see less than 1 %. */
export function drawLoss(random: Random, packets: number, ratio: number): number {
  if (ratio <= 0) return 0;
  const mean = Math.min(1, ratio) * packets;
  const deviation = Math.sqrt(mean * (1 - Math.min(1, ratio)));
  const lost = mean < 12 ? poisson(random, mean) : Math.round(mean + deviation * random.normal());
  return Math.min(packets, Math.max(0, lost)) / packets;
}

function poisson(random: Random, mean: number): number {
  let count = 0;
  for (let left = random.exponential(); left < mean; left += random.exponential()) count++;
  return count;
}

/** ms around the base. */
function roundTripNoise(
  random: Random,
  traces: Traces,
  type: NetworkNoise['type'],
  base: number,
  raw: boolean,
): Level {
  const kind =
    type === 'cellular' ? 'synthetic' : random.pick(['ripe', 'ripe', 'ripe', 'cable', 'synthetic'] as const);
  const scale = random.between(0.5, 2);
  if (kind === 'ripe' && raw) return played(random, aroundItsMedian(random.pick(traces.ripe)), 1);
  if (kind === 'ripe') return played(random, deviationsOf(random.pick(traces.ripe)), scale);
  if (kind === 'cable') {
    const { pingsMs } = traces.cable;
    const middle = medianOf(pingsMs);
    return played(
      random,
      pingsMs.map((ping) => ping - middle),
      scale,
    );
  }
  const spread = type === 'cellular' ? random.between(0.1, 0.25) : random.between(0.02, 0.1);
  const memory = random.between(0, 0.6);
  const tail = type === 'cellular' ? 0.04 : 0.015;
  let level = 0;
  return () => {
    level = memory * level + Math.sqrt(1 - memory ** 2) * random.normal();
    const burst = random.chance(tail) ? base * 0.5 * random.unit() ** -0.5 : 0;
    return base * (Math.exp(spread * level) - 1) + Math.min(burst, 900);
  };
}

const deviations = new Map<string, number[]>();

function deviationsOf(series: LabelledSeries): number[] {
  const known = deviations.get(series.name) ?? withoutChangesOfLevel(series);
  deviations.set(series.name, known);
  return known;
}

function aroundItsMedian(series: LabelledSeries): number[] {
  const known = series.roundTripTimesMs.filter((value) => value !== null);
  const middle = medianOf(known);
  return known.map((value) => value - middle);
}

/** Plays the samples one a run from somewhere. */
function played(random: Random, values: readonly number[], scale: number): Level {
  let index = random.whole(0, values.length - 1);
  return () => scale * (values[index++ % values.length] ?? 0);
}

/** Changes of level are what a detector should find, so labelled and long ones are taken out of what is normal. */
export function withoutChangesOfLevel(series: LabelledSeries): number[] {
  const edges = [0, ...series.changes, series.roundTripTimesMs.length];
  return edges.flatMap((edge, index) => {
    const segment = series.roundTripTimesMs
      .slice(edge, edges[index + 1] ?? edge)
      .filter((value) => value !== null);
    return segment.map((value, at) => value - medianOf(segment.slice(Math.max(0, at - 30), at + 31)));
  });
}

/** Bursts of two or three runs that nobody would call a degradation. */
function blips(random: Random, rate: number): Level {
  let left = 0;
  let height = 0;
  return () => {
    if (left === 0 && random.chance(rate)) {
      left = random.whole(2, 3);
      height = random.between(10, 60);
    }
    if (left === 0) return 0;
    left--;
    return height * random.between(0.7, 1.3);
  };
}

/** 0 in quiet hours; on some networks up to about 1 every evening. */
function eveningCongestion(random: Random): Level {
  if (!random.chance(0.35)) return () => 0;
  const strength = random.between(0.2, 0.9);
  const peak = random.between(19.5, 21.5);
  const width = random.between(1, 2);
  return (time) => {
    const hour = (time / HOUR) % 24;
    const today = 0.85 + 0.3 * fraction(Math.floor(time / (24 * HOUR)) * 0.618);
    return strength * today * Math.exp(-(((hour - peak) / width) ** 2) / 2);
  };
}

function fraction(value: number): number {
  return value - Math.floor(value);
}

function throughputNoise(random: Random, traces: Traces, type: NetworkNoise['type']): Level {
  const base = Math.exp(random.between(Math.log(1_500), Math.log(60_000)));
  const cap = random.chance(0.4) ? 10_000 : 40_000;
  const spread = random.between(0.03, 0.12) * { ethernet: 1, wifi: 2, cellular: 2.5 }[type];
  const { downloads } = traces.cable;
  const middle = medianOf(downloads);
  const offset = random.whole(0, downloads.length - 1);
  const followsCable = random.chance(0.5);
  return (time) => {
    const index = (offset + Math.floor(time / CABLE_SAMPLING_MS)) % downloads.length;
    // A collapse in the trace itself is not labelled, so it is left out.
    const real = followsCable ? Math.min(1.3, Math.max(0.65, (downloads[index] ?? middle) / middle)) : 1;
    return Math.min(cap, base * real * Math.exp(spread * random.normal()));
  };
}
