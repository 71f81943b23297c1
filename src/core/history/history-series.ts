/** Past runs as columns for charts, their bad times, and their medians. */
import type { HistoryPoint } from './history-record.ts';

/** [seconds since the epoch, values]; a null value breaks the line. */
export type Series = readonly [readonly number[], readonly (number | null)[]];

export function seriesOf(
  points: readonly HistoryPoint[],
  metricOf: (point: HistoryPoint) => number | null,
  gapMs: number,
): Series {
  const times: number[] = [];
  const values: (number | null)[] = [];
  let before: number | undefined;
  for (const point of points) {
    const value = metricOf(point);
    // A run without this number (a light one has no bandwidth) is no gap; a long silence is.
    if (value === null) continue;
    if (before !== undefined && point.at - before > gapMs) {
      times.push((before + 1) / 1000);
      values.push(null);
    }
    times.push(point.at / 1000);
    values.push(value);
    before = point.at;
  }
  return [times, values];
}

export interface BadTime {
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** Runs of results at or below `code`, in one piece while no more than `gapMs` apart; what measured nothing tells nothing. */
export function badTimes(points: readonly HistoryPoint[], code: number, gapMs: number): BadTime[] {
  const found: { from: number; to: number }[] = [];
  let open: { from: number; to: number } | undefined;
  for (const point of points) {
    if (point.connectedOnly) continue;
    if (point.summaryCode > code || (open !== undefined && point.at - open.to > gapMs)) open = undefined;
    if (point.summaryCode > code) continue;
    if (open === undefined) {
      open = { from: point.at, to: point.at };
      found.push(open);
    }
    open.to = point.at;
  }
  return found;
}
