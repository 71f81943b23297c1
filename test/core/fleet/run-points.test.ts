import { expect, test } from 'playwright/test';
import { pointsOfRun } from '../../../src/core/fleet/run-points.ts';
import type { JudgedRun } from '../../../src/core/monitor/judged-run.ts';
import { OTLP_ATTRIBUTES } from '../../../src/core/settings/otlp-settings.ts';
import { GOOD, reachable, unreachable } from '../builders/reports.ts';
import { judged } from './judged.ts';

const run: JudgedRun = judged(
  [reachable('Near', GOOD), reachable('Far', { rtt: 180 }), unreachable('Dead')],
  {
    isp: 'Telco',
    city: 'Berlin',
    country: 'Germany',
  },
);

test('each number has its name, its unit’s size and what was chosen to be told with it', () => {
  const { at, runId, points } = pointsOfRun(run, OTLP_ATTRIBUTES);
  expect({ at, runId }).toEqual({ at: run.at, runId: run.runId });
  const shared = {
    'network.connection.type': 'wifi',
    'precall.isp': 'Telco',
    'geo.locality.name': 'Berlin',
    'precall.country': 'Germany',
  };
  const near = { ...shared, 'precall.server': 'Near' };
  const nearOverUdp = { ...near, 'precall.transport': 'udp' };
  const far = { ...shared, 'precall.server': 'Far' };
  expect(points).toEqual([
    { metric: 'precall.summary_code', value: run.summaryCode, attributes: shared },
    { metric: 'precall.notification', value: 0, attributes: shared },
    { metric: 'precall.run.duration', value: 2.5, attributes: shared },
    { metric: 'precall.reachable', value: 1, attributes: near },
    { metric: 'precall.rtt', value: 0.04, attributes: nearOverUdp },
    { metric: 'precall.jitter', value: 0.002, attributes: nearOverUdp },
    { metric: 'precall.loss', value: 0, attributes: nearOverUdp },
    { metric: 'precall.bandwidth', value: 10_000_000, attributes: nearOverUdp },
    { metric: 'precall.reachable', value: 1, attributes: far },
    { metric: 'precall.rtt', value: 0.18, attributes: { ...far, 'precall.transport': 'udp' } },
    { metric: 'precall.reachable', value: 0, attributes: { ...shared, 'precall.server': 'Dead' } },
  ]);
});

test('with nothing chosen the best server speaks for the run, and no two numbers are of one series', () => {
  const { points } = pointsOfRun(run, []);
  expect(points.filter(({ metric }) => metric === 'precall.rtt')).toEqual([
    { metric: 'precall.rtt', value: 0.04, attributes: {} },
  ]);
  for (const chosen of [[], ['server'], ['transport'], OTLP_ATTRIBUTES] as const) {
    const series = pointsOfRun(run, chosen).points.map((point) =>
      JSON.stringify([point.metric, point.attributes]),
    );
    expect(new Set(series).size).toBe(series.length);
  }
});

test('the kind of network has OpenTelemetry’s words', () => {
  const typeOf = (networkType?: string) =>
    pointsOfRun(judged([reachable('A', GOOD)], {}, networkType === undefined ? {} : { networkType }), [
      'networkType',
    ]).points[0]?.attributes;
  expect(typeOf('ethernet')).toEqual({ 'network.connection.type': 'wired' });
  expect(typeOf('cellular')).toEqual({ 'network.connection.type': 'cell' });
  expect(typeOf('vpn')).toEqual({ 'network.connection.type': 'vpn' });
  expect(typeOf()).toEqual({});
});
