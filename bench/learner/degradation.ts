/** Degradations that are injected into an emulated device, each labelled with its runs. */
import { drawLoss, type Sample } from './network-noise.ts';
import type { Random } from './random.ts';

export const KINDS = ['step', 'bufferbloat', 'loss', 'collapse', 'drift', 'flapping'] as const;
export type Kind = (typeof KINDS)[number];

export interface Degradation {
  readonly kind: Kind;
  /** Runs. */
  readonly length: number;
  /** Makes the sample of the index-th run of the episode worse. */
  readonly apply: (sample: Sample, index: number) => void;
}

export function createDegradation(
  random: Random,
  kind: Kind,
  base: Sample,
  withThroughput: boolean,
): Degradation {
  const length = random.whole(4, 36);
  const last = withThroughput ? (['collapse'] as const) : (['loss'] as const);
  if (kind === 'drift')
    return drift(random, base, random.pick(['step', 'step', 'step', 'bufferbloat', ...last]));
  if (kind === 'flapping')
    return flapping(random, base, random.pick(['step', 'bufferbloat', 'loss', ...last]));
  return { kind, length, apply: effect(random, kind, base) };
}

type Effect = 'step' | 'bufferbloat' | 'loss' | 'collapse';

function effect(
  random: Random,
  kind: Effect,
  base: Sample,
): (sample: Sample, index: number, strength?: number) => void {
  if (kind === 'step') {
    const added = Math.max(30, 0.35 * base.roundTripTimeMs) * random.between(1, 4);
    return (sample, _index, strength = 1) => {
      sample.roundTripTimeMs += added * strength;
    };
  }
  if (kind === 'bufferbloat') {
    const queue = Math.max(random.between(60, 350), 0.4 * base.roundTripTimeMs);
    const jitter = random.between(15, 60);
    const left = random.between(0.3, 0.8);
    const lossy = random.between(0, 0.02);
    return (sample, _index, strength = 1) => {
      sample.roundTripTimeMs += queue * strength * random.between(0.6, 1.4);
      sample.jitterMs += jitter * strength * random.between(0.6, 1.4);
      sample.throughputKbps *= 1 - strength * (1 - left);
      sample.lossRatio += drawLoss(random, 200, lossy * strength);
    };
  }
  if (kind === 'loss') {
    const lost = random.between(0.03, 0.12);
    return (sample, _index, strength = 1) => {
      sample.lossRatio = Math.min(1, sample.lossRatio + drawLoss(random, 200, lost * strength));
      sample.throughputKbps *= 1 - 0.3 * strength;
    };
  }
  const left = random.between(0.1, 0.4);
  return (sample, _index, strength = 1) => {
    sample.throughputKbps *= 1 - strength * (1 - left * random.between(0.85, 1.15));
  };
}

/** So slow that no run differs much from the one before. */
function drift(random: Random, base: Sample, kind: Effect): Degradation {
  const ramp = random.whole(20, 60);
  const length = ramp + random.whole(5, 15);
  const worsen = effect(random, kind, base);
  return {
    kind: 'drift',
    length,
    apply: (sample, index) => worsen(sample, index, Math.min(1, (index + 1) / ramp)),
  };
}

/** Comes and goes: one episode to a person. */
function flapping(random: Random, base: Sample, kind: Effect): Degradation {
  const on = random.whole(2, 4);
  const off = random.whole(1, 3);
  const rounds = random.whole(3, 6);
  const worsen = effect(random, kind, base);
  return {
    kind: 'flapping',
    length: rounds * (on + off) - off,
    apply: (sample, index) => {
      if (index % (on + off) < on) worsen(sample, index);
    },
  };
}

/** One bad run, as every network has them: must stay quiet. */
export function spike(random: Random, sample: Sample): void {
  const kind = random.pick(['roundTrip', 'jitter', 'loss', 'throughput', 'all'] as const);
  if (kind === 'roundTrip' || kind === 'all') sample.roundTripTimeMs += random.between(50, 800);
  if (kind === 'jitter' || kind === 'all') sample.jitterMs += random.between(20, 150);
  if (kind === 'loss' || kind === 'all')
    sample.lossRatio = Math.min(1, sample.lossRatio + random.between(0.03, 0.3));
  if (kind === 'throughput' || kind === 'all') sample.throughputKbps *= random.between(0.05, 0.4);
}
