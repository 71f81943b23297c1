import { expect, test } from 'playwright/test';
import { parseSettings, type Settings } from '../../../src/core/settings/settings.ts';
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
  expect(importSettings(exportSettings(own), own)).toEqual({ ok: true, settings: own });
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
