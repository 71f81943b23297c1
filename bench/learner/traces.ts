/** The real traces, which are not shipped: RIPE Atlas pings with human labels, and a year of one cable line. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { median } from '../../src/core/base/statistics.ts';

export interface LabelledSeries {
  readonly name: string;
  /** ms; null: time-out. */
  readonly roundTripTimesMs: readonly (number | null)[];
  /** Indices at which a person saw the level change. */
  readonly changes: readonly number[];
}

export interface CableLine {
  /** ms, every half hour. */
  readonly pingsMs: readonly number[];
  /** Mbit/s, every half hour. */
  readonly downloads: readonly number[];
}

export interface Traces {
  readonly ripe: readonly LabelledSeries[];
  readonly cable: CableLine;
}

export const RIPE_SAMPLING_MS = 240_000;
export const CABLE_SAMPLING_MS = 1_800_000;

export class NoTraces extends Error {}

/** `PRECALL_TRACES`, or `../shared/data` beside the repository. */
export function readTraces(folder = process.env.PRECALL_TRACES ?? '../shared/data'): Traces {
  const ripeFolder = join(folder, 'rtt-ripe-labelled');
  const cableFile = join(folder, 'speedtest-cable', 'speedtests.csv');
  if (!existsSync(ripeFolder) || !existsSync(cableFile)) {
    throw new NoTraces(
      `The real traces are not in ${resolve(folder)}: they are not part of this repository. ` +
        'Set PRECALL_TRACES to a folder with rtt-ripe-labelled/ (github WenqinSHAO/rtt, MIT) and ' +
        'speedtest-cable/ (github WizardTim/speedtest-data, CC BY 4.0).',
    );
  }
  const ripe = readdirSync(ripeFolder)
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .map((name) => readSeries(name.replace('.csv', ''), readFileSync(join(ripeFolder, name), 'utf8')));
  return { ripe, cable: readCable(readFileSync(cableFile, 'utf8')) };
}

function readSeries(name: string, text: string): LabelledSeries {
  const roundTripTimesMs: (number | null)[] = [];
  const changes: number[] = [];
  for (const line of text.trim().split('\n').slice(1)) {
    const [, value, label] = line.split(';');
    const milliseconds = Number(value);
    if (Number(label) === 1) changes.push(roundTripTimesMs.length);
    roundTripTimesMs.push(milliseconds > 0 ? milliseconds : null);
  }
  return { name, roundTripTimesMs, changes };
}

function readCable(text: string): CableLine {
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number))
    .filter((row) => (row[5] ?? 0) > 0 && (row[6] ?? 0) > 0);
  return { pingsMs: rows.map((row) => row[5] ?? 0), downloads: rows.map((row) => row[6] ?? 0) };
}

export function medianOf(values: readonly number[]): number {
  return median(values) ?? Number.NaN;
}
