/** The four numbers: how each is named, read from a run and written. */
import type { HistoryPoint } from '../core/history/history-record.ts';
import {
  TIER_FROM_KBPS,
  UNSTABLE_JITTER_MS,
  UNSTABLE_LOSS_RATIO,
  UNSTABLE_ROUND_TRIP_MS,
} from '../core/judgement/limits.ts';
import type { PreCallTestResult } from '../core/judgement/quality-change.ts';
import type { StabilityMetric } from '../core/stability/stability-types.ts';
import {
  formatKbps,
  formatKbpsRange,
  formatMs,
  formatMsRange,
  formatPercent,
  formatPercentRange,
} from './words/format.ts';

export interface MetricView {
  readonly id: StabilityMetric;
  /** Beyond this (below it, for bandwidth) a call suffers. */
  readonly limit: number;
  /** The least height of a chart's scale, so that noise does not fill it. */
  readonly scale: number;
  readonly ofResult: (result: PreCallTestResult) => number | null;
  readonly ofPoint: (point: HistoryPoint) => number | null;
  readonly format: (value: number) => string;
  readonly formatRange: (range: readonly [number, number]) => string;
}

export const METRICS: readonly MetricView[] = [
  {
    id: 'roundTripTimeMs',
    limit: UNSTABLE_ROUND_TRIP_MS,
    scale: 60,
    ofResult: (result) => result.rtt,
    ofPoint: (point) => point.roundTripTimeMs,
    format: formatMs,
    formatRange: formatMsRange,
  },
  {
    id: 'jitterMs',
    limit: UNSTABLE_JITTER_MS,
    scale: 10,
    ofResult: (result) => result.jitter,
    ofPoint: (point) => point.jitterMs,
    format: formatMs,
    formatRange: formatMsRange,
  },
  {
    id: 'lossRatio',
    limit: UNSTABLE_LOSS_RATIO,
    scale: 0.02,
    ofResult: (result) => result.fractionalLoss,
    ofPoint: (point) => point.lossRatio,
    format: formatPercent,
    formatRange: formatPercentRange,
  },
  {
    id: 'throughputKbps',
    limit: TIER_FROM_KBPS.good,
    scale: 2500,
    ofResult: (result) => result.throughput,
    ofPoint: (point) => point.throughputKbps,
    format: formatKbps,
    formatRange: formatKbpsRange,
  },
];

/** Whether a call suffers from it. */
export function isBeyondLimit({ id, limit }: MetricView, value: number): boolean {
  return id === 'throughputKbps' ? value < limit : value > limit;
}

export function metricOf(id: StabilityMetric): MetricView | undefined {
  return METRICS.find((metric) => metric.id === id);
}
