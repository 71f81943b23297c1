import { expect, test } from 'playwright/test';
import { siteOrigins } from '../../../src/core/sites/site-origins.ts';
import { isOfSite, parseSitePattern } from '../../../src/core/sites/site-pattern.ts';

test('a pattern of one https host is taken, in one spelling', () => {
  expect(parseSitePattern(' HTTPS://Calls.Example.com/Agent/* ')).toEqual({
    pattern: 'https://calls.example.com/Agent/*',
    host: 'calls.example.com',
    origin: 'https://calls.example.com/*',
  });
  expect(parseSitePattern('https://calls.example.com')?.pattern).toBe('https://calls.example.com/*');
  expect(parseSitePattern('http://localhost/*')?.origin).toBe('http://localhost/*');
  expect(parseSitePattern('http://127.0.0.1/a')?.pattern).toBe('http://127.0.0.1/a');
});

test('what is no pattern of one site is refused', () => {
  const refused = [
    '',
    'calls.example.com',
    'http://calls.example.com/*',
    'ftp://calls.example.com/*',
    '*://calls.example.com/*',
    '<all_urls>',
    'https://*/*',
    'https://*.example.com/*',
    'https://user@calls.example.com/*',
    'https://calls.example.com:8443/*',
    'https://[::1]/*',
    'https://calls_.example.com/*',
    'https://-a.example/*',
    'https://a..example/*',
    'https:///*',
    'https://calls.example.com/a b',
    'https://calls.example.com/\\*',
    'https://calls.example.com/?room=*',
    'https://calls.example.com/#x',
    'javascript://calls.example.com/%0aalert(1)',
    `https://${'a.'.repeat(200)}example/*`,
  ];
  expect(refused.filter((text) => parseSitePattern(text) !== undefined)).toEqual([]);
});

const CASES: readonly (readonly [pattern: string, url: string, expected: boolean])[] = [
  ['https://a.example/*', 'https://a.example/', true],
  ['https://a.example/*', 'https://a.example/x/y?z=1#w', true],
  ['https://a.example/*', 'https://a.example:8443/', true],
  ['https://a.example/*', 'http://a.example/', false],
  ['https://a.example/*', 'https://a.example.evil.example/', false],
  ['https://a.example/*', 'https://evil.example/https://a.example/', false],
  ['https://a.example/*', 'https://a.example@evil.example/', false],
  ['https://a.example/*', 'https://evil@a.example/', false],
  ['https://a.example/*', 'https://b.a.example/', false],
  ['https://a.example/*', 'blob:https://a.example/1', false],
  ['https://a.example/*', 'about:blank', false],
  ['https://a.example/*', '', false],
  ['https://a.example/agent/*', 'https://a.example/agent/1?x', true],
  ['https://a.example/agent/*', 'https://a.example/agents', false],
  ['https://a.example/agent/*', 'https://a.example/x#/agent/1', false],
  ['https://a.example/agent', 'https://a.example/agent', true],
  ['https://a.example/agent', 'https://a.example/agent?x', false],
  ['https://a.example/*/room/*', 'https://a.example/x/room/1', true],
  ['https://a.example/*/room/*', 'https://a.example/room/1', false],
  ['https://a.example/ab*ba', 'https://a.example/aba', false],
  ['https://a.example/ab*ba', 'https://a.example/abba', true],
  ['nonsense', 'https://a.example/', false],
];
for (const [pattern, url, expected] of CASES) {
  test(`${url || 'nothing'} is ${expected ? '' : 'not '}of ${pattern}`, () => {
    expect(isOfSite(pattern, url)).toBe(expected);
  });
}

test('no pattern takes long', () => {
  const pattern = `https://a.example/${'*a'.repeat(200)}*b`;
  expect(isOfSite(pattern, `https://a.example/${'a'.repeat(100_000)}`)).toBe(false);
});

test('two sites of one host need one permission', () => {
  const sites = ['https://a.example/x/*', 'https://a.example/*', 'http://localhost/*'];
  expect(siteOrigins(sites.map((pattern) => ({ pattern })))).toEqual([
    'https://a.example/*',
    'http://localhost/*',
  ]);
});
