import { expect, test } from 'playwright/test';
import { parseSettings, type Settings } from '../../../src/core/settings/settings.ts';
import { settingsChanges } from '../../../src/core/settings/settings-changes.ts';
import { exportSettings, importSettings } from '../../../src/core/settings/settings-transfer.ts';

function settings(servers: readonly unknown[]): Settings {
  const result = parseSettings({ servers });
  if (!result.ok) throw new Error('bad fixture');
  return result.settings;
}

const fixed = { label: 'Fixed', urls: ['turn:a.example'], username: 'u', credential: 'pass-secret' };
const fetched = {
  label: 'Fetched',
  urls: [],
  username: '',
  credential: '',
  credentialsUrl: 'https://a.example/turn?token=url-secret',
};
const own = settings([fixed, fetched]);
const NONE = settings([]);

test('an export holds neither credentials nor the URLs that give them', () => {
  const text = exportSettings(own);
  expect(text).toContain('turn:a.example');
  expect(text).not.toContain('secret');
});

test('what an export left out is kept by the servers that are there already', () => {
  expect(importSettings(exportSettings(own), own)).toEqual({ ok: true, settings: own, unknown: [] });
});

test('elsewhere the import names each secret that is missing', () => {
  const result = importSettings(exportSettings(own), NONE);
  expect(result).toMatchObject({ ok: false, error: 'invalid' });
  const fields = !result.ok && result.error === 'invalid' ? result.errors.map(({ field }) => field) : [];
  expect(fields).toEqual(['servers.0.credential', 'servers.1.credentialsUrl']);
});

test('a URL is not given to another server than its own', () => {
  const other = settings([{ ...fetched, label: 'Other' }]);
  expect(importSettings(exportSettings(settings([fetched])), other)).toMatchObject({ error: 'invalid' });
});

const file = (settings: unknown, version: unknown = 1): string =>
  JSON.stringify({ format: 'precall-settings', version, settings });

test('what a file does not name keeps what is there: sections, and fields of a section', () => {
  const current = { ...own, schedule: { ...own.schedule, intervalS: 900, pauseWhenIdle: true } };
  expect(importSettings(file({}), current)).toEqual({ ok: true, settings: current, unknown: [] });
  expect(importSettings(file({ schedule: { intervalS: 60 } }), current)).toEqual({
    ok: true,
    settings: { ...current, schedule: { ...current.schedule, intervalS: 60 } },
    unknown: [],
  });
  expect(importSettings(file({ servers: [] }), current)).toMatchObject({
    ok: true,
    settings: { servers: [] },
  });
});

test('what this version does not know is named by its path, and left out', () => {
  const strange = {
    intervals: 5,
    schedule: { every: 5 },
    servers: [{ ...fixed, passwords: 'x' }],
    ['x'.repeat(100)]: 1,
    notifications: { texts: { 300: 'Bad' } },
  };
  const found = importSettings(file(strange), NONE);
  expect(found).toMatchObject({
    unknown: ['intervals', 'schedule.every', 'servers.0.passwords', `${'x'.repeat(60)}…`],
  });
  expect(JSON.stringify(found)).not.toContain('"every"');
});

test('a newer version is told as newer, what is no settings file as that', () => {
  expect(importSettings(file({}, 2), own)).toEqual({ ok: false, error: 'newer' });
  for (const text of [
    '',
    '[]',
    'null',
    file([]),
    file({}, '1'),
    file({}, 0),
    '{"format":"precall-history","version":1}',
  ]) {
    expect(importSettings(text, own)).toEqual({ ok: false, error: 'not-settings' });
  }
});

test('a large file is answered with at most 20 errors, a larger one by its size', () => {
  const most = 256_000;
  const filled = (entry: string) => {
    const head = '{"format":"precall-settings","version":1,"settings":{"servers":[';
    const count = Math.floor((most - head.length - 3) / (entry.length + 1));
    return `${head}${Array.from({ length: count }, () => entry).join(',')}]}}`;
  };
  const told = (text: string): number => {
    const found = importSettings(text, own);
    return !found.ok && found.error === 'invalid' ? found.errors.length : 0;
  };
  for (const entry of ['1', '{}', '{"urls":["x"]}']) {
    expect(told(filled(entry))).toBeGreaterThan(0);
    expect(told(filled(entry))).toBeLessThanOrEqual(20);
  }
  const wrong = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, key) => [`k${key}`, 1]));
  expect(told(file({ notifications: { texts: wrong(900) } }))).toBe(20);
  // More than there can be good ones: none of them is looked at.
  const attributes = Array.from({ length: 20_000 }, () => 'x');
  for (const many of [
    { notifications: { texts: wrong(20_000) } },
    { otlp: { headers: wrong(20_000) } },
    { otlp: { attributes } },
  ]) {
    expect(told(file(many))).toBe(1);
  }
  const urls = Array.from({ length: 60_000 }, () => 1);
  expect(told(file({ servers: [{ ...fixed, urls }] }))).toBe(1);
  expect(importSettings(' '.repeat(most + 1), own)).toEqual({ ok: false, error: 'too-long' });
});

test('what a file would change is shown by field and server, and no secret with it', () => {
  const { ok: _ok, ...found } = importSettings(
    file({
      data: { budgetMbPerDay: 9 },
      notifications: { texts: { 300: 'Bad' } },
      servers: [
        { ...fixed, urls: ['turn:b.example'], credential: 'new-secret' },
        { label: 'New', credentialsUrl: 'https://evil.example/x?token=other-secret' },
      ],
    }),
    own,
  );
  if (!('settings' in found)) throw new Error('refused');
  const changes = settingsChanges(own, found.settings);
  expect(changes).toEqual([
    { field: 'servers "Fixed".urls', before: 'turn:a.example', after: 'turn:b.example' },
    { field: 'servers "Fixed".credential', before: '•••', after: '•••' },
    { field: 'servers "Fetched"', before: 'https://a.example/*' },
    { field: 'servers "New"', after: 'https://evil.example/*' },
    { field: 'data.budgetMbPerDay', before: '50', after: '9' },
    { field: 'notifications.texts.300', after: 'Bad' },
  ]);
  expect(settingsChanges(own, own)).toEqual([]);
  const turned = settings([fetched, fixed]);
  expect(settingsChanges(own, turned)).toEqual([
    { field: 'servers', before: 'Fixed, Fetched', after: 'Fetched, Fixed' },
  ]);
});
