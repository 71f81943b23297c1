/**
 * Networks that have nothing in common with the traces: other distributions, from a LAN of 3 ms to a satellite of
 * 600 ms, two levels of Wi-Fi, whole milliseconds, a tide of every day. They show what was fitted to the traces.
 */
import { drawLoss, type NetworkNoise } from './network-noise.ts';
import type { Random } from './random.ts';

const HOUR = 3_600_000;

type Family = 'lan' | 'gamma' | 'lognormal' | 'two levels' | 'satellite' | 'tide' | 'walk';

export function createOtherNoise(random: Random): NetworkNoise {
  const family = random.pick<Family>([
    'lan',
    'gamma',
    'lognormal',
    'two levels',
    'satellite',
    'tide',
    'walk',
  ]);
  const base =
    family === 'lan'
      ? random.between(1, 6)
      : family === 'satellite'
        ? random.between(540, 680)
        : Math.exp(random.between(Math.log(12), Math.log(160)));
  const around = deviation(random, family, base);
  const step = random.pick([0, 0, 1, 5]);
  const quantised = (ms: number) => (step === 0 ? ms : Math.max(step, Math.round(ms / step) * step));
  const jitterShape = random.whole(1, 6);
  const jitterMean = random.between(0.3, 9);
  const packets = random.pick([40, 100, 300, 1000]);
  // Lossy for some runs now and then, and clean otherwise, or evenly lossy.
  const lossy = random.pick([0, 0, 0.001, 0.004, 0.008]);
  const clumped = random.chance(0.5);
  const capacity = Math.exp(random.between(Math.log(800), Math.log(90_000)));
  const share = random.between(0.02, 0.2);
  return {
    type: family === 'lan' ? 'ethernet' : family === 'satellite' ? 'cellular' : 'wifi',
    at: (time) => ({
      roundTripTimeMs: quantised(Math.max(0.4 * base, base + around(time))),
      jitterMs: quantised((jitterMean * gamma(random, jitterShape)) / jitterShape),
      lossRatio: drawLoss(random, packets, clumped ? lossy * 4 * Number(random.chance(0.25)) : lossy),
      throughputKbps: capacity * (1 - share * random.unit() ** 0.5) * (random.chance(0.01) ? 0.6 : 1),
    }),
  };
}

/** ms around the base. */
function deviation(random: Random, family: Family, base: number): (time: number) => number {
  const spread = random.between(0.02, 0.16);
  switch (family) {
    case 'lan':
      return () => random.exponential() * 0.6 + (random.chance(0.01) ? random.between(2, 30) : 0);
    case 'gamma': {
      const shape = random.whole(1, 5);
      return () => (base * spread * gamma(random, shape)) / Math.sqrt(shape);
    }
    case 'lognormal': {
      const tail = random.between(0.3, 0.9);
      return () => base * spread * Math.exp(tail * random.normal());
    }
    case 'two levels': {
      // The access point, or the path, has two states with some stay in each.
      const height = base * random.between(0.05, 0.3);
      const leave = random.between(0.15, 0.5);
      let high = false;
      return () => {
        if (random.chance(leave)) high = !high;
        return (high ? height : 0) + base * 0.03 * random.normal();
      };
    }
    case 'satellite': {
      let level = 0;
      return () => {
        level = 0.7 * level + 12 * random.normal();
        return level + (random.chance(0.02) ? random.between(60, 500) : 0);
      };
    }
    case 'tide': {
      const height = base * random.between(0.1, 0.35);
      const peak = random.between(12, 22);
      return (time) =>
        height * (1 + Math.cos(((time / HOUR - peak) / 12) * Math.PI)) * 0.5 +
        base * spread * 0.6 * Math.abs(random.normal());
    }
    case 'walk': {
      let level = 0;
      return () => {
        level = 0.995 * level + base * 0.006 * random.normal();
        return level + base * 0.03 * random.exponential();
      };
    }
  }
}

/** Of a whole shape: a sum of exponentials. */
function gamma(random: Random, shape: number): number {
  let sum = 0;
  for (let part = 0; part < shape; part++) sum += random.exponential();
  return sum;
}
