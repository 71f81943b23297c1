/** A time as rows of days, or of weeks. */
import type { HistoryPoint } from '../src/core/history/history-record.ts';

export interface Row {
  readonly from: number;
  readonly to: number;
  readonly points: readonly HistoryPoint[];
}

/** Local midnights as bounds, so that a day with a clock change is as long as it was. */
export function rowsOf(points: readonly HistoryPoint[], from: number, to: number, days: number): Row[] {
  const bounds: number[] = [];
  const day = new Date(to);
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() + 1);
  while (day.getTime() > from) {
    bounds.push(day.getTime());
    day.setDate(day.getDate() - days);
  }
  bounds.push(day.getTime());
  const rows: Row[] = [];
  let end = points.length;
  for (const [index, rowTo] of bounds.entries()) {
    const rowFrom = bounds[index + 1];
    if (rowFrom === undefined) break;
    let start = end;
    while (start > 0 && (points[start - 1]?.at ?? 0) >= rowFrom) start -= 1;
    rows.push({ from: rowFrom, to: rowTo, points: points.slice(start, end) });
    end = start;
  }
  return rows;
}
