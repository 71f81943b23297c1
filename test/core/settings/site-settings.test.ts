import { expect, test } from 'playwright/test';
import { applyPolicy } from '../../../src/core/settings/policy.ts';
import { DEFAULT_SETTINGS, parseSettings } from '../../../src/core/settings/settings.ts';
import { settingsChanges } from '../../../src/core/settings/settings-changes.ts';

const PATTERN = 'https://calls.example.com/*';

test('no site is allowed unless somebody says so, and none hears where somebody is', () => {
  expect(DEFAULT_SETTINGS.sites).toEqual({ allowed: [] });
  const result = parseSettings({ sites: { allowed: [{ pattern: ' HTTPS://calls.example.com/* ' }] } });
  expect(result.ok && result.settings.sites.allowed).toEqual([{ pattern: PATTERN, shareLocation: false }]);
});

test('what is no site is refused at its place', () => {
  const errorsOf = (allowed: unknown) => {
    const result = parseSettings({ sites: { allowed } });
    return result.ok ? [] : result.errors.map(({ field, code }) => [field, code]);
  };
  expect(errorsOf([{ pattern: PATTERN }, { pattern: 'https://*.example.com/*' }])).toEqual([
    ['sites.allowed.1.pattern', 'site'],
  ]);
  expect(errorsOf([{ pattern: PATTERN }, { pattern: 'https://CALLS.example.com' }])).toEqual([
    ['sites.allowed.1', 'sameSite'],
  ]);
  expect(errorsOf([{ pattern: PATTERN, shareLocation: 'yes' }])).toEqual([
    ['sites.allowed.0.shareLocation', 'boolean'],
  ]);
  const site = (n: number) => ({ pattern: `https://a${n}.example/*` });
  expect(errorsOf(Array.from({ length: 50 }, (_, n) => site(n)))).toEqual([]);
  expect(errorsOf(Array.from({ length: 51 }, (_, n) => site(n)))).toEqual([['sites.allowed', 'mostSites']]);
});

test('a policy sets the whole list', () => {
  const user = { ...DEFAULT_SETTINGS, sites: { allowed: [{ pattern: PATTERN, shareLocation: true }] } };
  const { settings, managed, policyErrors } = applyPolicy(user, {
    sites: { allowed: [{ pattern: 'https://desk.example/*' }] },
  });
  expect(policyErrors).toEqual([]);
  expect(managed).toEqual(['sites.allowed']);
  expect(settings.sites.allowed).toEqual([{ pattern: 'https://desk.example/*', shareLocation: false }]);
});

test('a settings file that allows a site says which, before it is applied', () => {
  const after = { ...DEFAULT_SETTINGS, sites: { allowed: [{ pattern: PATTERN, shareLocation: true }] } };
  expect(settingsChanges(DEFAULT_SETTINGS, after)).toEqual([
    { field: 'sites.allowed', before: '', after: `{"pattern":"${PATTERN}","shareLocation":true}` },
  ]);
});
