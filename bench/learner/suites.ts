/** The emulated devices, train and held-out apart: other seeds, other series, another half of the cable's year. */
import { createDevice, type Device, OTHER, RAW, ROUGH, USUAL, wideOptions } from './device.ts';
import type { Traces } from './traces.ts';

export type Side = 'train' | 'held-out';

export function sideOf(traces: Traces, side: Side): Traces {
  const half = Math.floor(traces.cable.pingsMs.length / 2);
  const part = (values: readonly number[]) => (side === 'train' ? values.slice(0, half) : values.slice(half));
  return {
    // Of five series in a row two are held out.
    ripe: traces.ripe.filter((_, index) => index % 5 < 2 === (side === 'held-out')),
    cable: { pingsMs: part(traces.cable.pingsMs), downloads: part(traces.cable.downloads) },
  };
}

export interface Suite {
  readonly name: string;
  readonly about: string;
  readonly devices: readonly Device[];
}

const FIRST_SEED: Record<Side, number> = { train: 1_000, 'held-out': 770_000 };

export function suitesOf(traces: Traces, side: Side, count: number): Suite[] {
  const own = sideOf(traces, side);
  const seed = FIRST_SEED[side];
  const make = (from: number, options: (index: number) => Parameters<typeof createDevice>[2]) =>
    Array.from({ length: count }, (_, index) => createDevice(seed + from + index, own, options(index)));
  return [
    { name: 'usual', about: 'every 2 to 5 minutes', devices: make(0, () => USUAL) },
    {
      name: 'rough',
      about: 'the same with bursts of two or three runs that are labelled as nothing',
      devices: make(10_000, () => ROUGH),
    },
    {
      name: 'wide',
      about: 'one device in eight each every 30 s, 1, 2, 5, 10, 15, 30 and 60 minutes',
      devices: make(20_000, wideOptions),
    },
    {
      name: 'raw',
      about: "as usual, with the traces' own changes of level, each of which that matters counts as false",
      devices: make(30_000, () => RAW),
    },
    {
      name: 'other',
      about: 'every 1 to 10 minutes, on networks that no trace stands behind (other-noise.ts)',
      devices: make(40_000, () => OTHER),
    },
  ];
}
