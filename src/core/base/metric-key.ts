/** The numbers of a path that are judged, each under its one name in this house; `judgement/metrics.ts` has a row for each. */
export const METRIC_KEYS = ['roundTripTimeMs', 'jitterMs', 'lossRatio', 'throughputKbps'] as const;
export type MetricKey = (typeof METRIC_KEYS)[number];
