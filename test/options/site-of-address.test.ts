import { expect, test } from 'playwright/test';
import { siteOfAddress } from '../../options/sites/site-of-address.ts';
import { parseSitePattern } from '../../src/core/sites/site-pattern.ts';

const CASES: readonly (readonly [typed: string, pattern: string | undefined])[] = [
  ['calls.example.com', 'https://calls.example.com/*'],
  [' https://calls.example.com/room/1?x=2#y ', 'https://calls.example.com/*'],
  ['https://Bücher.example', 'https://xn--bcher-kva.example/*'],
  ['https://calls.example.com:8443/', 'https://calls.example.com/*'],
  ['http://localhost:3000/desk', 'http://localhost/*'],
  ['https://calls.example.com/agent/*', 'https://calls.example.com/agent/*'],
  ['http://calls.example.com/', undefined],
  ['https://*.example.com/*', undefined],
  ['https://u:p@calls.example.com/', 'https://calls.example.com/*'],
  ['javascript:alert(1)', undefined],
  ['two words', undefined],
  ['', undefined],
];
for (const [typed, pattern] of CASES) {
  test(`"${typed}" is ${pattern ?? 'no site'}`, () => {
    expect(parseSitePattern(siteOfAddress(typed))?.pattern).toBe(pattern);
  });
}
