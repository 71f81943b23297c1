import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { expiryOfUsername } from '../../../src/core/ice-text/credential-expiry.ts';
import { readCredentialsReply } from '../../../src/core/ice-text/credentials-reply.ts';

const NOW = 1_800_000_000_000;

test('a user name of the TURN REST convention tells its time', () => {
  expect(expiryOfUsername('1799999999:alice')).toBe(1_799_999_999_000);
  expect(expiryOfUsername('1799999999')).toBe(1_799_999_999_000);
  expect(expiryOfUsername('1799999999:')).toBe(1_799_999_999_000);
  expect(expiryOfUsername('alice:1799999999')).toBe(1_799_999_999_000);
  expect(expiryOfUsername('1500000000:a')).toBe(1_500_000_000_000);
});

test('other user names tell none', () => {
  const names = ['', 'alice', '1499999999:a', '179999999:a', '17999999990:a', 'a1799999999', '1799999999a'];
  expect(names.map(expiryOfUsername)).toEqual(names.map(() => undefined));
});

test('any time of the convention is read back, whatever the id', () => {
  const seconds = fc.integer({ min: 1_500_000_000, max: 9_999_999_999 });
  fc.assert(
    fc.property(seconds, fc.string(), (at, id) => {
      expect(expiryOfUsername(`${at}:${id}`)).toBe(at * 1000);
    }),
  );
});

/** Beside a credential, which stands in the same object. */
const beside = (times: object) =>
  JSON.stringify({ username: 'u', credential: 'p', urls: 'turn:a.example', ...times });
const expiryIn = (text: string): number | undefined => {
  const reply = readCredentialsReply(text, NOW);
  return reply.ok ? reply.expiresAt : Number.NaN;
};

const HOUR = NOW + 3_600_000;
const TIMES: readonly (readonly [string, object, number | undefined])[] = [
  ['ttl', { ttl: 600 }, NOW + 600_000],
  ['ttl as text', { ttl: '86400' }, NOW + 86_400_000],
  ['Ttl', { Ttl: 300 }, NOW + 300_000],
  ['ttl in ms by its size', { ttl: 86_400_000 }, NOW + 86_400_000],
  ['ttl of 90 days in s', { ttl: 7_776_000 }, NOW + 7_776_000_000],
  ['ttlMs', { ttlMs: 600_000 }, NOW + 600_000],
  ['a duration with its unit', { lifetimeDuration: '43200s' }, NOW + 43_200_000],
  ['hours', { ttl: '1h' }, HOUR],
  ['an ISO duration', { ttl: 'PT1H' }, HOUR],
  ['expires_in', { expires_in: 60.5 }, NOW + 60_500],
  ['expiresIn', { expiresIn: 3600 }, HOUR],
  ['expiresInMinutes', { expiresInMinutes: 60 }, HOUR],
  ['expiryInSeconds', { expiryInSeconds: 3600 }, HOUR],
  ['lifetime', { lifetime: 3600 }, HOUR],
  ['validFor', { validFor: '3600' }, HOUR],
  ['unix seconds', { expires: 1_800_000_600 }, NOW + 600_000],
  ['unix milliseconds', { expiresAt: NOW + 600_000 }, NOW + 600_000],
  ['unix milliseconds as text', { expirationTimestamp: String(NOW + 600_000) }, NOW + 600_000],
  ['exp', { exp: 1_800_000_600 }, NOW + 600_000],
  ['seconds under the name of an instant', { expires: 600 }, NOW + 600_000],
  ['an instant under the name of a lifetime', { ttl: 1_800_000_600 }, NOW + 600_000],
  ['expiresOn in ISO 8601', { expiresOn: '2027-01-15T08:10:00.000Z' }, NOW + 600_000],
  ['ISO 8601 with an offset', { expires_at: '2027-01-15T10:10:00+02:00' }, NOW + 600_000],
  ['ISO 8601 with a blank', { validUntil: '2027-01-15 08:10:00Z' }, NOW + 600_000],
  ['an HTTP date', { Expires: 'Fri, 15 Jan 2027 08:10:00 GMT' }, NOW + 600_000],
  ['a local time of somewhere', { expires_at: '2027-01-15T10:10:00' }, undefined],
  ['a lifetime before the user name', { ttl: 60, username: '1800000600:a' }, NOW + 60_000],
  ['an instant before the user name', { expires: 1_800_000_060, username: '1800000600:a' }, NOW + 60_000],
  ['the user name alone', { username: '1800000600:a' }, NOW + 600_000],
  ['an account beside it', { account: { plan: 'x', expiresAt: 1_800_000_001 }, ttl: 3600 }, HOUR],
  [
    'an account alone',
    { account: { expiresAt: 1_800_000_001 }, subscription_expires: 1_800_000_002 },
    undefined,
  ],
  ['a token of the API', { api_key_expires_in: 5, accessTokenExpiry: 6 }, undefined],
  [
    'when it was made',
    { date_created: 'Fri, 15 Jan 2027 08:00:00 +0000', issuedAt: 1_800_000_000 },
    undefined,
  ],
  ['nothing', {}, undefined],
  ['no lifetime at all', { ttl: 0 }, undefined],
];
for (const [name, times, expected] of TIMES) {
  test(`an answer's expiry: ${name}`, () => expect(expiryIn(beside(times))).toBe(expected));
}

test('the soonest of all entries, and what stands around them', () => {
  const entry = (host: string, more: object) => ({
    urls: `turn:${host}`,
    username: 'u',
    credential: 'p',
    ...more,
  });
  expect(
    expiryIn(
      JSON.stringify({
        v: { iceServers: [entry('a.example', { ttl: 900 }), entry('b.example', { ttl: 300 })] },
      }),
    ),
  ).toBe(NOW + 300_000);
  expect(expiryIn(JSON.stringify({ ttl: 60, iceServers: [entry('a.example', {})] }))).toBe(NOW + 60_000);
  // What a STUN server or another service says is not theirs.
  expect(
    expiryIn(JSON.stringify([{ urls: 'stun:s.example', ttl: 5 }, entry('a.example', { ttl: 60 })])),
  ).toBe(NOW + 60_000);
});

test('whatever stands there, an expiry is a finite number', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const at = expiryIn(beside({ ttl: value, expires: value, more: value }));
      expect(at === undefined || Number.isFinite(at)).toBe(true);
    }),
  );
});
