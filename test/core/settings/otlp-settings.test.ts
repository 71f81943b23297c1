import { expect, test } from 'playwright/test';
import { otlpOrigins } from '../../../src/core/settings/otlp-settings.ts';
import { DEFAULT_SETTINGS, parseSettings } from '../../../src/core/settings/settings.ts';
import { settingsChanges } from '../../../src/core/settings/settings-changes.ts';
import { exportSettings, importSettings } from '../../../src/core/settings/settings-transfer.ts';

const errorsOf = (otlp: object) => {
  const result = parseSettings({ otlp });
  return result.ok ? [] : result.errors.map(({ field, code }) => [field, code]);
};

test('the export is off, and goes nowhere', () => {
  expect(DEFAULT_SETTINGS.otlp).toEqual({
    enabled: false,
    endpoint: '',
    headers: {},
    encoding: 'protobuf',
    everyMinutes: 0,
    attributes: ['server', 'transport', 'networkType'],
    deviceName: '',
    site: '',
  });
});

test('an endpoint is https, or this device, and holds no secret', () => {
  expect(errorsOf({ endpoint: 'http://127.0.0.1:8428/opentelemetry/v1/metrics' })).toEqual([]);
  expect(errorsOf({ endpoint: 'https://c.example:4318/v1/metrics' })).toEqual([]);
  const field = 'otlp.endpoint';
  expect(errorsOf({ endpoint: 'http://c.example/v1/metrics' })).toEqual([[field, 'credentialsUrlHttps']]);
  expect(errorsOf({ endpoint: 'https://u:p@c.example/' })).toEqual([[field, 'credentialsUrlUser']]);
  expect(errorsOf({ endpoint: 'https://c.example/?token=1' })).toEqual([[field, 'endpointQuery']]);
  expect(errorsOf({ endpoint: 'https://c.example/#token' })).toEqual([[field, 'endpointQuery']]);
});

test('a header has a name that is not the browser’s or ours, and a value that can be sent', () => {
  expect(errorsOf({ headers: { Authorization: 'Basic dTpw', 'X-Scope-OrgID': '1' } })).toEqual([]);
  for (const name of ['', 'a b', 'Content-Type', 'host', 'Cookie', 'sec-x', 'Proxy-Authorization']) {
    expect(errorsOf({ headers: { [name]: 'x' } }), name).toEqual([[`otlp.headers.${name}`, 'headerName']]);
  }
  for (const value of ['', 'a\r\nb: c', 'ü', 'a\0b']) {
    expect(errorsOf({ headers: { a: value } }), value).toEqual([['otlp.headers.a', 'headerValue']]);
  }
  const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`h${index}`, 'x']));
  expect(errorsOf({ headers: many })).toEqual([['otlp.headers', 'mostHeaders']]);
});

test('the permission of a host is needed while the export is on', () => {
  const otlp = { ...DEFAULT_SETTINGS.otlp, endpoint: 'https://c.example:4318/v1/metrics' };
  expect(otlpOrigins({ ...otlp, enabled: true })).toEqual(['https://c.example/*']);
  expect(otlpOrigins(otlp)).toEqual([]);
  expect(otlpOrigins({ ...DEFAULT_SETTINGS.otlp, enabled: true })).toEqual([]);
});

test('no settings file and no preview has a header’s value, and no imported endpoint gets it', () => {
  const otlp = {
    ...DEFAULT_SETTINGS.otlp,
    endpoint: 'https://c.example/v1/metrics',
    headers: { Authorization: 'canary-header' },
  };
  const own = { ...DEFAULT_SETTINGS, otlp };
  const file = exportSettings(own);
  expect(file).not.toContain('canary-header');
  expect(importSettings(file, own)).toMatchObject({ ok: true, settings: { otlp }, unknown: [] });
  const elsewhere = importSettings(file.replace('c.example', 'evil.example'), own);
  expect(elsewhere).toMatchObject({ ok: true, settings: { otlp: { headers: {} } } });
  if (!elsewhere.ok) return;
  const changes = settingsChanges(own, elsewhere.settings);
  expect(changes.map(({ field }) => field)).toEqual(['otlp.endpoint', 'otlp.headers.Authorization']);
  expect(JSON.stringify(changes)).not.toContain('canary-header');
});
