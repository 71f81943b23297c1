/** An emulated device: days of runs on its networks, with labelled degradations, spikes and network switches. */

import { createDegradation, KINDS, type Kind, spike } from './degradation.ts';
import type { DeviceRun } from './device-run.ts';
import { createNetworkNoise, type NetworkNoise, type Sample } from './network-noise.ts';
import { createOtherNoise } from './other-noise.ts';
import { createRandom, type Random } from './random.ts';
import { medianOf, type Traces } from './traces.ts';

export interface Episode {
  readonly kind: Kind;
  /** Indices of its first and last run. */
  readonly from: number;
  readonly to: number;
}

export interface Device {
  readonly runs: readonly DeviceRun[];
  readonly types: readonly NetworkNoise['type'][];
  readonly episodes: readonly Episode[];
  /** Indices of single bad runs. */
  readonly spikes: readonly number[];
  /** Indices of the first run after a network switch. */
  readonly switches: readonly number[];
  /** Days that the device was awake, summed. */
  readonly days: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday, 00:00 UTC. */
const START = 1_699_833_600_000;

export interface DeviceOptions {
  readonly days: number;
  readonly episodes: number;
  /** s between runs, one of these. */
  readonly intervals: readonly number[];
  /** Also with short bursts that are no degradations; with the traces' own changes of level. */
  readonly rough?: boolean;
  readonly raw?: boolean;
  /** Networks that no trace stands behind. */
  readonly other?: boolean;
}

export const USUAL: DeviceOptions = {
  days: 10,
  episodes: 12,
  intervals: [120, 180, 180, 240, 300, 300, 300],
};

export const ROUGH: DeviceOptions = { ...USUAL, rough: true };

export const RAW: DeviceOptions = { ...USUAL, raw: true };

export const OTHER: DeviceOptions = {
  days: 8,
  episodes: 8,
  intervals: [60, 150, 300, 300, 420, 600],
  other: true,
};

/** From every 30 s to every hour, one interval a device, each with a few thousand runs at most. */
export function wideOptions(index: number): DeviceOptions {
  const intervals = [30, 60, 120, 300, 600, 900, 1800, 3600];
  const interval = intervals[index % intervals.length] ?? 300;
  const days = Math.min(20, (3000 * interval) / 57_600);
  return { days, episodes: interval >= 1800 ? 4 : 8, intervals: [interval], rough: index % 2 === 0 };
}

export function createDevice(seed: number, traces: Traces, options: DeviceOptions = USUAL): Device {
  const random = createRandom(seed);
  const interval = random.pick(options.intervals) * 1000;
  const times = schedule(random, options.days, interval);
  const networks = Array.from({ length: random.whole(1, 3) }, () =>
    options.other ? createOtherNoise(random) : createNetworkNoise(random, traces, options),
  );
  const stays = whereabouts(random, times, networks.length);
  const bases = networks.map(usualOf);
  const samples = times.map((time, index) => sampleOf(networks, stays, time, index));
  const breaks = times.map(
    (time, index) =>
      index === 0 ||
      stays[index] !== stays[index - 1] ||
      time - (times[index - 1] ?? 0) > Math.max(25 * MINUTE, 2 * interval),
  );
  const taken = new Set<number>();
  const light = random.pick(['never', 'never', 'never', 'often', 'mostly', 'always'] as const);
  // What is never published cannot be found.
  const kinds = light === 'never' || light === 'often' ? KINDS : KINDS.filter((kind) => kind !== 'collapse');
  const episodes = inject(
    random,
    options.episodes,
    kinds,
    samples,
    breaks,
    taken,
    (index) => bases[stays[index] ?? 0],
  );
  const publish = missing(random, light);
  const spikes = injectSpikes(random, samples, taken);
  return {
    runs: samples.map((sample, index) => ({
      at: times[index] ?? 0,
      network: `network-${stays[index]}`,
      ...publish(sample, index),
    })),
    types: stays.map((stay) => networks[stay]?.type ?? 'wifi'),
    episodes,
    spikes,
    switches: stays.flatMap((stay, index) => (index > 0 && stay !== stays[index - 1] ? [index] : [])),
    days:
      times.reduce((sum, time, index) => sum + Math.min(HOUR, time - (times[index - 1] ?? time)), 0) / DAY,
  };
}

/** When it runs: some hours of the day, with pauses (closed lid) and uneven intervals. */
function schedule(random: Random, days: number, interval: number): number[] {
  const wakes = random.pick([0, 6, 7, 8, 9]);
  const sleeps = wakes === 0 ? 24 : random.between(17, 24);
  const times: number[] = [];
  for (let time = START + random.between(0, DAY); time < START + days * DAY; ) {
    const hour = (time / HOUR) % 24;
    if (hour >= wakes && hour < sleeps) times.push(Math.round(time));
    time += interval + random.between(5_000, 25_000);
    if (random.chance(0.004)) time += random.between(20 * MINUTE, 3 * HOUR);
  }
  return times;
}

function whereabouts(random: Random, times: readonly number[], networks: number): number[] {
  let stay = 0;
  let until = 0;
  return times.map((time) => {
    if (networks > 1 && time >= until) {
      stay = (stay + random.whole(1, networks - 1)) % networks;
      until = time + random.between(1, 14) * HOUR;
    }
    return stay;
  });
}

function sampleOf(
  networks: readonly NetworkNoise[],
  stays: readonly number[],
  time: number,
  index: number,
): Sample {
  const network = networks[stays[index] ?? 0];
  if (!network) throw new Error(`no network for run ${index}`);
  return network.at(time);
}

function inject(
  random: Random,
  count: number,
  kinds: readonly Kind[],
  samples: Sample[],
  breaks: readonly boolean[],
  taken: Set<number>,
  baseOf: (index: number) => Sample | undefined,
): Episode[] {
  const episodes: Episode[] = [];
  for (let attempt = 0; attempt < 500 && episodes.length < count; attempt++) {
    // Now and then on a network that is hardly known yet.
    const from =
      attempt === 0 && random.chance(0.5) ? random.whole(7, 20) : random.whole(25, samples.length - 1);
    const base = baseOf(from);
    const kind = kinds[episodes.length % kinds.length];
    if (!base || !kind) continue;
    const degradation = createDegradation(random, kind, base, kinds.includes('collapse'));
    const to = from + degradation.length - 1;
    const around = Array.from({ length: degradation.length + 30 }, (_, index) => from - 15 + index);
    if (to >= samples.length || around.some((index) => taken.has(index))) continue;
    const unbroken = Array.from({ length: degradation.length + 6 }, (_, index) => from - 5 + index);
    if (unbroken.some((index) => breaks[index] === true)) continue;
    for (let index = from; index <= to; index++) {
      const sample = samples[index];
      if (sample) degradation.apply(sample, index - from);
      taken.add(index);
    }
    episodes.push({ kind, from, to });
  }
  return episodes.sort((a, b) => a.from - b.from);
}

function injectSpikes(random: Random, samples: Sample[], taken: Set<number>): number[] {
  const spikes: number[] = [];
  for (let index = 8; index < samples.length; index++) {
    if (!random.chance(0.005)) continue;
    const near = Array.from({ length: 17 }, (_, offset) => index - 8 + offset);
    const sample = samples[index];
    if (!sample || near.some((other) => taken.has(other))) continue;
    spike(random, sample);
    taken.add(index);
    spikes.push(index);
  }
  return spikes;
}

function usualOf(network: NetworkNoise): Sample {
  const samples = Array.from({ length: 15 }, () => network.at(START));
  const middle = (key: keyof Sample) => medianOf(samples.map((sample) => sample[key]));
  return {
    roundTripTimeMs: middle('roundTripTimeMs'),
    jitterMs: middle('jitterMs'),
    lossRatio: middle('lossRatio'),
    throughputKbps: middle('throughputKbps'),
  };
}

type Published = Pick<DeviceRun, 'roundTripTimeMs' | 'jitterMs' | 'lossRatio' | 'throughputKbps'>;

/** What the extension would store of it: whole milliseconds in one browser, light runs without throughput. */
function missing(
  random: Random,
  light: 'never' | 'often' | 'mostly' | 'always',
): (sample: Sample, index: number) => Published {
  const digits = random.chance(0.35) ? 0 : 2;
  const rounded = (value: number) => Number(value.toFixed(digits));
  return (sample, index) => {
    if (random.chance(0.005)) return {};
    const full =
      light === 'never' ||
      (light === 'often' && random.chance(0.5)) ||
      (light === 'mostly' && index % 4 === 0);
    return {
      roundTripTimeMs: random.chance(0.01) ? null : rounded(sample.roundTripTimeMs),
      jitterMs: random.chance(0.01) ? null : rounded(sample.jitterMs),
      lossRatio: random.chance(0.01) ? null : sample.lossRatio,
      throughputKbps: full ? Math.round(sample.throughputKbps) : null,
    };
  };
}
