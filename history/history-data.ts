/** Reads the past runs that a filter lets through. */
import { useEffect, useState } from 'preact/hooks';
import { DAY_MS } from '../src/core/base/durations.ts';
import type { HistoryPoint } from '../src/core/history/history-record.ts';
import { compareServers, type ServerSummary } from '../src/core/history/server-comparison.ts';
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { type HistoryStore, openHistory } from '../src/platform/history-store.ts';
import { inTime } from '../src/platform/in-time.ts';
import { monitorItem } from '../src/platform/storage.ts';
import { useStored } from '../src/views/stored.ts';
import { networkName } from '../src/views/words/network-name.ts';
import { t } from '../src/views/words/text.ts';
import type { HistorySource } from './opened-file.ts';

const STORED = { monitor: monitorItem };
export const RANGES = {
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  quarter: 90 * DAY_MS,
  all: Infinity,
};
export type Range = keyof typeof RANGES;

/** Newest runs that the comparison reads in full: enough for a median, little enough to wait for. */
const MOST_COMPARED = 2000;

/** ms; a year of runs is read in less than one second. */
const READ_MS = 30_000;

export interface HistoryData {
  /** What was read: for a moment after another one is chosen, not the chosen one. */
  readonly range: Range;
  readonly source: HistorySource;
  readonly points: readonly HistoryPoint[];
  /** Key of a network -> how a person knows it. */
  readonly networks: ReadonlyMap<string, string>;
  /** ms since the epoch; the end of the range. */
  readonly to: number;
  readonly from: number;
  /** Nothing is stored at all, whatever the range. */
  readonly isEmpty: boolean;
  /** ms since the epoch of the oldest and the newest result there is, whatever the range; only of an opened file. */
  readonly span?: readonly [number, number];
}

/**
 * All points of a time, oldest first; undefined until they are read. Read again when the range changes; what is looked
 * at does not move under the reader with every new result, but where there was none the first one appears.
 */
export function useHistory(source: HistorySource, range: Range): HistoryData | 'failed' | undefined {
  const [data, setData] = useState<HistoryData | 'failed'>();
  const stored = useStored(STORED);
  const newest = stored && 'monitor' in stored ? stored.monitor.latest?.runId : undefined;
  const isEmpty = data !== undefined && data !== 'failed' && data.isEmpty;
  const version = isEmpty ? newest : undefined;
  useEffect(() => {
    let wanted = true;
    inTime(READ_MS, 'The database', readHistory(source, range)).then(
      (read) => wanted && setData(read),
      (error: unknown) => {
        console.error('Precall: the history cannot be read.', error);
        if (wanted) setData('failed');
      },
    );
    return () => {
      wanted = false;
    };
  }, [source, range, version]);
  return data;
}

async function readHistory(source: HistorySource, range: Range): Promise<HistoryData> {
  const history = await openHistory(source.database);
  try {
    // A file's last day is the day of its newest result, whenever that was.
    const span = source.file && (await spanOf(history));
    const to = span?.[1] ?? Date.now();
    const points = await history.points(Math.max(0, to - RANGES[range]), to);
    const newest = new Map(points.map((point) => [point.network, point.runId]));
    const networks = new Map<string, string>();
    for (const [network, runId] of newest) {
      networks.set(network, nameOf(await history.get(runId), networks));
    }
    const from = range === 'all' ? (points[0]?.at ?? to - DAY_MS) : to - RANGES[range];
    const isEmpty = points.length === 0 && (await history.count()) === 0;
    return { range, source, points, networks, to, from, isEmpty, ...(span && { span }) };
  } finally {
    history.close();
  }
}

async function spanOf(history: HistoryStore): Promise<readonly [number, number] | undefined> {
  const days = await history.days();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [oldest] = await history.points(first * DAY_MS, (first + 1) * DAY_MS - 1);
  const newest = (await history.points(last * DAY_MS, (last + 1) * DAY_MS - 1)).at(-1);
  return oldest && newest && [oldest.at, newest.at];
}

/** "Wi-Fi · Example Telecom · Leipzig", told apart by a number where two are named alike. */
function nameOf(run: JudgedRun | undefined, known: ReadonlyMap<string, string>): string {
  const facts = run && [networkName(run.report.network.networkType), run.place.isp, run.place.city];
  const name = facts?.filter((fact) => fact).join(t('listSeparator')) || t('networkNamed', known.size + 1);
  return [...known.values()].includes(name) ? `${name} (${known.size + 1})` : name;
}

export interface Comparison {
  readonly servers: readonly ServerSummary[];
  readonly runs: number;
}

/** The servers of the newest of these runs beside each other. */
export async function readComparison(
  { database }: HistorySource,
  points: readonly HistoryPoint[],
): Promise<Comparison> {
  const newest = points.slice(-MOST_COMPARED);
  const wanted = new Set(newest.map((point) => point.runId));
  const history = await openHistory(database);
  try {
    const runs: JudgedRun[] = [];
    for await (const run of history.runs(newest[0]?.at, newest.at(-1)?.at)) {
      if (wanted.has(run.runId)) runs.push(run);
    }
    return { servers: compareServers(runs), runs: runs.length };
  } finally {
    history.close();
  }
}

/** A result in full; undefined where it cannot be read. */
export async function readRun({ database }: HistorySource, runId: string): Promise<JudgedRun | undefined> {
  const history = await openHistory(database);
  try {
    return await history.get(runId);
  } finally {
    history.close();
  }
}

/** The normal ranges that the learner knew at the newest of these runs. */
export async function readNormal(
  source: HistorySource,
  points: readonly HistoryPoint[],
): Promise<JudgedRun['normal']> {
  const last = points.at(-1);
  return (last && (await readRun(source, last.runId))?.normal) ?? {};
}
