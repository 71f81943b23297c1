/**
 * A measured series as it is, nothing added: round trips and time-outs of weeks, and the changes of level that people marked in
 * it. What is to be told follows from the marks alone, by how far a level lies above what was usual in the days before.
 */

import { DAY_MS } from '../../../src/core/base/durations.ts';
import { type LabelledSeries, medianOf, RIPE_SAMPLING_MS } from '../traces.ts';
import { atMost, once } from './expectations.ts';
import type { Expectation, Week, WeekRun } from './week.ts';

const START = Date.parse('2024-05-06T00:00:00Z');
/** Samples that say what is usual: three days of them. */
const USUAL_SAMPLES = (3 * DAY_MS) / RIPE_SAMPLING_MS;
/** ms and share of the usual above it from which a rise has to be told, and from which one may be. */
const PLAIN = { ms: 25, share: 0.25 };
const SLIGHT = { ms: 10, share: 0.1 };
/** Time-outs in a row that may be told; the judge says how many have to be. */
const OUTAGE_SAMPLES = 2;

export function traceWeek({ name, roundTripTimesMs, changes }: LabelledSeries): Week {
  const timeOf = (index: number) => START + index * RIPE_SAMPLING_MS;
  const runs = roundTripTimesMs.map((roundTripTime, index) => runOf(timeOf(index), roundTripTime));
  const rises = risesOf(roundTripTimesMs, changes).map(({ from, to, isPlain, beginsPlain }) =>
    isPlain
      ? { ...once('a rise that people marked', timeOf(from), timeOf(to)), prompt: beginsPlain }
      : atMost(1, 'a slight rise that people marked', timeOf(from), timeOf(to)),
  );
  return {
    kind: `trace ${name}`,
    seed: 1,
    timezone: 'UTC',
    runs,
    expectations: [...rises, ...outagesOf(roundTripTimesMs, timeOf)].sort((a, b) => a.from - b.from),
    awakeDays: (runs.length * RIPE_SAMPLING_MS) / DAY_MS,
  };
}

function runOf(at: number, roundTripTime: number | null): WeekRun {
  return {
    at,
    network: 'probe',
    type: 'ethernet',
    server: 'anchor',
    kind: 'light',
    roundTripTimeMs: roundTripTime ?? undefined,
    jitterMs: undefined,
    lossRatio: undefined,
    throughputKbps: undefined,
    failed: roundTripTime === null,
  };
}

interface Rise {
  readonly from: number;
  readonly to: number;
  readonly isPlain: boolean;
  /** Whether it is so from its first sample on. */
  readonly beginsPlain: boolean;
}

/** Levels between marks; neighbours that are both above the usual are one rise. */
export function risesOf(values: readonly (number | null)[], changes: readonly number[]): Rise[] {
  const rises: Rise[] = [];
  const marks = [...changes.filter((index) => index > 0), values.length];
  let before = marks[0] ?? 0;
  // What was usual when the rise began, so that a long one does not become its own measure.
  let usual: number | undefined;
  for (const to of marks.slice(1)) {
    const level = medianOf(present(values.slice(before, to)));
    usual ??= medianOf(present(values.slice(Math.max(0, before - USUAL_SAMPLES), before)));
    const isAbove = exceeds(level, usual, SLIGHT);
    const isPlain = exceeds(level, usual, PLAIN);
    const last = rises.at(-1);
    if (isAbove && last?.to === before) {
      rises[rises.length - 1] = { ...last, to, isPlain: last.isPlain || isPlain };
    } else if (isAbove) {
      rises.push({ from: before, to, isPlain, beginsPlain: isPlain });
    }
    if (!isAbove) usual = undefined;
    before = to;
  }
  return rises;
}

function exceeds(level: number, usual: number, by: { ms: number; share: number }): boolean {
  return level - usual >= Math.max(by.ms, by.share * usual);
}

function outagesOf(values: readonly (number | null)[], timeOf: (index: number) => number): Expectation[] {
  const outages: Expectation[] = [];
  for (let from = 0; from < values.length; from++) {
    let to = from;
    while (to < values.length && values[to] === null) to++;
    if (to - from >= OUTAGE_SAMPLES) outages.push(once('an outage', timeOf(from), timeOf(to)));
    from = to;
  }
  return outages;
}

function present(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}
