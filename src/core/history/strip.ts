/** Past runs as equal slots of time, for a strip that shows each by its worst run, and gaps as gaps. */
import type { HistoryPoint } from './history-record.ts';

export interface StripSlot {
  /** ms since the epoch; `to` is excluded. */
  readonly from: number;
  readonly to: number;
  /** That measured, or reached nothing. */
  readonly runs: number;
  /** That only reached a server: they tell no quality. */
  readonly connectedOnly: number;
  /** Of `runs` the one with the lowest summary code; absent when there was none. */
  readonly worst?: HistoryPoint;
}

/** `count` slots that end at `to`; the last one includes it. */
export function stripOf(
  points: readonly HistoryPoint[],
  from: number,
  to: number,
  count: number,
): StripSlot[] {
  const width = (to - from) / count;
  const found: { runs: number; connectedOnly: number; worst?: HistoryPoint }[] = Array.from(
    { length: count },
    () => ({ runs: 0, connectedOnly: 0 }),
  );
  for (const point of points) {
    if (point.at < from || point.at > to) continue;
    const slot = found[Math.min(count - 1, Math.floor((point.at - from) / width))];
    if (slot === undefined) continue;
    if (point.connectedOnly) {
      slot.connectedOnly += 1;
      continue;
    }
    slot.runs += 1;
    if (slot.worst === undefined || point.summaryCode < slot.worst.summaryCode) slot.worst = point;
  }
  return found.map((slot, index) => ({
    from: from + index * width,
    to: from + (index + 1) * width,
    ...slot,
  }));
}
