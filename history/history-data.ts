/** Reads the past runs that a filter lets through. */
import { useEffect, useState } from 'preact/hooks';
import { DAY_MS } from '../src/core/base/durations.ts';
import type { HistoryPoint } from '../src/core/history/history-record.ts';
import { compareServers, type ServerSummary } from '../src/core/history/server-comparison.ts';
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { openHistory } from '../src/platform/history-store.ts';
import { monitorItem } from '../src/platform/storage.ts';
import { useStored } from '../src/views/stored.ts';
import { networkName } from '../src/views/words/network-name.ts';
import { t } from '../src/views/words/text.ts';

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

export interface HistoryData {
  /** What was read: for a moment after another one is chosen, not the chosen one. */
  readonly range: Range;
  readonly points: readonly HistoryPoint[];
  /** Key of a network -> how a person knows it. */
  readonly networks: ReadonlyMap<string, string>;
  /** ms since the epoch; the end of the range. */
  readonly to: number;
  readonly from: number;
  /** Nothing is stored at all, whatever the range. */
  readonly isEmpty: boolean;
}

/**
 * All points of a time, oldest first; undefined until they are read. Read again when the range changes; what is looked
 * at does not move under the reader with every new result, but where there was none the first one appears.
 */
export function useHistory(range: Range): HistoryData | 'failed' | undefined {
  const [data, setData] = useState<HistoryData | 'failed'>();
  const stored = useStored(STORED);
  const newest = stored && 'monitor' in stored ? stored.monitor.latest?.runId : undefined;
  const isEmpty = data !== undefined && data !== 'failed' && data.isEmpty;
  const version = isEmpty ? newest : undefined;
  useEffect(() => {
    let wanted = true;
    readHistory(range, Date.now()).then(
      (read) => wanted && setData(read),
      (error: unknown) => {
        console.error('Precall: the history cannot be read.', error);
        if (wanted) setData('failed');
      },
    );
    return () => {
      wanted = false;
    };
  }, [range, version]);
  return data;
}

async function readHistory(range: Range, to: number): Promise<HistoryData> {
  const history = await openHistory();
  try {
    const points = await history.points(Math.max(0, to - RANGES[range]), to);
    const newest = new Map(points.map((point) => [point.network, point.runId]));
    const networks = new Map<string, string>();
    for (const [network, runId] of newest) {
      networks.set(network, nameOf(await history.get(runId), networks));
    }
    const from = range === 'all' ? (points[0]?.at ?? to - DAY_MS) : to - RANGES[range];
    const isEmpty = points.length === 0 && (await history.count()) === 0;
    return { range, points, networks, to, from, isEmpty };
  } finally {
    history.close();
  }
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
export async function readComparison(points: readonly HistoryPoint[]): Promise<Comparison> {
  const newest = points.slice(-MOST_COMPARED);
  const wanted = new Set(newest.map((point) => point.runId));
  const history = await openHistory();
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

/** The normal ranges that the learner knew at the newest of these runs. */
export async function readNormal(points: readonly HistoryPoint[]): Promise<JudgedRun['normal']> {
  const last = points.at(-1);
  if (last === undefined) return {};
  const history = await openHistory();
  try {
    return (await history.get(last.runId))?.normal ?? {};
  } finally {
    history.close();
  }
}
