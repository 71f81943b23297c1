/** A point of a chart as version 1 stored it: the same numbers under other names. */
import { withNames } from '../report/report-version-1.ts';
import type { HistoryPoint } from './history-record.ts';

const NAMES = {
  rtt: 'roundTripTimeMs',
  jitter: 'jitterMs',
  loss: 'lossRatio',
  throughput: 'throughputKbps',
} satisfies Record<string, keyof HistoryPoint>;

export function pointFromVersion1(point: unknown): unknown {
  return withNames(point, NAMES);
}
