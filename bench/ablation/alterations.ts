/** Each number of the measurement halved and doubled, or altered much further where that changes nothing, and what that does to the targets. */
import { mean } from '../../src/core/base/statistics.ts';
import type { AlteredMeasurement } from './altered-measurement.ts';
import type { BundledNumber } from './bundled-numbers.ts';
import type { DrawnLink } from './drawn-links.ts';
import type { Outcome } from './outcome.ts';
import { reached } from './targets.ts';

/** Repetitions of the whole set with other chance, which tell how far a target moves by chance alone. */
const REPEATS = 4;
/** Of that standard deviation: what moves a target further has moved it. */
const DEVIATIONS = 2;
/** Factor that is tried where half and twice change no report. */
const FAR = 16;

export interface Baseline {
  readonly outcomes: readonly Outcome[];
  readonly targets: readonly number[];
  /** How far each target moves by chance. */
  readonly chance: readonly number[];
}

export interface AlteredNumber {
  readonly number: BundledNumber;
  readonly alterations: readonly Alteration[];
}

export interface Alteration {
  readonly value: number;
  /** Links whose report changed in anything at all. */
  readonly changed: number;
  /** Of each target, by how much it moved; undefined where that may be chance. */
  readonly moved: readonly (number | undefined)[];
}

export interface Ablation {
  readonly baseline: Baseline;
  readonly altered: readonly AlteredNumber[];
  /** Numbers that no link asked for. */
  readonly unused: readonly BundledNumber[];
}

export async function ablation(
  measurement: AlteredMeasurement,
  links: readonly DrawnLink[],
  isMeant: (number: BundledNumber) => boolean,
): Promise<Ablation> {
  const usedBy: ReadonlySet<number>[] = [];
  const outcomes: Outcome[] = [];
  for (const link of links) {
    const { outcome, used } = await measurement.outcome(link);
    outcomes.push(outcome);
    usedBy.push(used);
  }
  const targets = reached(outcomes);
  const baseline = { outcomes, targets, chance: await chanceOf(measurement, links, targets) };
  const altered: AlteredNumber[] = [];
  const unused: BundledNumber[] = [];
  for (const [index, number] of measurement.numbers.entries()) {
    if (!isMeant(number)) continue;
    const asks = (at: number) => !number.askedWhenUsed || usedBy[at]?.has(index) === true;
    if (!links.some((_, at) => asks(at))) {
      unused.push(number);
      continue;
    }
    const alteredTo = (value: number) =>
      measurement.with(index, value, async (outcomeOf): Promise<Alteration> => {
        const all: Outcome[] = [];
        for (const [at, link] of links.entries())
          all.push(asks(at) ? await outcomeOf(link) : (outcomes[at] as Outcome));
        return { value, ...compared(baseline, all) };
      });
    const tried: Alteration[] = [];
    for (const value of alternatives(number.value, 2)) tried.push(await alteredTo(value));
    const changes = tried.some(({ changed }) => changed > 0);
    if (!changes) for (const value of alternatives(number.value, FAR)) tried.push(await alteredTo(value));
    altered.push({ number, alterations: tried });
  }
  return { baseline, altered, unused };
}

async function chanceOf(
  measurement: AlteredMeasurement,
  links: readonly DrawnLink[],
  targets: readonly number[],
): Promise<number[]> {
  const repeats = [targets];
  for (let repeat = 1; repeat <= REPEATS; repeat += 1) {
    const outcomes: Outcome[] = [];
    for (const link of links) outcomes.push((await measurement.outcome(link, 500_000 * repeat)).outcome);
    repeats.push(reached(outcomes));
  }
  return targets.map((_, i) => {
    const values = repeats.map((each) => each[i] ?? 0);
    const middle = mean(values) ?? 0;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
  });
}

function compared(baseline: Baseline, outcomes: readonly Outcome[]): Pick<Alteration, 'changed' | 'moved'> {
  const now = reached(outcomes);
  return {
    changed: outcomes.filter(({ told }, i) => told !== baseline.outcomes[i]?.told).length,
    moved: baseline.targets.map((before, i) => {
      const by = (now[i] ?? 0) - before;
      return Math.abs(by) > DEVIATIONS * (baseline.chance[i] ?? 0) ? by || undefined : undefined;
    }),
  };
}

/** A `factor`th and `factor` times; of a share above one half of what it leaves, of a factor above 1 of what it adds. */
export function alternatives(value: number, factor: number): [number, number] {
  if (value > 0.5 && value < 1) return [1 - Math.min(1, (1 - value) * factor), 1 - (1 - value) / factor];
  if (value > 1 && value < 2) return [1 + (value - 1) / factor, 1 + (value - 1) * factor];
  if (Number.isInteger(value) && value > 1) return [Math.max(1, Math.floor(value / factor)), value * factor];
  return [value / factor, value * factor];
}
