import { expect, test } from 'playwright/test';
import { applyReport } from '../../../src/core/monitor/monitor.ts';
import { INITIAL_MONITOR_STATE } from '../../../src/core/monitor/monitor-state.ts';
import { sctCallbacks } from '../../../src/core/monitor/sct-callbacks.ts';
import { siteCallbacks, siteOf } from '../../../src/core/monitor/site-callbacks.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/settings.ts';
import { GOOD, reachable, report, unreachable } from '../builders/reports.ts';

const DEVICE = '8c1e4b5e-4f0e-4a5e-9d0e-0123456789ab';
const SITE = { pattern: 'https://calls.example/*', shareLocation: false };

const { run } = applyReport(
  INITIAL_MONITOR_STATE,
  report([reachable('a', GOOD), unreachable('b')]),
  DEFAULT_SETTINGS,
  {
    now: 1_700_000_000_000,
    day: '2026-01-01',
    localMinute: 600,
    trigger: 'schedule',
    deviceId: DEVICE,
    networkSalt: 'salt',
    place: { isp: 'Example ISP', asn: 64_500, city: 'Oulu', country: 'Finland', countryCode: 'FI' },
    snoozedUntil: null,
  },
);

test('a page hears the contract’s three values, and not where somebody is', () => {
  const { event, connectionRecommendation } = sctCallbacks(run);
  const told = siteCallbacks(run, SITE, 'secret');
  expect(event).toMatchObject({
    localIp: '198.51.100.7',
    isp: 'Example ISP',
    city: 'Oulu',
    country: 'Finland',
  });
  expect(told.pctConnectionQualityChange).toEqual({
    ...event,
    deviceId: expect.any(String),
    localIp: null,
    isp: null,
    city: null,
    country: null,
  });
  expect(told.connectionRecommendation).toEqual(connectionRecommendation);
  expect(told.preCallTestResults).toMatchObject([
    { provider: 'a', mediaConnectivity: true },
    { provider: 'b', mediaConnectivity: false },
  ]);
  expect(JSON.stringify(told)).not.toMatch(/turns?:|198\.51|Oulu|secret|salt|"urls"/);
});

test('it hears that, too, where it was allowed apart', () => {
  const told = siteCallbacks(run, { ...SITE, shareLocation: true }, 'secret');
  expect(told.pctConnectionQualityChange).toEqual({
    ...sctCallbacks(run).event,
    deviceId: expect.any(String),
  });
});

test('the device’s id is a UUID, the same for one host, and another for each host and installation', () => {
  const idOf = (pattern: string, secret = 'secret') =>
    siteCallbacks(run, { ...SITE, pattern }, secret).pctConnectionQualityChange.deviceId;
  const id = idOf('https://calls.example/*');
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(idOf('https://calls.example/agent/*')).toBe(id);
  const all = [id, DEVICE, idOf('https://other.example/*'), idOf('https://calls.example/*', 'other')];
  expect(new Set(all).size).toBe(all.length);
});

test('a page belongs to the site that names it, and to the one that may know more where several do', () => {
  const part = { pattern: 'https://calls.example/agent/*', shareLocation: true };
  const sites = [SITE, part, { pattern: 'https://desk.example/*', shareLocation: false }];
  expect(siteOf(sites, 'https://calls.example/')).toBe(SITE);
  expect(siteOf(sites, 'https://calls.example/agent/1')).toBe(part);
  expect(siteOf(sites, 'https://evil.example/?https://calls.example/')).toBeUndefined();
  expect(siteOf([], 'https://calls.example/')).toBeUndefined();
});
