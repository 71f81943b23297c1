/** The metrics as people read them: the core's table, with words and numbers in their language. */
import type { MetricKey } from '../core/base/metric-key.ts';
import { METRICS as CORE_METRICS, type Metric, type MetricUnit } from '../core/judgement/metrics.ts';
import {
  formatKbps,
  formatKbpsRange,
  formatMs,
  formatMsRange,
  formatPercent,
  formatPercentRange,
} from './words/format.ts';

interface UnitFormat {
  readonly format: (value: number) => string;
  readonly formatRange: (range: readonly [number, number]) => string;
}

export interface MetricView extends Metric, UnitFormat {}

const FORMATS: Readonly<Record<MetricUnit, UnitFormat>> = {
  ms: { format: formatMs, formatRange: formatMsRange },
  ratio: { format: formatPercent, formatRange: formatPercentRange },
  'kbit/s': { format: formatKbps, formatRange: formatKbpsRange },
};

export const METRICS: readonly MetricView[] = CORE_METRICS.map((metric) => ({
  ...metric,
  ...FORMATS[metric.unit],
}));

export function metricOf(key: MetricKey): MetricView | undefined {
  return METRICS.find((metric) => metric.key === key);
}
