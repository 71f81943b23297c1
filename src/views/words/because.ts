import type { Because } from '../../core/stability/stability-types.ts';
import { metricOf } from '../metrics.ts';
import { formatTime } from './format.ts';
import { t } from './text.ts';

/** "Round trip 180 ms, normally 42–55 ms on this network, since 14:05." */
export function becauseText(because: Because, now: number): string {
  const metric = metricOf(because.metric);
  if (metric === undefined) return '';
  return t(
    `because_${metric.key}`,
    metric.format(because.now),
    metric.formatRange(because.normal),
    formatTime(because.since, now),
  );
}
