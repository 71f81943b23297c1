import { expect, test } from 'playwright/test';
import type { CredentialsTrouble } from '../../../src/core/servers/credentials-trouble.ts';
import { bridged, holdsOn } from '../../../src/core/servers/held-credentials.ts';

const NOW = 1_796_000_000_000;
const last = { expiresAt: NOW - 1, secret: 'of an hour ago' };
const trouble = (problem: CredentialsTrouble['problem'], httpStatus?: number): CredentialsTrouble => ({
  problem,
  ...(httpStatus === undefined ? {} : { httpStatus }),
});

test('credentials are renewed a minute before they end, and where nobody says when', () => {
  expect(holdsOn({ expiresAt: NOW + 60_001 }, NOW)).toBe(true);
  expect(holdsOn({ expiresAt: NOW + 60_000 }, NOW)).toBe(false);
  expect(holdsOn({ expiresAt: null }, NOW)).toBe(false);
  expect(holdsOn(undefined, NOW)).toBe(false);
});

const PASSING = [
  trouble('server-error', 503),
  trouble('server-error', 429),
  trouble('redirected'),
  trouble('not-json'),
  trouble('too-long'),
  trouble('sign-in', 511),
  trouble('unreachable'),
];
const LASTING = [
  trouble('no-permission'),
  trouble('not-allowed', 401),
  trouble('not-found', 404),
  trouble('nothing-usable'),
  trouble('malformed-uris'),
];

test('a fault that may pass is bridged with the last ones, though their time is over', () => {
  for (const passing of PASSING) {
    expect(bridged(last, { trouble: passing }, NOW)).toEqual({ ...last, passing });
    const unsaid = { ...last, expiresAt: null };
    expect(bridged(unsaid, { trouble: passing }, NOW)).toEqual({ ...unsaid, passing });
  }
});

test('those that their server refused are not used again', () => {
  const refused = { ...last, expiresAt: null, refused: true };
  for (const each of [...PASSING, ...LASTING])
    expect(bridged(refused, { trouble: each }, NOW)).toEqual({ trouble: each, last: refused });
});

test('a fault that lasts ends them, but for the seconds they still hold', () => {
  const seconds = { ...last, expiresAt: NOW + 1 };
  for (const lasting of LASTING) {
    expect(bridged(last, { trouble: lasting }, NOW)).toEqual({ trouble: lasting, last });
    expect(bridged(seconds, { trouble: lasting }, NOW)).toEqual({ ...seconds, passing: lasting });
  }
});

test('a page for people where credentials were before is a network that asks to sign in', () => {
  const page = { trouble: trouble('not-json'), isPage: true };
  expect(bridged(last, page, NOW)).toEqual({ ...last, passing: { problem: 'sign-in' } });
  // Of an address that never gave any it is just not what was wanted.
  expect(bridged(undefined, page, NOW)).toEqual({ trouble: { problem: 'not-json' } });
});
