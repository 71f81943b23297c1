/** What a line is by its nature, and how lines of each access differ from one another. */
import type { Random } from '../random.ts';

export interface LineTraits {
  readonly type: 'ethernet' | 'wifi' | 'cellular';
  /** ms there and back on an idle line. */
  readonly wayMs: number;
  /** ms, standard deviation of a slow wander of it. */
  readonly wayWanderMs: number;
  /** ms of queue at half load, and the most that the buffer holds. */
  readonly serviceMs: number;
  readonly bufferMs: number;
  /** Share of the line in use, and what evenings add. */
  readonly load: number;
  readonly eveningLoad: number;
  /** Standard deviation of the load's log odds, and minutes that it remembers. */
  readonly loadSpread: number;
  readonly loadMinutes: number;
  readonly radioMinutes: number;
  /** Share of packets that wait for the air, ms of the least such wait, exponent of its tail. */
  readonly contention: number;
  readonly contentionMs: number;
  readonly contentionTail: number;
  /** ms, mean of a delay that each packet gets for itself, and how far its logarithm wanders. */
  readonly scatterMs: number;
  readonly scatterSpread: number;
  readonly handoversPerHour: number;
  readonly cellMs: number;
  readonly lossRatio: number;
  readonly lossSpread: number;
  /** Probes lost in a row. */
  readonly lossRunProbes: number;
  readonly capacityKbps: number;
  readonly capacitySpread: number;
  /** Relative standard deviation of one measurement. */
  readonly throughputError: number;
  /** Share of runs that one freeze of the device spoils. */
  readonly hiccups: number;
  /** Whether readings come in whole milliseconds. */
  readonly wholeMs: boolean;
}

export type Access = 'fibre' | 'cable' | 'wifi' | 'cellular';

export function drawTraits(random: Random, access: Access, own: Partial<LineTraits> = {}): LineTraits {
  const wired = access === 'fibre' || access === 'cable';
  const common: LineTraits = {
    type: wired ? 'ethernet' : access === 'wifi' ? 'wifi' : 'cellular',
    wayMs: random.between(
      ...({ fibre: [6, 30], cable: [12, 45], wifi: [10, 60], cellular: [35, 90] }[access] as [
        number,
        number,
      ]),
    ),
    wayWanderMs: wired ? 0.2 : access === 'wifi' ? 0.6 : 2,
    serviceMs: { fibre: 0.3, cable: 1.5, wifi: 1.5, cellular: 4 }[access] * random.between(0.6, 1.5),
    bufferMs: random.between(80, 400),
    load: random.between(0.05, 0.25),
    eveningLoad: random.between(0, 0.25),
    loadSpread: random.between(0.3, 0.7),
    loadMinutes: random.between(8, 60),
    radioMinutes: random.between(10, 120),
    contention: access === 'wifi' ? random.between(0.03, 0.25) : access === 'cellular' ? 0.05 : 0,
    contentionMs: random.between(2, 6),
    contentionTail: random.between(1.6, 2.6),
    scatterMs: { fibre: 0.2, cable: 1, wifi: 1, cellular: 5 }[access] * random.between(0.5, 1.5),
    scatterSpread: wired ? 0.1 : 0.2,
    handoversPerHour: access === 'cellular' ? random.between(0.3, 2) : 0,
    cellMs: access === 'cellular' ? random.between(2, 7) : 0,
    lossRatio:
      { fibre: 0.00005, cable: 0.0003, wifi: 0.0006, cellular: 0.001 }[access] * random.between(0.3, 1.5),
    lossSpread: 0.5,
    lossRunProbes: random.between(1.1, 2),
    capacityKbps: Math.exp(
      random.between(Math.log(4_500), Math.log(access === 'cellular' ? 12_000 : 40_000)),
    ),
    capacitySpread: wired ? 0.02 : 0.1,
    throughputError: random.between(0.02, 0.07),
    hiccups: random.between(0, 0.003),
    wholeMs: random.chance(0.35),
  };
  return { ...common, ...own };
}
