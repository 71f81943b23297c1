/** What a row of the metrics' table must be enough for: every place where a run's numbers are judged, kept, shown or exported. */
import { expect, test } from 'playwright/test';
import * as v from 'valibot';
import english from '../../../_locales/en/messages.json' with { type: 'json' };
import { METRIC_KEYS, type MetricKey } from '../../../src/core/base/metric-key.ts';
import { pointsOfRun } from '../../../src/core/fleet/run-points.ts';
import { historyCsv } from '../../../src/core/history/history-csv.ts';
import { pointOf } from '../../../src/core/history/history-record.ts';
import { compareServers } from '../../../src/core/history/server-comparison.ts';
import { ticketReport } from '../../../src/core/history/ticket-report.ts';
import {
  isBeyondLimit,
  METRICS,
  type Metric,
  measuredNumbers,
  metricsOf,
} from '../../../src/core/judgement/metrics.ts';
import { factsOf } from '../../../src/core/judgement/ranking.ts';
import { isUnstableByLimits } from '../../../src/core/judgement/verdict.ts';
import { judgedRunSchema } from '../../../src/core/monitor/judged-run.ts';
import { METRIC_SCALE } from '../../../src/core/stability/metric-scale.ts';
import { judgedRun } from '../builders/judged-runs.ts';

const run = judgedRun({ at: 1_700_000_000_000, summaryCode: 95 });
const [server] = run.report.servers;
const metrics = server && metricsOf(server);
if (server === undefined || metrics === undefined) throw new Error('a measured server');

const WANTED: Readonly<Record<MetricKey, { value: number; ticket: string; column: string; worse: number }>> =
  {
    roundTripTimeMs: { value: 46, ticket: 'round trip 46 ms', column: 'roundTripMs', worse: 251 },
    jitterMs: { value: 2.4, ticket: 'jitter 2.4 ms', column: 'jitterMs', worse: 31 },
    lossRatio: { value: 0, ticket: 'loss 0 %', column: 'lossRatio', worse: 0.021 },
    throughputKbps: { value: 8300, ticket: 'bandwidth 8300 kbit/s', column: 'throughputKbps', worse: 1199 },
  };

test('every metric has its row', () => {
  expect(METRICS.map(({ key }) => key)).toEqual([...METRIC_KEYS]);
});

for (const metric of METRICS) {
  const { key } = metric;
  const { value, ticket, column, worse } = WANTED[key];
  test(`${key} is read from a report, judged, learnt, kept, shown and exported by its row`, () => {
    expect(metric.of(metrics)).toBe(value);
    expect(measuredNumbers(server)[key]).toBe(value);
    expect(factsOf(server)[key]).toBe(value);
    expect(metric.of({ method: 'ice-checks' })).toBeUndefined();

    expect(isBeyondLimit(metric, metric.limit)).toBe(false);
    expect(isBeyondLimit(metric, worse)).toBe(true);
    expect(isUnstableByLimits({ reachable: true, [key]: worse })).toBe(metric.decides === 'stability');
    expect(METRIC_SCALE[key].badness(worse)).toBeGreaterThan(METRIC_SCALE[key].badness(metric.limit));

    expect(pointOf(run)[key]).toBe(value);
    expect(compareServers([run])[0]?.[key]).toBe(value);
    expect(cellOf(column)).toBe(String(value));
    expect(ticketReport(run, { version: '1', includeAddresses: false })).toContain(ticket);
    const collected = pointsOfRun(run, []).points.find(({ metric: name }) => name === metric.collected.name);
    expect(collected?.value).toBe(metric.collected.inUnit(value));
    const normal = { [key]: [1, 2] };
    expect(v.parse(judgedRunSchema, { ...run, normal }).normal).toEqual(normal);
    for (const text of [`metric_${key}`, `metricHelp_${key}`, `because_${key}`]) {
      expect(Object.keys(english)).toContain(text);
    }
  });
}

test('a value that is only a bound is told as one', () => {
  const bound = (metric: Metric) => metric.isBound?.({ ...metrics, throughput: LEAST }) ?? false;
  expect(METRICS.filter(bound).map(({ key }) => key)).toEqual(['throughputKbps']);
});
const LEAST = { capacityKbps: 10, throughputKbps: 10, atLeast: true };

function cellOf(heading: string): string | undefined {
  const [headings, cells] = historyCsv([pointOf(run)])
    .split('\r\n')
    .map((line) => line.split(','));
  return cells?.[headings?.indexOf(heading) ?? -1];
}
